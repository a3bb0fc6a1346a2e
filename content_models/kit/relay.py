"""Runs effects after commit and recovers by scanning: the outbox is the only queue that is believed.

A row is claimed by compare-and-set, its effects run in order, and it is done when all have succeeded.
A relay that dies loses nothing: its claim runs out and the next scan takes the row again. A failing effect
is tried again with a growing pause, for ever; it never blocks other rows.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import Protocol

import structlog

from content_models.kit import outbox
from content_models.kit.outbox import OutboxRow, OutboxState
from content_models.kit.store import Store

CLAIM = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=10)

log = structlog.get_logger()


class Effect(Protocol):
    """Idempotent work that follows a fact. It re-reads the store; it gets the store and the row."""

    __name__: str

    def __call__(self, store: Store, row: OutboxRow, /) -> Awaitable[None]: ...


class Relay:
    def __init__(self, store: Store, effects: Mapping[str, Sequence[Effect]]) -> None:
        self._store = store
        self._effects = effects

    async def run_due(self, limit: int = 100) -> int:
        """Run what is due now; returns how many rows were finished."""
        finished = 0
        for row in await outbox.due(self._store.now(), limit):
            if await outbox.claim(row, self._store.now() + CLAIM):
                finished += await self._run(row)
        return finished

    async def run_until(self, stop: asyncio.Event, wait: Callable[[], Awaitable[None]]) -> None:
        """Scan whenever `wait()` returns (a wake-up or its timeout) until `stop` is set."""
        while not stop.is_set():
            while await self.run_due():
                pass
            await wait()

    async def _run(self, row: OutboxRow) -> bool:
        done = list(row.done_effects)
        try:
            for effect in self._effects.get(row.topic, ()):
                if effect.__name__ not in done:
                    await effect(self._store, row)
                    done.append(effect.__name__)
        except Exception as error:  # noqa: BLE001 - the edge of the relay: one bad effect must not stop the others
            await self._postpone(row, done, error)
            return False
        await outbox.settle(row, {"state": OutboxState.done, "done_at": self._store.now(), "done_effects": done})
        return True

    async def _postpone(self, row: OutboxRow, done: list[str], error: Exception) -> None:
        pause = min(timedelta(seconds=2 ** min(row.attempts, 10)), LONGEST_PAUSE)
        log.warning("effect_failed", row=row.id, attempts=row.attempts, error=repr(error))
        await outbox.settle(
            row,
            {"not_before": self._store.now() + pause, "done_effects": done, "last_error": repr(error)[:500]},
        )
