"""TRS WCM and UCAP static lists: `index.html`, then `index_1.html` (TRS) or `list_2.shtml` (UCAP) as page 2.

A row is a list item with a link and a date, beside it or in its address (`t20260108_1234567.html`). Where a site
needs it, `source.selectors` names `list` (the rows), `link` and `date`.
"""

import re
from zoneinfo import ZoneInfo

from aggregators.addresses import joined
from aggregators.families.contract import Listing, ListPage, ListRequest, Row, bounded
from aggregators.families.errors import OtherColumn
from aggregators.families.frames import into_frame
from aggregators.families.html_list import ANY_ROWS
from aggregators.families.rows import rows_by
from aggregators.families.trs_pager import following_file, pager_in
from content_models.sources.documents import Source

_ADDRESS = re.compile(r"""href=["'][^"']*/t\d{8}_\d+\.s?html?["']""")
_ENOUGH = 3  # such addresses that make a page a TRS list


class TrsStatic:
    def evidence(self, page: ListPage) -> str | None:
        if pager := pager_in(page.text):
            return f"页面带 TRS 翻页脚本 {pager[:40]}"
        addresses = len(set(_ADDRESS.findall(page.text)))
        return f"页面里有 {addresses} 条 TRS 文章网址 (t日期_编号.html)" if addresses >= _ENOUGH else None

    def first_request(self, source: Source) -> ListRequest:
        return ListRequest(source.url)

    def list(self, source: Source, page: ListPage) -> Listing:
        dated = [row for row in _rows(source, page) if row.published_at]
        column = page.request.within or joined(page.url, ".")
        own = [row for row in dated if row.url.startswith(column)]
        if page.request.within and not own:
            raise OtherColumn(url=page.url)
        rows, warnings = bounded(own or dated)
        return Listing(rows, _next(page, column if own else None), {}, warnings) if rows else into_frame(page)


def _rows(source: Source, page: ListPage) -> list[Row]:
    """Also navigation and other columns' teasers; their rows bear no date or lie outside the column's folder."""
    selectors = source.selectors
    rows = selectors.get("list") or selectors.get("row") or ANY_ROWS
    link, date = selectors.get("link", "a[href]"), selectors.get("date")
    return list(rows_by(page.text, page.url, ZoneInfo(source.timezone), rows, link=link, date=date))


def _next(page: ListPage, within: str | None) -> ListRequest | None:
    """`within` is the column's folder when the first page's rows lie in it; then later pages' must too."""
    following = following_file(page.text)
    url = joined(page.url, following[1]) if following else ""
    return ListRequest(url, number=page.request.number + 1, within=within) if url else None
