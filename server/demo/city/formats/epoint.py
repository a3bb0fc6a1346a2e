"""Epoint EWB (新点): a JSON request to the site's own project, whose name and id stand in a script of the site."""

import json
from collections.abc import Mapping

from server.demo.city.formats.edition import Edition, hex_id
from server.demo.city.formats.entry import Entry
from server.demo.city.page import Page
from server.demo.city.records import Posting, Site

LIST = "/EWB-FRONT/rest/lightfrontaction/getgovinfolist"
SCRIPT = "/js/webBuilderCommon.js"
_DEPARTMENT = "003"
_CATEGORY = "003001"
_FOLDER = f"{_DEPARTMENT}/{_CATEGORY}"


def pages(edition: Edition) -> dict[str, Page]:
    site, entries = edition.site, edition.entries(_path_of)
    return {
        list_path(site): edition.page(
            "epoint_column.html", "text/html", entries, department=_DEPARTMENT, category=_CATEGORY, script=SCRIPT
        ),
        SCRIPT: edition.page("epoint_site.js", "application/javascript", entries, guid=hex_id(site, 0)),
        _key(_CATEGORY, "0"): edition.written(_answer(entries, entries), "application/json", entries),
        _key(_CATEGORY, "1"): edition.written(_answer(entries, []), "application/json", entries),
    } | edition.articles(entries, "article_epoint.html")


def list_path(site: Site) -> str:
    return f"/{site.id}/{_FOLDER}/sublist.html"


def key(asked: Mapping[str, str]) -> str:
    """Pages are counted from 0."""
    return _key(asked.get("categorynum", ""), asked.get("pageIndex", "0"))


def _key(category: str, index: str) -> str:
    return f"{LIST}?categorynum={category}&pageIndex={index}"


def _answer(entries: list[Entry], shown: list[Entry]) -> str:
    rows = [
        {"title": entry.text.title, "realtitle": entry.text.title, "infourl": entry.path, "infodate": entry.day}
        for entry in shown
    ]
    return json.dumps({"custom": {"total": len(entries), "data": rows}}, ensure_ascii=False)


def _path_of(site: Site, posting: Posting) -> str:
    return f"/{site.id}/{_FOLDER}/{posting.at:%Y%m%d}/{hex_id(site, posting.number)}.html"
