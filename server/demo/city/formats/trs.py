"""TRS WCM static lists: `index.html`, then `index_1.html` for page two; links relative, with the date in the name."""

from collections.abc import Mapping

from server.demo.city.formats.entry import article_pages, last_change, newest_first
from server.demo.city.page import Page, filled
from server.demo.city.records import Posting, Site, Text


def pages(site: Site, texts: Mapping[str, Text]) -> dict[str, Page]:
    entries = newest_first(site, texts, _path_of)
    groups = [entries[start : start + site.per_page] for start in range(0, len(entries), site.per_page)]
    lists = {
        list_path(site, number): Page.of(
            site,
            filled("trs_list.html", site=site, entries=group, number=number, total=len(groups), folder=_folder(site)),
            "text/html",
            last_change(entries),
        )
        for number, group in enumerate(groups)
    }
    return lists | article_pages(entries, "article_trs.html", "text/html")


def list_path(site: Site, number: int = 0) -> str:
    """`number` counts from 0, as TRS does."""
    return f"{_folder(site)}index{f'_{number}' if number else ''}.html"


def _folder(site: Site) -> str:
    return f"/{site.id}/tzgg/"


def _path_of(site: Site, posting: Posting) -> str:
    return f"{_folder(site)}{posting.at:%Y%m}/t{posting.at:%Y%m%d}_{posting.number}.html"
