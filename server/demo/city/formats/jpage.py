"""Hanweb JPage (大汉): the first group stands in the column page, the rest comes from `dataproxy.jsp`."""

from collections.abc import Mapping

from server.demo.city.formats.edition import Edition
from server.demo.city.page import Page
from server.demo.city.records import Posting, Site

PROXY = "/module/web/jpage/dataproxy.jsp"


def pages(edition: Edition) -> dict[str, Page]:
    site, entries = edition.site, edition.entries(article_path)
    groups = edition.groups(entries)
    facts = {"proxy": PROXY, "total": len(entries), "pages": len(groups)}
    column = edition.page("jpage_column.html", "text/html", entries, first=groups[0], **facts)
    further = {
        _group_key(site.column_no, number): edition.page(
            "jpage_group.xml", "text/xml", entries, group=group, number=number, **facts
        )
        for number, group in enumerate(groups, 1)
    }
    return {list_path(site): column} | further | edition.articles(entries, "article_hanweb.html")


def list_path(site: Site) -> str:
    return f"/col/col{site.column_no}/index.html"


def article_path(site: Site, posting: Posting) -> str:
    at = posting.at  # Hanweb does not pad the date
    return f"/art/{at.year}/{at.month}/{at.day}/art_{site.column_no}_{posting.number}.html"


def proxy_params(site: Site) -> dict[str, str]:
    """What a reader must know to ask for further groups; the column page's script says it."""
    number = str(site.column_no)
    return {"columnid": number, "webid": "1", "unitid": f"{number}5", "perpage": str(site.per_page)}


def key(asked: Mapping[str, str]) -> str:
    """The part of a request that decides its answer."""
    return _group_key(asked.get("columnid", ""), asked.get("page", "1"))


def _group_key(column_no: int | str, page: int | str) -> str:
    return f"{PROXY}?columnid={column_no}&page={page}"
