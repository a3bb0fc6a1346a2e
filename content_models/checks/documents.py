"""WordList (词表) and its versions, DocNoHolder (占用的文号), LinkCheck (链接检查), Rescan (重查), Finding (预警)."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints
from pymongo import ASCENDING, DESCENDING, IndexModel

from content_models.checks.issues import Issue, Severity
from content_models.kit.actors import Actor
from content_models.kit.records import Record

LONGEST_WORD = 60  # characters
MOST_EXCEPTIONS = 20
MOST_ENTRIES = 20_000

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_WORD)]


class ListPurpose(StrEnum):
    """词表用途."""

    watched = "watched"  # 不宜用语: must not be said, or only where an exception allows it
    fixed = "fixed"  # 固定提法: must be said exactly so
    allowed = "allowed"  # 放行: telephone and account numbers that are public on purpose


class WordEntry(BaseModel):
    """词条. `exceptions` are longer phrases in which the word is right: 「最佳」 in 「最佳实践」."""

    word: Annotated[Word, Field(min_length=2)]
    instead: str = Field(default="", max_length=LONGEST_WORD)  # 建议用语
    reason: str = Field(default="", max_length=200)
    exceptions: list[Word] = Field(default=[], max_length=MOST_EXCEPTIONS)


class WordList(Record):
    """词表: data that an administrator edits. `version` is the optimistic lock and the number of the edition."""

    name: str
    purpose: ListPurpose
    severity: Severity
    owner: str  # 负责人
    entries: list[WordEntry] = []
    exempt_kinds: list[str] = []  # 体裁 in which it is not asked for, such as the wording of a law
    enabled: bool = True
    version: int = 1
    changed_by: str
    changed_at: datetime

    class Settings:
        name = "word_lists"
        indexes = [IndexModel("name", name="name", unique=True)]


class WordListVersion(Record):
    """词表版本: what the list said, unchanged for ever. `_id` = list:version."""

    list_id: str
    number: int
    body: WordList
    actor: Actor
    note: str = ""  # 改动说明
    at: datetime

    class Settings:
        name = "word_list_versions"
        indexes = [IndexModel([("list_id", ASCENDING), ("number", DESCENDING)], name="history", unique=True)]


class DocNoHolder(Record):
    """占用的文号. `_id` = organ:code:year:seq, so that two policies never go public with one number, however fast."""

    release_id: str

    class Settings:
        name = "doc_no_holders"
        indexes = [IndexModel("release_id", name="release")]


class LinkCheck(Record):
    """链接检查. `_id` = the address. What the last look found, and when to look again."""

    release_ids: list[str] = []  # who links there, for the trail; the text decides
    checked_at: datetime | None = None
    problem: str = ""  # "" while it answers, or before the first look
    failures: int = 0  # in a row
    due_at: datetime

    class Settings:
        name = "link_checks"
        indexes = [IndexModel("due_at", name="due")]


class Rescan(Record):
    """重查: everything public is read again after a list has changed. Goes on where it was cut off."""

    reason: str
    after: str = ""  # release id up to which it has come
    examined: int = 0
    requested_at: datetime
    done_at: datetime | None = None

    class Settings:
        name = "rescans"
        indexes = [IndexModel([("done_at", ASCENDING), ("requested_at", ASCENDING)], name="open")]


class Finding(Record):
    """已发布内容的问题: an alarm about a public release. `_id` = release:code:rule. Closed when it is no more."""

    release_id: str
    title: str
    issue: Issue
    opened_at: datetime
    closed_at: datetime | None = None

    class Settings:
        name = "check_findings"
        indexes = [
            IndexModel([("closed_at", ASCENDING), ("opened_at", DESCENDING)], name="open"),
            IndexModel("release_id", name="release"),
        ]
