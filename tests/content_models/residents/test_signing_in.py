"""A phone proves who somebody is: codes are few, short-lived and used once; what was collected comes along."""

from datetime import timedelta

import pytest

from content_models.kit.errors import NotFound
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.residents import repository as residents
from content_models.residents.actions.follow import FollowCommand, follow
from content_models.residents.actions.register_device import RegisterDevice, register_device
from content_models.residents.documents import FollowTarget, InboxEntry
from content_models.residents.identities import repository as identities
from content_models.residents.identities.errors import AlreadySignedIn, CodeExpired, CodeWrong, TooManyCodes
from content_models.residents.identities.rules import CODE_LASTS, MOST_ATTEMPTS
from content_models.residents.inbox import repository as inboxes
from content_models.residents.library import repository as library
from content_models.residents.library.actions.bookmark import BookmarkCommand, bookmark
from content_models.residents.library.actions.note_reading import NoteReading, note_reading
from content_models.residents.rules import inbox_entry_id
from content_models.residents.sessions import repository as sessions
from tests.content_models.residents.people import APP, NUMBER, SEALER, asking, newcomer, proof, send_code, use_code


def later(store: Store, wait: timedelta) -> None:
    at = store.now() + wait
    store.now = lambda: at


async def collect(store: Store, resident_id: str, *names: str) -> None:
    """Follows, bookmarks, a read mark and an inbox entry for each name."""
    who = {"actor": APP, "resident_id": resident_id}
    for name in names:
        await follow(store, FollowCommand(**who, idempotency_key=new_id(), target=FollowTarget.topic, target_id=name))
        await bookmark(store, BookmarkCommand(**who, idempotency_key=new_id(), release_id=name))
        await note_reading(store, NoteReading(**who, idempotency_key=new_id(), release_ids=[name]))
        entry = InboxEntry(
            id=inbox_entry_id(resident_id, name),
            resident_id=resident_id,
            release_id=name,
            campaign_id="c",
            title=name,
            at=store.now(),
        )
        await inboxes.deliver([entry])


async def test_the_first_proof_makes_the_anonymous_resident_a_person(store: Store) -> None:
    begun = await newcomer(store)
    await send_code(store)
    signed_in = await use_code(store, asking(begun.resident_id))
    assert (signed_in.resident_id, signed_in.merged) == (begun.resident_id, False)
    (identity,) = await identities.of_resident(begun.resident_id)
    assert identity.masked == "138****8000"
    assert SEALER.open(identity.sealed, "phone") == NUMBER
    assert NUMBER.encode() not in identity.sealed


async def test_a_second_phone_of_the_person_brings_along_what_it_collected(store: Store) -> None:
    person, other = await newcomer(store), await newcomer(store)
    await send_code(store)
    await use_code(store, asking(person.resident_id))
    await collect(store, person.resident_id, "housing", "health")
    await collect(store, other.resident_id, "health", "water")
    registration = RegisterDevice(actor=APP, idempotency_key=new_id(), token="0a" * 32, resident_id=other.resident_id)
    await register_device(store, registration)
    later(store, timedelta(minutes=2))
    await send_code(store)
    signed_in = await use_code(store, asking(other.resident_id))
    assert (signed_in.resident_id, signed_in.merged) == (person.resident_id, True)
    assert {found.target_id for found in await residents.follows_of(person.resident_id)} == {
        "housing",
        "health",
        "water",
    }
    bookmarks, marks = await library.all_of(person.resident_id)
    assert sorted(one.release_id for one in bookmarks) == sorted(one.release_id for one in marks)
    assert len(bookmarks) == len(await inboxes.every_entry(person.resident_id)) == 3
    assert [device.token for device in await residents.devices_of(person.resident_id)] == ["0a" * 32]
    assert len(await sessions.of_resident(person.resident_id)) == 4
    assert await residents.follows_of(other.resident_id) == await inboxes.every_entry(other.resident_id) == []
    with pytest.raises(NotFound):
        await residents.load(other.resident_id)


async def test_without_an_anonymous_past_a_known_phone_gives_its_resident(store: Store) -> None:
    await send_code(store)
    first = await use_code(store, asking(None))
    later(store, timedelta(minutes=2))
    await send_code(store)
    assert (await use_code(store, asking(None))).resident_id == first.resident_id


async def test_two_people_on_one_phone_keep_their_lists_apart(store: Store) -> None:
    mother, son = await newcomer(store), await newcomer(store)
    await send_code(store)
    await use_code(store, asking(mother.resident_id))
    await send_code(store, number="13900139000")
    await use_code(store, asking(son.resident_id, "13900139000"), number="13900139000")
    await collect(store, mother.resident_id, "housing")
    later(store, timedelta(minutes=2))
    await send_code(store, number="13900139000")
    switched = await use_code(store, asking(mother.resident_id, "13900139000"), number="13900139000")
    assert (switched.resident_id, switched.merged) == (son.resident_id, False)
    assert len(await residents.follows_of(mother.resident_id)) == 1


async def test_an_unknown_second_number_is_refused(store: Store) -> None:
    begun = await newcomer(store)
    await send_code(store)
    await use_code(store, asking(begun.resident_id))
    await send_code(store, number="13900139000")
    with pytest.raises(AlreadySignedIn):
        await use_code(store, asking(begun.resident_id, "13900139000"), number="13900139000")


async def test_a_code_is_used_once_and_a_retry_is_the_first_answer(store: Store) -> None:
    await send_code(store)
    command = asking(None)
    first = await use_code(store, command)
    assert await use_code(store, command) == first
    with pytest.raises(CodeExpired):
        await use_code(store, asking(None))


async def test_guessing_ends_the_code(store: Store) -> None:
    await send_code(store)
    for left in range(MOST_ATTEMPTS - 1, -1, -1):
        with pytest.raises(CodeWrong) as refused:
            await use_code(store, asking(None), code="000000")
        assert refused.value.details == {"attempts_left": left}
    with pytest.raises(CodeExpired):
        await use_code(store, asking(None))


async def test_a_code_expires_and_a_code_of_another_phone_is_none(store: Store) -> None:
    await send_code(store)
    with pytest.raises(CodeExpired):
        await use_code(store, asking(None, "13900139000"), number="13900139000")
    later(store, CODE_LASTS)
    with pytest.raises(CodeExpired):
        await use_code(store, asking(None))


async def test_codes_are_few(store: Store) -> None:
    await send_code(store)
    with pytest.raises(TooManyCodes) as refused:
        await send_code(store)
    assert 0 < refused.value.details["retry_after"] <= 61
    for _ in range(9):
        later(store, timedelta(minutes=2))
        await send_code(store)
    later(store, timedelta(minutes=2))
    with pytest.raises(TooManyCodes) as refused:
        await send_code(store)
    assert refused.value.details["retry_after"] > 3600
    later(store, timedelta(hours=25))
    await send_code(store)


async def test_nothing_stored_holds_the_number(store: Store) -> None:
    begun = await newcomer(store)
    await send_code(store)
    await use_code(store, asking(begun.resident_id))
    for name in await store.database.list_collection_names():
        async for row in store.database[name].find():
            assert NUMBER not in str(row), name
            assert "123456" not in str(row), name


def test_a_proof_shows_only_the_ends_of_a_number() -> None:
    assert proof("13912345678").masked == "139****5678"
