"""`receive`: the one door into the intake, for polls, push-ins and uploads alike."""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel

from content_models.intake import repository as intake
from content_models.intake.clusters import repository as clusters
from content_models.intake.documents import IntakeItem
from content_models.intake.newcomers import despite_races, store_new
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
from content_models.intake.versions import bands, characters_of, follows_from, new_rows, raw_version
from content_models.kit.off_loop import off_loop
from content_models.kit.store import Session, Store
from content_models.sources.documents import Source

BATCH = 100  # items a transaction: a long list stays far below the engines' transaction limits


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


async def receive(
    store: Store, source: Source, items: Sequence[Incoming], known: Mapping[str, IntakeItem] | None = None
) -> Received:
    """Store what is new or changed; receiving the same items again changes nothing.

    `known` are the stored items by key as the caller has just read them, to spare reading them again.

    Every version is kept. An adopted item whose source moved on becomes 源文已变更; nothing an editor decided
    is undone. Wakes "triage" when the queue has changed.
    """
    received = Received()
    for start in range(0, len(items), BATCH):
        received += await _receive_batch(store, source, items[start : start + BATCH], known)
    if received.item_ids:
        await store.wake("triage")
    return received


async def _receive_batch(
    store: Store, source: Source, batch: Sequence[Incoming], known: Mapping[str, IntakeItem] | None
) -> Received:
    """Nearly always all is new or the same, and what was known when the source was asked is still so: the index tells
    when it is not, and then the rows are read in the transaction that changes them."""
    if known is None:
        known = await intake.by_key(source.id, [arrival.item_key for arrival in batch])
    decisions = await off_loop(sum(len(one.item.body_html) for one in batch), decide, _versions(known), batch)
    if not with_verdict(decisions, Verdict.changed):
        new = with_verdict(decisions, Verdict.new)
        if not new or await store_new(store, source, new):
            await _note_readings(source, with_verdict(decisions, Verdict.same))
            return _summary(source, decisions)

    async def work(session: Session) -> Received:
        return _summary(source, await receive_batch(store, source, batch, session))

    return await despite_races(lambda: store.transaction(work))


async def receive_batch(store: Store, source: Source, batch: Sequence[Incoming], session: Session) -> list[Decision]:
    """At most BATCH items, in the caller's transaction; the caller wakes "triage" after its commit.

    Raises pymongo's BulkWriteError when another arrival stored one of them first: see `despite_races`.
    """
    known = await intake.by_key(source.id, [arrival.item_key for arrival in batch], session)
    decisions = decide(_versions(known), batch)
    await _store_new(store, source, with_verdict(decisions, Verdict.new), session)
    await _store_changed(store, known, with_verdict(decisions, Verdict.changed), session)
    await _note_readings(source, with_verdict(decisions, Verdict.same), session)
    return decisions


def _versions(known: Mapping[str, IntakeItem]) -> dict[str, KnownVersion]:
    return {key: KnownVersion(version_no=one.latest_version_no, sha256=one.sha256) for key, one in known.items()}


async def _store_new(store: Store, source: Source, decisions: Sequence[Decision], session: Session) -> None:
    raws, items = await off_loop(characters_of(decisions), new_rows, source, decisions, store.now())
    await intake.insert_new(raws, items, session)


async def _store_changed(
    store: Store, known: dict[str, IntakeItem], decisions: Sequence[Decision], session: Session
) -> None:
    items = [known[decision.incoming.item_key] for decision in decisions]
    before = await intake.raws((item.latest_raw_id for item in items), session)
    raws = []
    for item, decision in zip(items, decisions, strict=True):
        differing = changed_fields(before[item.latest_raw_id].item, decision.incoming.item)
        raws.append(raw_version(item.source_id, decision, store.now(), differing))
    found_by = await off_loop(characters_of(decisions), bands, decisions)
    rows = {
        item.id: follows_from(raw, decision, found) | {"state": after_change(item.state)}
        for item, raw, decision, found in zip(items, raws, decisions, found_by, strict=True)
    }
    await intake.insert_new(raws, [], session)
    await intake.change_items(rows, session)
    await clusters.note_ungrouped(rows, store.now(), session)


async def _note_readings(source: Source, decisions: Sequence[Decision], session: Session | None = None) -> None:
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
