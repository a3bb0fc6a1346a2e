"""`note_presence` 源站删除与恢复: which known items are still there at their source. Nothing is ever removed here."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from content_models.intake import repository as intake
from content_models.intake.documents import IntakeItem, Reading
from content_models.intake.rules import GONE_AFTER, after_coming_back, after_going, gone_reading
from content_models.kit.store import Session, Store

YOUNG = timedelta(days=180)  # older pages vanish when sites tidy up their archives, which withdraws nothing


async def note_presence(store: Store, *, gone: Iterable[str], back: Iterable[str] = ()) -> int:
    """After a poll: flag items whose page was gone in the second poll in a row, unflag those whose page is back.

    `gone` and `back` are item ids. An adopted item that goes becomes 源文已变更 and so enters the queue again; one
    that comes back unchanged leaves the queue by itself. Returns how many items were newly flagged. Wakes "triage"
    when the queue has changed.
    """
    missing, there = set(gone), set(back)
    if not missing and not there:
        return 0

    async def work(session: Session) -> tuple[int, int]:
        items = await intake.load_many(missing | there, session)
        readings = {key: gone_reading(items[key].reading or _UNREAD, store.now()) for key in missing & items.keys()}
        flagged = _flagged(store, items, readings)
        unflagged = {key: _returned(items[key]) for key in there & items.keys() if items[key].gone_at_source}
        await intake.record_readings(readings, session)
        await intake.change_items(flagged | unflagged, session)
        return len(flagged), len(unflagged)

    newly_gone, returned = await store.transaction(work)
    if newly_gone or returned:
        await store.wake("triage")
    return newly_gone


_UNREAD = Reading(row_sha256="")


def _flagged(
    store: Store, items: Mapping[str, IntakeItem], readings: Mapping[str, Reading]
) -> dict[str, dict[str, Any]]:
    """Changes of the items that are certainly gone, young, and not flagged yet."""
    oldest = store.now() - YOUNG
    certain = (items[key] for key, reading in readings.items() if reading.gone_sightings >= GONE_AFTER)
    return {
        item.id: {"gone_at_source": True, "state": after_going(item.state), "updated_at": store.now()}
        for item in certain
        if not item.gone_at_source and item.first_seen_at > oldest
    }


def _returned(item: IntakeItem) -> dict[str, Any]:
    return {"gone_at_source": False, "state": after_coming_back(item)}
