"""Alarms in the store: one open of a kind, history kept, the source says which are open."""

import asyncio
from datetime import timedelta

from content_models.kit.store import Store
from content_models.sources import repository as sources
from content_models.sources.actions.settle_alarms import settle_alarms
from content_models.sources.actions.watch_senders import watch_senders
from content_models.sources.alarms import Finding
from content_models.sources.arrivals.repository import note
from content_models.sources.documents import (
    AlarmKind,
    AlarmLevel,
    Duties,
    FetchOutcome,
    FetchRecord,
    Health,
    Source,
    SourceFamily,
)

AMBER, RED = Finding(AlarmLevel.amber, "11 天"), Finding(AlarmLevel.red, "15 天")


async def a_source(name: str = "a") -> Source:
    source = Source(name="示例", organ_id="o", family=SourceFamily.feed, url=f"https://{name}.example/feed")
    await sources.add(source)
    return source


async def test_an_alarm_rises_closes_and_rises_anew_with_its_history(store: Store) -> None:
    source = await a_source()
    opened = store.now()
    store.now = lambda: opened
    await settle_alarms(store, source, {AlarmKind.silent: AMBER, AlarmKind.failing: None})
    store.now = lambda: opened + timedelta(days=4)
    await settle_alarms(store, await sources.load(source.id), {AlarmKind.silent: RED})
    [alarm] = await sources.open_alarms()
    assert (alarm.level, alarm.evidence, alarm.opened_at) == (AlarmLevel.red, "15 天", opened)
    assert (await sources.load(source.id)).alarms == [AlarmKind.silent]

    store.now = lambda: opened + timedelta(days=5)
    assert await settle_alarms(store, await sources.load(source.id), {AlarmKind.silent: None}) == []
    assert await sources.open_alarms() == []
    assert (await sources.load(source.id)).alarms == []

    store.now = lambda: opened + timedelta(days=30)
    await settle_alarms(store, await sources.load(source.id), {AlarmKind.silent: AMBER})
    now_open, past = await sources.alarm_history(source.id)
    assert (now_open.closed_at, past.closed_at) == (None, opened + timedelta(days=5))
    assert (past.opened_at, past.level) == (opened, AlarmLevel.red)


async def test_sources_settled_side_by_side_each_get_their_own(store: Store) -> None:
    silent, failing = await a_source("silent"), await a_source("failing")
    await settle_alarms(store, silent, {AlarmKind.silent: AMBER})
    await settle_alarms(store, failing, {AlarmKind.failing: RED})
    settled = await asyncio.gather(
        settle_alarms(store, silent, {AlarmKind.silent: AMBER}),
        settle_alarms(store, failing, {AlarmKind.failing: None}),
        settle_alarms(store, silent, {AlarmKind.silent: AMBER}),
    )
    assert settled == [[AlarmKind.silent], [], [AlarmKind.silent]]
    assert [alarm.source_id for alarm in await sources.open_alarms()] == [silent.id]


async def test_a_kind_that_nothing_is_said_of_stays(store: Store) -> None:
    source = await a_source()
    await settle_alarms(store, source, {AlarmKind.new_shape: AMBER})
    await settle_alarms(store, await sources.load(source.id), {AlarmKind.failing: AMBER})
    assert {alarm.kind for alarm in await sources.open_alarms()} == {AlarmKind.new_shape, AlarmKind.failing}


async def test_two_polls_that_find_the_same_open_one_alarm(store: Store) -> None:
    source = await a_source()
    mine, theirs = await sources.load(source.id), await sources.load(source.id)
    await settle_alarms(store, mine, {AlarmKind.silent: AMBER})
    await settle_alarms(store, theirs, {AlarmKind.silent: AMBER})
    assert len(await sources.alarm_history(source.id)) == 1


async def test_a_department_that_has_stopped_sending_is_noticed_and_one_that_resumed_too(store: Store) -> None:
    now = store.now()
    for name, family, days in (
        ("quiet", SourceFamily.push_in, 9),
        ("busy", SourceFamily.push_in, 1),
        ("polled", SourceFamily.feed, 9),
    ):
        source = Source(name=name, organ_id="o", family=family, url=f"https://{name}.example/", duties=Duties(days=7))
        source.health = Health(last_news_at=now - timedelta(days=days))
        await sources.add(source)
    await watch_senders(store)
    [alarm] = await sources.open_alarms()
    quiet = await sources.load(alarm.source_id)
    assert (quiet.name, quiet.alarms) == ("quiet", [AlarmKind.silent])
    await note(FetchRecord(source_id=quiet.id, at=now, outcome=FetchOutcome.news), now)
    await watch_senders(store)
    assert await sources.open_alarms() == []


async def test_records_of_polls_are_forgotten_by_age_only(store: Store) -> None:
    now = store.now()
    for days in (1, 89, 91, 400):
        await FetchRecord(source_id="s", at=now - timedelta(days=days), outcome=FetchOutcome.not_modified).insert()
    assert await sources.forget_fetches(now - timedelta(days=90)) == 2
    assert len(await sources.history("s")) == 2


async def test_earlier_lists_are_those_with_rows_newest_first(store: Store) -> None:
    now = store.now()
    for hours, rows in ((3, 5), (2, 0), (1, 7)):
        at = now - timedelta(hours=hours)
        await FetchRecord(source_id="s", at=at, outcome=FetchOutcome.nothing_new, rows=rows).insert()
    poll = FetchRecord(source_id="s", at=now, outcome=FetchOutcome.nothing_new, rows=9)
    await poll.insert()
    assert [record.rows for record in await sources.lists_before(poll)] == [7, 5]
