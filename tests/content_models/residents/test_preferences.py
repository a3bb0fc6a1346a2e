"""What residents decide about themselves: preferences, consents, leaving; and what is known of them."""

import json
from datetime import timedelta

import pytest

from content_models.kit.errors import NotFound, VersionConflict
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.residents import repository as residents
from content_models.residents.actions.forget import Forget, forget
from content_models.residents.actions.set_consent import SetConsent, set_consent
from content_models.residents.actions.set_preferences import SetPreferences, set_preferences
from content_models.residents.documents import ConsentPurpose, NoticeFrequency, Preferences
from content_models.residents.export import export
from content_models.residents.library import repository as library
from content_models.residents.library.actions.bookmark import BookmarkCommand, Unbookmark, bookmark, unbookmark
from content_models.residents.library.actions.note_reading import NoteReading, note_reading
from content_models.residents.library.rules import ReadingHistoryRefused
from tests.content_models.residents.people import APP, NUMBER, SEALER, asking, newcomer, send_code, use_code


def consent(resident_id: str, purpose: ConsentPurpose, granted: bool, version: int = 1) -> SetConsent:
    return SetConsent(
        actor=APP,
        idempotency_key=new_id(),
        resident_id=resident_id,
        expected_version=version,
        purpose=purpose,
        granted=granted,
        text_version="2026-11",
    )


def preferring(resident_id: str, version: int = 1, **preferences: object) -> SetPreferences:
    chosen = Preferences(**preferences)
    return SetPreferences(
        actor=APP, idempotency_key=new_id(), resident_id=resident_id, expected_version=version, preferences=chosen
    )


def reading(resident_id: str, *release_ids: str) -> NoteReading:
    return NoteReading(actor=APP, idempotency_key=new_id(), resident_id=resident_id, release_ids=list(release_ids))


async def test_two_devices_do_not_overwrite_each_other(store: Store) -> None:
    begun = await newcomer(store)
    changed = await set_preferences(store, preferring(begun.resident_id, elder_mode=True))
    assert (changed.version, changed.preferences.elder_mode) == (2, True)
    with pytest.raises(VersionConflict) as conflict:
        await set_preferences(store, preferring(begun.resident_id, frequency=NoticeFrequency.off))
    assert conflict.value.details == {"expected": 1, "actual": 2}
    assert (await residents.load(begun.resident_id)).preferences.elder_mode


async def test_saying_no_to_a_reading_history_erases_it_and_is_remembered(store: Store) -> None:
    begun = await newcomer(store)
    await note_reading(store, reading(begun.resident_id, "r1", "r2", "r1"))
    assert set(await library.read(begun.resident_id, ["r1", "r2", "r3"])) == {"r1", "r2"}
    await set_consent(store, consent(begun.resident_id, ConsentPurpose.reading_history, granted=False))
    assert await library.read(begun.resident_id, ["r1", "r2"]) == {}
    with pytest.raises(ReadingHistoryRefused):
        await note_reading(store, reading(begun.resident_id, "r1"))
    (record,) = await residents.consents_of(begun.resident_id)
    assert (record.consent.granted, record.consent.text_version) == (False, "2026-11")


async def test_the_first_reading_keeps_its_time(store: Store) -> None:
    begun = await newcomer(store)
    await note_reading(store, reading(begun.resident_id, "r1"))
    first = (await library.read(begun.resident_id, ["r1"]))["r1"]
    at = store.now() + timedelta(hours=1)
    store.now = lambda: at
    await note_reading(store, reading(begun.resident_id, "r1"))
    assert (await library.read(begun.resident_id, ["r1"]))["r1"] == first


async def test_bookmarks_are_kept_once_and_dropped(store: Store) -> None:
    begun = await newcomer(store)
    fields = {"actor": APP, "resident_id": begun.resident_id, "release_id": "r1"}
    for _ in range(2):
        await bookmark(store, BookmarkCommand(**fields, idempotency_key=new_id()))
    assert len(await library.bookmarks_page(begun.resident_id, 10)) == 1
    assert await library.bookmarked(begun.resident_id, ["r1", "r2"]) == {"r1"}
    await unbookmark(store, Unbookmark(**fields, idempotency_key=new_id()))
    assert await library.bookmarks_page(begun.resident_id, 10) == []


async def test_an_export_is_complete_and_leaving_leaves_nothing(store: Store) -> None:
    begun = await newcomer(store)
    await send_code(store)
    signed_in = await use_code(store, asking(begun.resident_id))
    await note_reading(store, reading(begun.resident_id, "r1"))
    await set_consent(store, consent(begun.resident_id, ConsentPurpose.personalisation, granted=True))
    known = await export(begun.resident_id, SEALER)
    assert known["identities"][0]["subject"] == NUMBER
    assert json.loads(json.dumps(known)) == known
    assert {name: len(rows) for name, rows in known.items() if isinstance(rows, list)} == {
        "identities": 1,
        "consents": 1,
        "devices": 0,
        "sessions": 2,
        "follows": 0,
        "bookmarks": 0,
        "reading": 1,
        "inbox": 0,
    }
    await forget(store, Forget(actor=APP, idempotency_key=new_id(), resident_id=signed_in.resident_id))
    with pytest.raises(NotFound):
        await export(begun.resident_id, SEALER)
    kept = {}
    for name in await store.database.list_collection_names():
        if rows := [row async for row in store.database[name].find({"resident_id": begun.resident_id})]:
            kept[name] = rows
    assert kept == {}
    at = store.now() + timedelta(minutes=2)
    store.now = lambda: at
    await send_code(store)
    assert (await use_code(store, asking(None))).resident_id != begun.resident_id
