"""A JSON interface of the department's own, read by paths in the source record."""

import json

from server.demo.city.formats.edition import Edition
from server.demo.city.page import Page
from server.demo.city.records import Posting, Site

PATHS = {"items": "result.warnings", "title": "headline", "url": "link", "date": "issued", "summary": "lead"}


def pages(edition: Edition) -> dict[str, Page]:
    entries = edition.entries(_path_of)
    rows = [
        {
            "headline": entry.text.title,
            "link": entry.path,
            "issued": int(entry.at.timestamp()),
            "lead": entry.text.lead,
        }
        for entry in entries
    ]
    answer = json.dumps({"status": "ok", "result": {"total": len(rows), "warnings": rows}}, ensure_ascii=False)
    own = {list_path(edition.site): edition.written(answer, "application/json", entries)}
    return own | edition.articles(entries, "article_plain.html")


def list_path(site: Site) -> str:
    return f"/{site.id}/api/warnings"


def _path_of(site: Site, posting: Posting) -> str:
    return f"/{site.id}/info/{posting.number}.html"
