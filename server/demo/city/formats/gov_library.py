"""The policy library of gov.cn (国务院政策文件库): JSON through and through."""

import json
from collections.abc import Mapping

from server.demo.city.formats.edition import Edition
from server.demo.city.formats.entry import Entry
from server.demo.city.page import Page
from server.demo.city.records import Posting, Site

LIBRARY = "/search-gov/data"


def pages(edition: Edition) -> dict[str, Page]:
    entries = edition.entries(_path_of)
    rows = [_row(entry, edition.base) for entry in entries]
    answer = {"code": 200, "msg": "操作成功", "searchVO": {"totalCount": len(rows), "listVO": rows}}
    first = edition.written(json.dumps(answer, ensure_ascii=False), "application/json", entries)
    return {key({}): first} | edition.articles(entries, "article_plain.html")


def list_path(_: Site) -> str:
    return f"{LIBRARY}?t=zhengcelibrary_gw&p=1&n=20&sort=pubtime&sortType=1"


def key(asked: Mapping[str, str]) -> str:
    return f"{LIBRARY}?p={asked.get('p', '1')}"


def _row(entry: Entry, base: str) -> dict[str, object]:
    return {
        "id": str(entry.posting.number),
        "title": entry.text.title,
        "summary": entry.text.lead,
        "url": f"{base}{entry.path}",
        "pcode": entry.text.doc_no or "",
        "puborg": entry.source,
        "childtype": "综合政务\\电子政务",
        "pubtimeStr": f"{entry.posting.at:%Y.%m.%d}",
        "pubtime": int(entry.at.timestamp() * 1000),
    }


def _path_of(site: Site, posting: Posting) -> str:
    return f"/{site.id}/content/content_{posting.number}.htm"
