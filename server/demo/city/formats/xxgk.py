"""Hanweb 信息公开目录: the column page holds a form's values, `search.jsp` answers it with rows of a table."""

from collections.abc import Mapping

from server.demo.city.formats.edition import Edition
from server.demo.city.formats.jpage import article_path, list_path
from server.demo.city.page import Page

SEARCH = "/module/xxgk/search.jsp"


def pages(edition: Edition) -> dict[str, Page]:
    site, entries = edition.site, edition.entries(article_path)
    groups = edition.groups(entries)
    column = edition.page("xxgk_column.html", "text/html", entries, search=SEARCH)
    found = {
        _group_key(f"div{site.column_no}", number): edition.page(
            "xxgk_rows.html", "text/html", entries, group=group, number=number, pages=len(groups)
        )
        for number, group in enumerate(groups, 1)
    }
    return {list_path(site): column} | found | edition.articles(entries, "article_hanweb.html")


def key(asked: Mapping[str, str]) -> str:
    return _group_key(asked.get("divid", ""), asked.get("currpage", "1"))


def _group_key(divid: str, page: int | str) -> str:
    return f"{SEARCH}?divid={divid}&currpage={page}"
