"""TrueCMS: records as JPage writes them, inside JSON, asked for by the column's id."""

import json
from collections.abc import Mapping

from server.demo.city.formats.edition import Edition, hex_id
from server.demo.city.page import Page, filled
from server.demo.city.records import Posting, Site

MESSAGES = "/truecms/messageController/getMessage.do"
MOST_AT_ONCE = 20  # a greater `perpage` gets an empty answer; readers have to find that out
_SIZES = frozenset(map(str, range(1, MOST_AT_ONCE + 1)))


def pages(edition: Edition) -> dict[str, Page]:
    """All records come with the first answer, no column of the city has more."""
    site, entries = edition.site, edition.entries(_path_of)
    column = _column_id(site)
    datastore = filled("truecms_records.xml", group=entries, total=len(entries))
    answers = {_key(column, "all"): {"result": datastore}, _key(column, "none"): {"result": ""}}
    return {
        list_path(site): edition.page(
            "truecms_column.html", "text/html", entries, group=entries, messages=MESSAGES, column=column
        ),
        **{
            key: edition.written(json.dumps(answer, ensure_ascii=False), "application/json", entries)
            for key, answer in answers.items()
        },
        **edition.articles(entries, "article_plain.html"),
    }


def list_path(site: Site) -> str:
    return f"/{site.id}/list/index.html"


def key(asked: Mapping[str, str]) -> str:
    is_answered = asked.get("startrecord") == "1" and asked.get("perpage") in _SIZES
    return _key(asked.get("columnId", ""), "all" if is_answered else "none")


def _key(column: str, records: str) -> str:
    return f"{MESSAGES}?columnId={column}&records={records}"


def _column_id(site: Site) -> str:
    digits = hex_id(site, site.column_no)
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _path_of(site: Site, posting: Posting) -> str:
    return f"/{site.id}/info/{hex_id(site, posting.number)}.html"
