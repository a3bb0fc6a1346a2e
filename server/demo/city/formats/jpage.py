"""Hanweb JPage (大汉): the first group stands in the column page, the rest comes from `dataproxy.jsp`."""

from collections.abc import Mapping

from server.demo.city.formats.entry import Entry, article_pages, last_change, newest_first
from server.demo.city.page import Page, filled
from server.demo.city.records import Posting, Site, Text

PROXY = "/module/web/jpage/dataproxy.jsp"


def pages(site: Site, texts: Mapping[str, Text]) -> dict[str, Page]:
    entries = newest_first(site, texts, _path_of)
    groups = _groups(entries, site.per_page)
    column = _page(
        site, "jpage_column.html", "text/html", entries, total=len(entries), first=groups[0], pages=len(groups)
    )
    further = {
        group_key(site.column_no, number): _page(
            site,
            "jpage_group.xml",
            "text/xml",
            entries,
            total=len(entries),
            group=group,
            pages=len(groups),
            number=number,
        )
        for number, group in enumerate(groups, 1)
    }
    return {column_path(site): column} | further | article_pages(entries, "article_hanweb.html", "text/html")


def column_path(site: Site) -> str:
    return f"/col/col{site.column_no}/index.html"


def proxy_params(site: Site) -> dict[str, str]:
    """What a reader must know to ask for further groups; the column page's script says it."""
    number = str(site.column_no)
    return {"columnid": number, "webid": "1", "unitid": f"{number}5", "perpage": str(site.per_page)}


def group_key(column_no: int | str, page: int | str) -> str:
    """The part of a dataproxy request that decides its answer."""
    return f"{PROXY}?columnid={column_no}&page={page}"


def _path_of(site: Site, posting: Posting) -> str:
    at = posting.at  # Hanweb does not pad the date
    return f"/art/{at.year}/{at.month}/{at.day}/art_{site.column_no}_{posting.number}.html"


def _groups(entries: list[Entry], size: int) -> list[list[Entry]]:
    return [entries[start : start + size] for start in range(0, len(entries), size)]


def _page(site: Site, template: str, media_type: str, entries: list[Entry], **values: object) -> Page:
    markup = filled(template, site=site, proxy=PROXY, **values)
    return Page.of(site, markup, media_type, last_change(entries))
