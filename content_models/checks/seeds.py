"""The word lists that ship: a beginning to go on from, never written over what people have changed."""

from datetime import datetime
from pathlib import Path
from typing import Any

from content_models.checks import repository as checks
from content_models.checks.documents import WordEntry, WordList
from content_models.kit.shipped import read_yaml

_FILE = Path(__file__).parent / "data/word_lists.yaml"


def shipped_lists(now: datetime) -> list[WordList]:
    stated: list[dict[str, Any]] = read_yaml(_FILE)
    return [
        WordList(
            id=one["id"],
            name=one["name"],
            purpose=one["purpose"],
            severity=one["severity"],
            owner=one["owner"],
            entries=[_entry(entry) for entry in one.get("entries", [])],
            exempt_kinds=one.get("exempt_kinds", []),
            changed_by="系统",
            changed_at=now,
        )
        for one in stated
    ]


def _entry(stated: str | dict[str, Any]) -> WordEntry:
    return WordEntry(word=stated) if isinstance(stated, str) else WordEntry.model_validate(stated)


async def seed(now: datetime) -> int:
    """Insert the shipped lists that are not there; returns how many."""
    return sum([await checks.insert_if_absent(one) for one in shipped_lists(now)])
