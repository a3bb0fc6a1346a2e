"""Residents' changes as one process knows them: whom not to believe any more, and what it has kept that is old."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from content_models.kit.errors import SessionExpired
from content_models.kit.store import Store
from content_models.residents.changes import repository
from content_models.residents.changes.rules import ENDED_FOR, part_of
from content_models.residents.sessions.errors import ViewerSessionEnded

CURRENT = 1.0  # seconds after a look in which what it saw may be taken for how things are

Seen = tuple[int, int]
Listener = Callable[[str], None]  # told the part whose residents changed; must not block


class _Ended(NamedTuple):
    renewable: bool
    until: datetime


class ResidentChanges:
    """One a process; a background task makes it `look`. Nobody looks: nothing is current, so nothing is kept by it."""

    def __init__(self, current: float = CURRENT) -> None:
        self._current = current
        self._looked_at: float | None = None
        self._counts: dict[str, int] = {}
        self._here: defaultdict[str, int] = defaultdict(int)  # changes this process made itself, by part
        self._ended: dict[str, _Ended] = {}
        self._listeners: list[Listener] = []
        self._looking = asyncio.Lock()

    def listen(self, listener: Listener) -> None:
        self._listeners.append(listener)

    @property
    def is_current(self) -> bool:
        return self._looked_at is not None and time.monotonic() - self._looked_at < self._current

    def seen(self, identity: str) -> Seen:
        """How far this resident's changes are known. Equal before and after a reading: it may be kept."""
        part = part_of(identity)
        return self._counts.get(part, 0), self._here[part]

    def require_good(self, *identities: str) -> None:
        """Raises ViewerSessionEnded, or SessionExpired where a refresh token still helps."""
        for identity in identities:
            if (ended := self._ended.get(identity)) is not None:
                raise SessionExpired("登录已更新，请稍候重试。") if ended.renewable else ViewerSessionEnded

    async def look(self, store: Store) -> None:
        """Take up what changed since the last look: two reads when something did, one when nothing did."""
        async with self._looking:
            began = time.monotonic()
            counts = await repository.counts()  # read first: what is written meanwhile is read next time
            moved = {part: self._counts.get(part, 0) for part in counts if counts[part] != self._counts.get(part, 0)}
            ended = await repository.ended_since(moved)
            self._believe_no_more({one.id: _Ended(one.renewable, one.expires_at) for one in ended}, store.now())
            self._counts = counts
            self._tell(moved)
            self._looked_at = began

    def changed_here(self, *residents: str) -> None:
        """This process has just changed these: it need not look to know."""
        parts = {part_of(one) for one in residents}
        for part in parts:
            self._here[part] += 1
        self._tell(parts)

    def ended_here(self, identity: str, now: datetime, *, renewable: bool = False) -> None:
        """This process has just ended this one, as the store will tell the others."""
        self._believe_no_more({identity: _Ended(renewable, now + ENDED_FOR)}, now)
        self.changed_here(identity)

    def _believe_no_more(self, fresh: dict[str, _Ended], now: datetime) -> None:
        if fresh:
            self._ended = {key: one for key, one in (self._ended | fresh).items() if one.until > now}

    def _tell(self, parts: Iterable[str]) -> None:
        for part in parts:
            for listener in self._listeners:
                listener(part)
