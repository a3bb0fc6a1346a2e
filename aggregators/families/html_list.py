"""Any HTML list, described by CSS selectors in `source.selectors`: `list` (the rows), and inside a row `link` and
`date`; `next` is the link to the next page. Without selectors every list item with a link and a date is a row."""

import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser

from aggregators.extract.dom import ancestors, line
from aggregators.families.contract import Listing, ListPage, ListRequest, Row, bounded
from aggregators.families.frames import into_frame
from aggregators.families.rows import page_url, row_in, rows_by, select
from content_models.sources.documents import Source

ANY_ROWS = "ul li, ol li, dl, dl dd, table tr"
_NEXT_WORDS = re.compile(r"^\s*(?:下一?页|后一页|next|>|»)\s*(?:>|»)?\s*$", re.IGNORECASE)
_ENOUGH = 5  # dated rows that make a page a list
_SHORTEST_TITLE = 6  # characters: shorter links are navigation
_HIGHEST_BOX = 4  # levels above a link
_MOST_LINKS = 20_000


class HtmlList:
    def evidence(self, page: ListPage) -> str | None:
        rows = dated_rows(page, {}, ZoneInfo("Asia/Shanghai"))
        return f"页面里有 {len(rows)} 条带日期的链接" if len(rows) >= _ENOUGH else None

    def first_request(self, source: Source) -> ListRequest:
        return ListRequest(source.url)

    def list(self, source: Source, page: ListPage) -> Listing:
        zone = ZoneInfo(source.timezone)
        selector = source.selectors.get("list") or source.selectors.get("row")
        found = _selected(source, selector, page, zone) if selector else dated_rows(page, source.selectors, zone)
        rows, warnings = bounded(found)
        return Listing(rows, _next(source, page), {}, warnings) if rows else into_frame(page)


def dated_rows(page: ListPage, selectors: dict[str, str], zone: ZoneInfo) -> list[Row]:
    """Rows that bear a date, beside the link or in its address: navigation has none."""
    link, date = selectors.get("link", "a[href]"), selectors.get("date")
    found = rows_by(page.text, page.url, zone, ANY_ROWS, link=link, date=date)
    dated = [row for row in found if row.published_at]
    return dated if len(dated) >= _ENOUGH or selectors else dated + list(_rows_around_links(page, zone))


def _rows_around_links(page: ListPage, zone: ZoneInfo) -> Iterator[Row]:
    """Lists of plain boxes: the smallest box around a link that also holds a date, and no link to elsewhere."""
    for link in LexborHTMLParser(page.text).css("a[href]")[:_MOST_LINKS]:
        if len(line(link)) < _SHORTEST_TITLE:
            continue
        for box in list(ancestors(link))[:_HIGHEST_BOX]:
            if len({other.attributes.get("href") for other in box.css("a[href]")}) > 1:
                break
            row = row_in(box, page.url, zone)
            if row and row.published_at:
                yield row
                break


def _selected(source: Source, selector: str, page: ListPage, zone: ZoneInfo) -> list[Row]:
    link, date = source.selectors.get("link", "a[href]"), source.selectors.get("date")
    return list(rows_by(page.text, page.url, zone, selector, link=link, date=date))


def _next(source: Source, page: ListPage) -> ListRequest | None:
    tree = LexborHTMLParser(page.text)
    if selector := source.selectors.get("next"):
        links = list(select(tree, selector))
    else:
        links = [link for link in tree.css("a[href]") if _NEXT_WORDS.match(link.text())]
    addresses = (page_url(page.url, link.attributes.get("href") or "") for link in links)
    url = next((address for address in addresses if address and address != page.url), None)
    return ListRequest(url, number=page.request.number + 1) if url else None
