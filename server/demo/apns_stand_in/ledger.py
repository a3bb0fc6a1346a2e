"""What was accepted, kept in a journal: a stand-in that is killed and started again has forgotten nothing."""

import asyncio
from collections import Counter, deque
from pathlib import Path
from typing import Any

from pydantic import BaseModel

SHOWN = 50


class Notification(BaseModel):
    """One notification as a phone would get it."""

    token: str
    apns_id: str
    collapse_id: str = ""
    title: str = ""
    body: str = ""


class Refusal(BaseModel):
    token: str
    status: int
    reason: str


class Ledger:
    """Counts by (token, apns-id): the same pair again is a duplicate, whoever sent it."""

    def __init__(self, journal: Path | None = None) -> None:
        self._unique: set[tuple[str, str]] = set()
        self._duplicates = 0
        self._by_status: Counter[int] = Counter()
        self._latest: deque[Notification] = deque(maxlen=SHOWN)
        self._journal = None
        self._watched: list[tuple[int, asyncio.Event]] = []
        if journal is not None:
            self._read(journal)
            self._journal = journal.open("a", encoding="utf-8")

    def accept(self, notification: Notification) -> None:
        self._note(notification)
        self._append(notification)

    def refuse(self, refusal: Refusal) -> None:
        self._by_status[refusal.status] += 1
        self._append(refusal)

    async def accepted(self, count: int) -> None:
        """Return once so many notifications were accepted, duplicates included."""
        reached = asyncio.Event()
        self._watched.append((count, reached))
        self._tell()
        await reached.wait()

    def _tell(self) -> None:
        for count, reached in self._watched:
            if self._by_status[200] >= count:
                reached.set()
        self._watched = [(count, reached) for count, reached in self._watched if not reached.is_set()]

    def close(self) -> None:
        if self._journal is not None:
            self._journal.close()

    def stats(self) -> dict[str, Any]:
        refused = sum(self._by_status.values()) - self._by_status[200]
        return {
            "received": sum(self._by_status.values()),
            "unique": len(self._unique),
            "duplicates": self._duplicates,
            "refused": refused,
            "by_status": {str(status): count for status, count in sorted(self._by_status.items())},
            "notifications": [notification.model_dump() for notification in self._latest],
        }

    def _note(self, notification: Notification) -> None:
        pair = (notification.token, notification.apns_id)
        self._duplicates += pair in self._unique
        self._unique.add(pair)
        self._by_status[200] += 1
        self._latest.append(notification)
        if self._watched:
            self._tell()

    def _append(self, entry: BaseModel) -> None:
        if self._journal is not None:
            self._journal.write(entry.model_dump_json() + "\n")
            self._journal.flush()

    def _read(self, journal: Path) -> None:
        """Lines end in a newline; a last one that does not was being written when the process died."""
        if not journal.exists():
            return
        text = journal.read_text(encoding="utf-8")
        complete = text[: text.rfind("\n") + 1]
        for line in complete.splitlines():
            if '"apns_id"' in line:
                self._note(Notification.model_validate_json(line))
            else:
                self._by_status[Refusal.model_validate_json(line).status] += 1
        if complete != text:
            journal.write_text(complete, encoding="utf-8")
