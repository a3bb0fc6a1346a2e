"""TRS WAS5: a column whose script posts to the site's search; the XML answer has no root element."""

from collections.abc import Mapping

from server.demo.city.formats.edition import Edition
from server.demo.city.page import Page
from server.demo.city.records import Posting, Site

SEARCH = "/was5/web/search"


def pages(edition: Edition) -> dict[str, Page]:
    site, entries = edition.site, edition.entries(_path_of)
    column = edition.page("was5_column.html", "text/html", entries, search=SEARCH)
    found = {
        _key(site.column_no, number): edition.page(
            "was5_records.xml", "text/xml", entries, group=group, total=len(entries)
        )
        for number, group in enumerate(edition.groups(entries), 1)
    }
    return {list_path(site): column} | found | edition.articles(entries, "article_trs.html")


def list_path(site: Site) -> str:
    return f"/{site.id}/gk/index.html"


def key(asked: Mapping[str, str]) -> str:
    return _key(asked.get("channelid", ""), asked.get("page", "1"))


def _key(channel: int | str, page: int | str) -> str:
    return f"{SEARCH}?channelid={channel}&page={page}"


def _path_of(site: Site, posting: Posting) -> str:
    return f"/{site.id}/gk/{posting.at:%Y%m}/t{posting.at:%Y%m%d}_{posting.number}.html"
