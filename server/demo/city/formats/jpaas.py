"""Hanweb JPaaS: the column page names its units in `queryData`, the gateway builds their rows as HTML inside JSON."""

import json
from collections.abc import Mapping

from server.demo.city.formats.edition import Edition, hex_id
from server.demo.city.formats.jpage import list_path
from server.demo.city.page import Page, filled
from server.demo.city.records import Posting, Site

UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"


def pages(edition: Edition) -> dict[str, Page]:
    site, entries = edition.site, edition.entries(_path_of)
    query = json.dumps(_query(site), ensure_ascii=False)
    column = edition.page("jpaas_column.html", "text/html", entries, unit=UNIT, query=query)
    units = {}
    for number, group in enumerate(edition.groups(entries), 1):
        rows = filled("jpaas_rows.html", site=site, group=group, count=len(entries))
        answer = json.dumps({"success": True, "data": {"html": rows}}, ensure_ascii=False)
        units[_unit_key(_page_id(site), number)] = edition.written(answer, "application/json", entries)
    return {list_path(site): column} | units | edition.articles(entries, "article_hanweb.html")


def key(asked: Mapping[str, str]) -> str:
    """Only what stands in `paramJson` pages; a bare `pageNo` gets the first page."""
    try:
        number = json.loads(asked.get("paramJson", ""))["pageNo"]
    except (ValueError, LookupError, TypeError):
        number = 1
    return _unit_key(asked.get("pageId", ""), number)


def _unit_key(page_id: str, number: object) -> str:
    return f"{UNIT}?pageId={page_id}&pageNo={number}"


def _page_id(site: Site) -> str:
    return hex_id(site, site.column_no)


def _query(site: Site) -> dict[str, str]:
    return {
        "parseType": "bulidstatic",  # the system's own spelling
        "webId": hex_id(site, 0),
        "tplSetId": hex_id(site, 1),
        "pageType": "column",
        "tagId": "信息列表",
        "editType": "null",
        "pageId": _page_id(site),
    }


def _path_of(site: Site, posting: Posting) -> str:
    return f"/col/col{site.column_no}/art/{posting.at.year}/art_{hex_id(site, posting.number)}.html"
