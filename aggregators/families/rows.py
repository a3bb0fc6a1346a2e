"""Reading one row of an HTML list: the link, its full title and the date beside it."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from aggregators.families.contract import Row
from aggregators.families.errors import SelectorInvalid
from content_models.official_text.dates import parse_moment

_MOST_NODES = 20_000  # looked at in one page, navigation included
# An address that joining, splitting and joining again would leave as it is: 15 µs less for each row of a feed.
_PLAIN_PAGE = re.compile(
    r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::[1-9]\d{0,3})?/(?:[\w-]+(?:[./][\w-]+)*/?)?", re.ASCII
)
_DATE_IN_PATH = re.compile(r"/t(\d{8})_\d+|/(\d{4})/(\d{1,2})/(\d{1,2})/")


def rows_in(fragment: str, base: str, zone: ZoneInfo) -> list[Row]:
    """Every linked row of an HTML fragment that is one record: usually one."""
    tree = LexborHTMLParser(fragment)
    row = row_in(tree.body, base, zone) if tree.body else None
    return [row] if row else []


def rows_by(
    text: str, base: str, zone: ZoneInfo, rows: str, *, link: str = "a[href]", date: str | None = None
) -> Iterator[Row]:
    """A row for each element that the selector `rows` finds and that shows one. Raises SelectorInvalid."""
    for node in select(LexborHTMLParser(text), rows)[:_MOST_NODES]:
        row = row_in(node, base, zone, link=link, date=date)
        if row:
            yield row


def select(node: LexborHTMLParser | LexborNode, selector: str) -> Sequence[LexborNode]:
    """As CSS selects, with a typed error for what is no CSS: selectors come from people."""
    try:
        return node.css(selector)
    except (SelectolaxError, ValueError) as error:
        raise SelectorInvalid(selector=selector[:200]) from error


def row_in(
    node: LexborNode, base: str, zone: ZoneInfo, *, link: str = "a[href]", date: str | None = None
) -> Row | None:
    """The row that `node` shows, None when it shows none: no link, no words, or not a page (`javascript:`)."""
    anchor = next((found for found in select(node, link) if _title(found)), None)
    if anchor is None:
        return None
    url = page_url(base, anchor.attributes.get("href") or "")
    if url is None:
        return None
    return Row(key=url, url=url, title=_title(anchor), published_at=_published(node, anchor, url, zone, date))


def page_url(base: str, href: str) -> str | None:
    """The absolute address without its fragment; None when it is no web page."""
    if _PLAIN_PAGE.fullmatch(href):
        return href
    try:
        url = urljoin(base, href.strip())
        is_page = urlsplit(url).scheme in ("http", "https") and bool(urlsplit(url).hostname)
    except ValueError:
        return None
    return url.partition("#")[0] if is_page else None


def _title(anchor: LexborNode) -> str:
    """The `title` attribute where it says more than the text, which lists cut off with 「…」."""
    shown = " ".join(anchor.text().split())
    stated = " ".join((anchor.attributes.get("title") or "").split())
    return stated if len(stated) >= len(shown.rstrip("….")) else shown


def _published(node: LexborNode, anchor: LexborNode, url: str, zone: ZoneInfo, date: str | None) -> datetime | None:
    """What stands beside the link, else what the address says. A date inside the title is not the row's."""
    places = select(node, date) if date else [node]
    for place in places:
        beside = place.text(separator=" ").replace(anchor.text(separator=" "), " ")
        if moment := parse_moment(beside, zone):
            return moment
    return date_in_path(url, zone)


def date_in_path(url: str, zone: ZoneInfo) -> datetime | None:
    match = _DATE_IN_PATH.search(urlsplit(url).path)
    if match is None:
        return None
    return parse_moment(match[1] or f"{match[2]}-{match[3]}-{match[4]}", zone)
