"""The roster says what residents, devices and follows say, whatever happened in whatever order."""

import asyncio
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.residents import repository as residents
from content_models.residents.actions.follow import FollowCommand, Unfollow, follow, unfollow
from content_models.residents.actions.forget import Forget, forget
from content_models.residents.actions.register_device import RegisterDevice, register_device
from content_models.residents.actions.set_preferences import SetPreferences, set_preferences
from content_models.residents.documents import FollowTarget, Platform, Preferences
from content_models.residents.repository import Retirement
from content_models.residents.roster import repository as roster
from content_models.residents.roster import rules
from content_models.residents.roster.actions import rebuild as building
from content_models.residents.roster.actions.fold import fold
from content_models.residents.roster.actions.rebuild import ensure, rebuild
from content_models.residents.roster.documents import RosterPage
from content_models.residents.roster.rules import Addressed, Row, devices_at, pages_of, rows_of, wanted
from tests.content_models.announcements.support import LEADER, resident, token_of

channels = st.lists(st.text("abc关注:.$", min_size=1, max_size=4), max_size=5, unique=True)


@st.composite
def many_rows(draw: st.DrawFn) -> list[Row]:
    names = sorted(draw(st.sets(st.text("0123456789abcdef", min_size=1, max_size=6), min_size=1, max_size=12)))
    return [
        Row(
            name,
            draw(st.sampled_from(["320100", "320200", rules.NOWHERE])),
            draw(channels),
            [Addressed(f"{name}-{n}", name, Platform.ios, "t" * n) for n in range(1, draw(st.integers(1, 4)))],
        )
        for name in names
    ]


@given(many_rows(), channels, st.sampled_from([None, "", "32", "3202"]), st.text("0123456789abcdef", max_size=3))
def test_a_page_answers_as_its_rows_would(rows: list[Row], told: list[str], region: str | None, after: str) -> None:
    (page,) = pages_of("g", "", 1, rows)
    again = rows_of(page)
    assert [(one.resident_id, one.district, set(one.channels), one.devices) for one in again] == [
        (one.resident_id, one.district, set(one.channels), one.devices) for one in rows
    ]
    expected = [
        one
        for one in rows
        if one.resident_id > after
        and (set(one.channels) & set(told) or (region is not None and one.district.startswith(region)))
    ]
    places = wanted(page, told, region, after)
    assert [page.resident_ids[place] for place in places] == [one.resident_id for one in expected]
    assert list(devices_at(page, places)) == [one.devices for one in expected]


def test_a_page_that_has_grown_too_large_is_parted_by_residents_and_by_bytes(monkeypatch) -> None:
    monkeypatch.setattr(rules, "PAGE_RESIDENTS", 10)
    few = pages_of("g", "from here", 3, [Row(f"{n:03}") for n in range(11)])
    assert [(page.first, len(page.resident_ids)) for page in few] == [("from here", 5), ("005", 5), ("010", 1)]
    monkeypatch.setattr(rules, "PAGE_BYTES", 1000)
    heavy = [Row(f"{n}", devices=[Addressed("d", f"{n}", Platform.web, "x" * 400)]) for n in range(4)]
    assert [len(page.resident_ids) for page in pages_of("g", "", 1, heavy)] == [1, 1, 1, 1]


async def test_every_change_reaches_the_roster(store: Store, monkeypatch) -> None:
    """Verbs at random, folded at random; in the end it is what building it anew makes."""
    monkeypatch.setattr(rules, "PAGE_RESIDENTS", 4)
    chance = random.Random()
    people = [await resident(store, f"resident {n}", "housing") for n in range(6)]
    assert await ensure(store)
    for _ in range(40):
        await _something(store, people, chance)
        if chance.random() < 0.3:
            await fold(store)
    await fold(store)
    assert await roster.pending("") == []
    folded = await _contents()
    assert len((await roster.state()).firsts) > 1
    await rebuild(store)
    assert await _contents() == folded


async def _something(store: Store, people: list[str], chance: random.Random) -> None:
    one, key = chance.choice(people), {"actor": LEADER, "idempotency_key": new_id()}
    target = {"resident_id": one, "target": FollowTarget.topic, "target_id": chance.choice(["a", "b", "c"])}
    token = token_of("anybody", chance.randrange(8))
    match chance.randrange(7):
        case 0 | 1:
            await follow(store, FollowCommand(**key, **target))
        case 2:
            await unfollow(store, Unfollow(**key, **target))
        case 3:
            await register_device(store, RegisterDevice(**key, token=token, resident_id=one))
        case 4:
            made = await register_device(store, RegisterDevice(**key, token=token))
            people.append(made.resident_id)
        case 5:
            dead = [device.id for device in await residents.devices_of(one)][:1]
            await residents.retire([Retirement(device, store.now(), "Unregistered") for device in dead])
        case 6:
            version = (await residents.load(one)).version
            chosen = Preferences(district_id=chance.choice(["320100", None]))
            await set_preferences(
                store, SetPreferences(**key, resident_id=one, expected_version=version, preferences=chosen)
            )


async def _contents() -> list[tuple[str, str, frozenset[str], tuple[Addressed, ...]]]:
    state = await roster.state()
    pages = [await roster.page(state.generation, first) for first in state.firsts]
    rows = [row for page in pages for row in rows_of(page)]
    return [(one.resident_id, one.district, frozenset(one.channels), tuple(one.devices)) for one in rows]


async def test_who_is_forgotten_is_gone_from_the_roster(store: Store) -> None:
    leaving = await resident(store, "leaving", "housing")
    await resident(store, "staying", "housing")
    await ensure(store)
    await forget(store, Forget(actor=LEADER, idempotency_key=new_id(), resident_id=leaving))
    await fold(store)
    assert leaving not in [row[0] for row in await _contents()]


async def test_many_fold_at_once_and_nothing_is_lost(store: Store, monkeypatch) -> None:
    monkeypatch.setattr(rules, "PAGE_RESIDENTS", 4)
    await ensure(store)
    people = [await resident(store, f"resident {n}", "housing") for n in range(12)]
    await asyncio.gather(*(fold(store) for _ in range(4)))
    assert [row[0] for row in await _contents()] == sorted(people)
    assert await roster.pending("") == []


async def test_a_change_made_while_it_is_built_anew_is_not_lost(store: Store, monkeypatch) -> None:
    one = await resident(store, "resident", "housing")
    await ensure(store)
    whole = building._stretches

    async def then_somebody_follows():
        async for rows in whole():
            yield rows
            command = FollowCommand(
                actor=LEADER,
                idempotency_key=new_id(),
                resident_id=one,
                target=FollowTarget.topic,
                target_id="traffic",
            )
            await follow(store, command)
            await fold(store)  # into the pages in use; the new ones have been read already
            assert await rebuild(store) is None, "one builds at a time"

    monkeypatch.setattr(building, "_stretches", then_somebody_follows)
    assert (await rebuild(store)).residents == 1
    await fold(store)
    ((_, _, followed, _),) = await _contents()
    assert followed == {"topic:housing", "topic:traffic"}
    assert await RosterPage.count() == 1


async def test_a_builder_that_died_is_followed_by_another(store: Store) -> None:
    await resident(store, "resident", "housing")
    await roster.claim_building(None, "died", store.now())
    assert await ensure(store)
    assert len(await _contents()) == 1


@pytest.mark.parametrize("target_id", ["a\nb", "\n", "$x.y"])
async def test_ids_that_an_app_made_up_break_nothing(store: Store, target_id: str) -> None:
    one = await resident(store, "resident", "housing")
    command = FollowCommand(
        actor=LEADER, idempotency_key=new_id(), resident_id=one, target=FollowTarget.topic, target_id=target_id
    )
    await follow(store, command)
    await ensure(store)
    ((_, _, followed, _),) = await _contents()
    assert "topic:housing" in followed
