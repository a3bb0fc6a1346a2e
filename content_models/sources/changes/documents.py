"""SourceChange (来源改动记录)."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel
from pymongo import ASCENDING, DESCENDING, IndexModel

from content_models.kit.actors import Actor
from content_models.kit.records import Record


class SourceChangeKind(StrEnum):
    """来源改动种类."""

    settings = "settings"  # 修改设置
    asked = "asked"  # 要求立即抓取


class FieldChange(BaseModel):
    """One setting before and after, as plain JSON values."""

    field: str
    before: Any = None
    after: Any = None


class SourceChange(Record):
    """来源改动记录: who did what to a source, when and why. Append-only."""

    source_id: str
    version: int  # the source version this act left
    kind: SourceChangeKind
    actor: Actor
    at: datetime
    changes: list[FieldChange] = []
    note: str = ""

    class Settings:
        name = "source_changes"
        indexes = [
            IndexModel([("source_id", ASCENDING), ("at", DESCENDING)], name="of_source"),
            IndexModel([("at", ASCENDING)], name="time"),
        ]
