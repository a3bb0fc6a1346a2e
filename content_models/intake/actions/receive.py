"""`receive`: the one door into the intake, for polls, push-ins and uploads alike."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel
from pymongo.errors import BulkWriteError

from content_models.intake import repository as intake
from content_models.intake.documents import IntakeItem
from content_models.intake.rules import (
    Decision,
    Incoming,
    KnownVersion,
    Verdict,
    after_change,
    changed_fields,
    decide,
    with_verdict,
)
from content_models.intake.versions import follows_from, queue_row, raw_version
from content_models.kit.store import Session, Store
from content_models.sources.documents import Source

BATCH = 100  # items a transaction: a long list stays far below the engines' transaction limits
_ATTEMPTS = 3
_DUPLICATE_KEY = 11000

T = TypeVar("T")


class Received(BaseModel):
    """What became of the items. `item_ids` are those that are new, then those that changed."""

    new: int = 0
    changed: int = 0
    same: int = 0
    item_ids: list[str] = []

    def __add__(self, other: "Received") -> "Received":
        return Received(
            new=self.new + other.new,
            changed=self.changed + other.changed,
            same=self.same + other.same,
            item_ids=self.item_ids + other.item_ids,
        )


async def receive(store: Store, source: Source, items: Sequence[Incoming]) -> Received:
    """Store what is new or changed; receiving the same items again changes nothing.

    Every version is kept. An adopted item whose source moved on becomes 源文已变更; nothing an editor decided
    is undone. Wakes "triage" when the queue has changed.
    """
    received = Received()
    for start in range(0, len(items), BATCH):
        received += await _receive_batch(store, source, items[start : start + BATCH])
    if received.item_ids:
        await store.wake("triage")
    return received


async def _receive_batch(store: Store, source: Source, batch: Sequence[Incoming]) -> Received:
    async def work(session: Session) -> Received:
        return _summary(source, await receive_batch(store, source, batch, session))

    return await despite_races(lambda: store.transaction(work))


async def receive_batch(store: Store, source: Source, batch: Sequence[Incoming], session: Session) -> list[Decision]:
    """At most BATCH items, in the caller's transaction; the caller wakes "triage" after its commit.

    Raises pymongo's BulkWriteError when another arrival stored one of them first: see `despite_races`.
    """
    known = await intake.by_key(source.id, [arrival.item_key for arrival in batch], session)
    decisions = decide({key: _known_version(item) for key, item in known.items()}, batch)
    await _store_new(store, source, with_verdict(decisions, Verdict.new), session)
    await _store_changed(store, known, with_verdict(decisions, Verdict.changed), session)
    await _note_readings(source, with_verdict(decisions, Verdict.same), session)
    return decisions


async def despite_races(attempt: Callable[[], Awaitable[T]]) -> T:
    """Two arrivals at one source may store the same version at once; the loser looks again and finds it the same."""
    for _ in range(_ATTEMPTS - 1):
        try:
            return await attempt()
        except BulkWriteError as error:
            if not _only_duplicates(error):
                raise
    return await attempt()


def _only_duplicates(error: BulkWriteError) -> bool:
    details: Mapping[str, Any] = error.details or {}
    return all(failure["code"] == _DUPLICATE_KEY for failure in details.get("writeErrors", []))


def _known_version(item: IntakeItem) -> KnownVersion:
    return KnownVersion(version_no=item.latest_version_no, sha256=item.sha256)


async def _store_new(store: Store, source: Source, decisions: Sequence[Decision], session: Session) -> None:
    raws = [raw_version(source.id, decision, store.now()) for decision in decisions]
    rows = [queue_row(source, raw, decision) for raw, decision in zip(raws, decisions, strict=True)]
    await intake.insert_new(raws, rows, session)


async def _store_changed(
    store: Store, known: dict[str, IntakeItem], decisions: Sequence[Decision], session: Session
) -> None:
    items = [known[decision.incoming.item_key] for decision in decisions]
    before = await intake.raws((item.latest_raw_id for item in items), session)
    raws, rows = [], {}
    for item, decision in zip(items, decisions, strict=True):
        differing = changed_fields(before[item.latest_raw_id].item, decision.incoming.item)
        raw = raw_version(item.source_id, decision, store.now(), differing)
        raws.append(raw)
        rows[item.id] = follows_from(raw, decision) | {"state": after_change(item.state)}
    await intake.insert_new(raws, [], session)
    await intake.change_items(rows, session)


async def _note_readings(source: Source, decisions: Sequence[Decision], session: Session) -> None:
    readings = {_item_id(source, decision): decision.incoming.reading for decision in decisions}
    await intake.record_readings({item: reading for item, reading in readings.items() if reading}, session)


def _summary(source: Source, decisions: Sequence[Decision]) -> Received:
    of = {verdict: with_verdict(decisions, verdict) for verdict in Verdict}
    return Received(
        new=len(of[Verdict.new]),
        changed=len(of[Verdict.changed]),
        same=len(of[Verdict.same]),
        item_ids=[_item_id(source, decision) for decision in of[Verdict.new] + of[Verdict.changed]],
    )


def _item_id(source: Source, decision: Decision) -> str:
    return intake.item_id(source.id, decision.incoming.item_key)
