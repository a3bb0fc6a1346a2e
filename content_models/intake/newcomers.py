"""Storing what has come for the first time. Polls that end together store together, in one transaction."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, TypeVar

from pymongo.errors import BulkWriteError

from content_models.intake import repository as intake
from content_models.intake.rules import Decision
from content_models.intake.versions import characters_of, new_rows
from content_models.kit.gathering import Gathering
from content_models.kit.off_loop import off_loop
from content_models.kit.records import Row
from content_models.kit.store import Session, Store
from content_models.sources.documents import Source

TOGETHER = 200  # items a transaction: far below the engines' limits, and few enough to be tried again

_ATTEMPTS = 3
_DUPLICATE_KEY = 11000

T = TypeVar("T")


@dataclass(eq=False, slots=True)
class _Newcomers:
    """What one poll brings. `is_known`: somebody else has stored one of them meanwhile, so none was stored."""

    store: Store
    raws: list[Row]
    items: list[Row]
    is_known: bool = field(default=False, init=False)


async def store_new(store: Store, source: Source, decisions: Sequence[Decision]) -> bool:
    """Store items that are new to the caller; False, and nothing stored, when one of them is there already."""
    raws, items = await off_loop(characters_of(decisions), new_rows, source, decisions, store.now())
    newcomers = _Newcomers(store, raws, items)
    await _gathering.add(newcomers, len(items))
    return not newcomers.is_known


async def despite_races(attempt: Callable[[], Awaitable[T]]) -> T:
    """Two arrivals at one source may store the same version at once; the loser looks again and finds it the same."""
    for _ in range(_ATTEMPTS - 1):
        try:
            return await attempt()
        except BulkWriteError as error:
            if not only_duplicates(error):
                raise
    return await attempt()


def only_duplicates(error: BulkWriteError) -> bool:
    details: Mapping[str, Any] = error.details or {}
    return all(failure["code"] == _DUPLICATE_KEY for failure in details.get("writeErrors", []))


async def _write(gathered: Sequence[_Newcomers]) -> None:
    for store, waiting in groupby(gathered, key=lambda newcomers: newcomers.store):
        together = list(waiting)
        if not await _stored(store, together):
            for one in together:
                one.is_known = not await _stored(store, [one])


async def _stored(store: Store, together: Sequence[_Newcomers]) -> bool:
    raws = [raw for one in together for raw in one.raws]
    items = [item for one in together for item in one.items]

    async def work(session: Session) -> None:
        await intake.insert_new(raws, items, session)

    try:
        await store.transaction(work)
    except BulkWriteError as error:
        if not only_duplicates(error):
            raise
        return False
    return True


_gathering = Gathering(_write, TOGETHER)
