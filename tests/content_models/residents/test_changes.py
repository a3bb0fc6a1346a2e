"""Residents' changes as they are counted and followed: none is missed, however many happen at once."""

import asyncio
from datetime import timedelta

import pytest

from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.residents import repository as residents
from content_models.residents.changes import repository as changes
from content_models.residents.changes.documents import EndedIdentity
from content_models.residents.changes.followed import ResidentChanges
from content_models.residents.changes.rules import ENDED_FOR, PARTS, part_of
from content_models.residents.documents import Resident
from content_models.residents.sessions.errors import ViewerSessionEnded


async def end(store: Store, identity: str) -> None:
    await store.transaction(lambda session: changes.end(identity, store.now(), session))


def refused(known: ResidentChanges, identity: str) -> bool:
    try:
        known.require_good(identity)
    except ViewerSessionEnded:
        return True
    return False


def same_part(number: int) -> list[str]:
    wanted, found = part_of("somebody"), list[str]()
    while len(found) < number:
        if part_of(one := new_id()) == wanted:
            found.append(one)
    return found


async def test_all_who_are_ended_at_once_are_known_though_their_part_is_one(store: Store) -> None:
    """Looking meanwhile, as other processes do."""
    known = ResidentChanges()
    people = same_part(8)
    ending = asyncio.gather(*(end(store, one) for one in people))
    while not ending.done():
        await known.look(store)
    await ending
    await known.look(store)
    assert [one for one in people if not refused(known, one)] == []
    assert (await changes.counts())[part_of("somebody")] == len(people)


async def test_seeding_makes_every_part_once_and_changes_none(store: Store) -> None:
    await end(store, "somebody")
    await asyncio.gather(changes.seed(), changes.seed())
    counts = await changes.counts()
    assert len(counts) == PARTS
    assert {part for part, count in counts.items() if count} == {part_of("somebody")}


async def test_a_look_tells_which_parts_changed_and_only_those(store: Store) -> None:
    known, told = ResidentChanges(), list[str]()
    known.listen(told.append)
    await known.look(store)
    assert told == []
    resident = Resident(created_at=store.now())
    await residents.insert(resident)
    await store.transaction(lambda session: residents.save(resident, session))
    await known.look(store)
    await known.look(store)
    assert told == [part_of(resident.id)]
    assert not refused(known, resident.id)


async def test_an_abandoned_change_counts_nothing(store: Store) -> None:
    async def fail(session: object) -> None:
        await changes.end("somebody", store.now(), session)  # type: ignore[arg-type]
        raise InterruptedError

    with pytest.raises(InterruptedError):
        await store.transaction(fail)
    known = ResidentChanges()
    await known.look(store)
    assert not refused(known, "somebody")
    assert await changes.counts() == {}


async def test_an_ending_is_kept_for_longer_than_a_token_lasts_and_ends_itself(store: Store) -> None:
    await end(store, "somebody")
    (row,) = await EndedIdentity.find_all().to_list()
    assert row.expires_at - store.now() > ENDED_FOR - timedelta(minutes=1)
    known = ResidentChanges()
    known.ended_here("long-ago", store.now() - 2 * ENDED_FOR)
    await known.look(store)
    assert not refused(known, "long-ago")
    assert refused(known, "somebody")


def test_nothing_is_current_before_the_first_look_nor_long_after_the_last() -> None:
    assert not ResidentChanges().is_current


async def test_what_is_known_is_current_only_for_a_while(store: Store) -> None:
    at_once, for_long = ResidentChanges(current=0), ResidentChanges(current=600)
    for known in (at_once, for_long):
        await known.look(store)
    assert (at_once.is_current, for_long.is_current) == (False, True)


def test_parts_are_even_enough() -> None:
    counts = dict.fromkeys(range(PARTS), 0)
    for _ in range(100 * PARTS):
        counts[int(part_of(new_id()), 16)] += 1
    assert min(counts.values()) > 30
    assert max(counts.values()) < 200
