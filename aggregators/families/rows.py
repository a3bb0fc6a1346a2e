"""Reading one row of an HTML list: the link, its full title and the date beside it."""

import re
from datetime import datetime
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser, LexborNode

from aggregators.families.contract import Row
from content_models.official_text.dates import parse_moment

_DATE_IN_PATH = re.compile(r"/t(\d{8})_\d+|/(\d{4})/(\d{1,2})/(\d{1,2})/")


def rows_in(fragment: str, base: str, zone: ZoneInfo) -> list[Row]:
    """Every linked row of an HTML fragment that is one record: usually one."""
    tree = LexborHTMLParser(fragment)
    row = row_in(tree.body, base, zone) if tree.body else None
    return [row] if row else []


def row_in(
    node: LexborNode, base: str, zone: ZoneInfo, *, link: str = "a[href]", date: str | None = None
) -> Row | None:
    """The row that `node` shows, None when it shows none: no link, no words, or not a page (`javascript:`)."""
    anchor = next((found for found in node.css(link) if _title(found)), None)
    if anchor is None:
        return None
    url = _page_url(base, anchor.attributes.get("href") or "")
    if url is None:
        return None
    return Row(key=url, url=url, title=_title(anchor), published_at=_published(node, anchor, url, zone, date))


def _title(anchor: LexborNode) -> str:
    """The `title` attribute where it says more than the text, which lists cut off with 「…」."""
    shown = " ".join(anchor.text().split())
    stated = " ".join((anchor.attributes.get("title") or "").split())
    return stated if len(stated) >= len(shown.rstrip("….")) else shown


def _page_url(base: str, href: str) -> str | None:
    try:
        url = urljoin(base, href.strip())
        is_page = urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return None
    return url.partition("#")[0] if is_page else None


def _published(node: LexborNode, anchor: LexborNode, url: str, zone: ZoneInfo, date: str | None) -> datetime | None:
    """What stands beside the link, else what the address says. A date inside the title is not the row's."""
    places = node.css(date) if date else [node]
    for place in places:
        beside = place.text(separator=" ").replace(anchor.text(separator=" "), " ")
        if moment := parse_moment(beside, zone):
            return moment
    return _from_path(url, zone)


def _from_path(url: str, zone: ZoneInfo) -> datetime | None:
    match = _DATE_IN_PATH.search(urlsplit(url).path)
    if match is None:
        return None
    return parse_moment(match[1] or f"{match[2]}-{match[3]}-{match[4]}", zone)
