"""The change log: in order, complete while many write, and honest about what it has forgotten."""

import asyncio
from datetime import timedelta

from content_models.kit.store import Store
from content_models.timeline import repository as timeline
from content_models.timeline.actions.forget_gone import KEPT, forget_gone
from content_models.timeline.actions.project import project_many
from content_models.timeline.actions.rebuild import rebuild
from content_models.timeline.documents import Gone, TimelineEntry
from content_models.timeline.timeline import Timeline
from tests.content_models.timeline.test_clusters import entry
from tests.mobile_api.city import City


async def read_all(store: Store, epoch: int = 0, page: int = 3) -> list[tuple[int, str]]:
    """As a process that starts now would tell it."""
    feed = Timeline()
    await feed.refresh(store)
    seen: list[tuple[int, str]] = []
    place = (epoch, "")
    while rows := feed.log.after(*place, page):
        place = rows[-1]
        seen += rows
    return seen


async def test_pages_of_the_log_are_the_log(store: Store) -> None:
    await timeline.upsert(store, [entry(number, cluster=None) for number in range(5)])
    await timeline.upsert(store, [entry(7, cluster=None)])
    whole = [(1, f"r{number}") for number in range(5)] + [(2, "r7")]
    for page in (1, 2, 3, 100):
        assert await read_all(store, page=page) == whole
    assert await read_all(store, 1) == [(2, "r7")]


async def test_no_commit_is_skipped_while_writers_race(store: Store) -> None:
    """A reader that goes on from where it was, again and again, ends up with what a late one reads in one go."""
    writers = [
        asyncio.create_task(timeline.upsert(store, [entry(number * 10 + step, cluster=None) for step in range(3)]))
        for number in range(8)
    ]
    feed = Timeline()
    place, seen = (0, ""), set[str]()
    while True:
        done = all(writer.done() for writer in writers)
        await feed.refresh(store)
        for row in feed.log.after(*place, 4):
            assert row > place
            place = row
            seen.add(row[1])
        if done and not feed.log.after(*place, 1):
            break
    assert seen == {f"r{number * 10 + step}" for number in range(8) for step in range(3)}
    assert (await timeline.counter()).value == 8


async def test_what_went_long_ago_is_forgotten_and_the_floor_says_so(store: Store) -> None:
    await timeline.upsert(store, [entry(1, cluster=None), entry(2, cluster=None)])
    await timeline.upsert(store, [entry(1, cluster=None, visible=False, version=2)])
    assert await forget_gone(store) == 0
    now = store.now
    store.now = lambda: now() + KEPT + timedelta(days=1)
    assert await forget_gone(store) == 1
    assert (await timeline.counter()).floor == 2
    assert await read_all(store) == [(1, "r2")]


async def test_a_release_the_store_no_longer_has_is_told_to_be_removed(store: Store) -> None:
    city = City(store)
    release = await city.release("误建")
    await city.project()
    feed = Timeline()
    await feed.refresh(store)
    await city.remove(release)
    assert (await rebuild(store)).changed == 1
    await feed.refresh(store)
    assert len(feed) == 0
    assert (await timeline.load_many([release]))[release].gone is Gone.removed


async def test_a_rebuild_from_nothing_reports_progress_and_ends_offline_copies(store: Store) -> None:
    city = City(store)
    await city.release("一条")
    await city.project()
    await TimelineEntry.delete_all()
    seen: list[tuple[int, int]] = []
    await rebuild(store, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 1)]
    counter = await timeline.counter()
    assert (counter.floor, counter.value) == (1, 2)


async def test_a_late_process_knows_when_things_arrived(store: Store) -> None:
    city = City(store)
    release = await city.release("一条")
    await city.project()
    epoch = (await timeline.counter()).value
    await city.correct(release)
    await project_many(store, [release])
    late = Timeline()
    await late.refresh(store)
    assert late.epoch > epoch
    assert not late.has_newer([], epoch)
    assert late.has_changed([], epoch)


async def test_an_old_process_and_a_late_one_tell_the_same_log(store: Store) -> None:
    old = Timeline()
    for number in range(6):
        await timeline.upsert(store, [entry(number % 3, cluster=None, version=number + 1)])
        await old.refresh(store)
    assert old.log.after(0, "", 10) == await read_all(store) == [(4, "r0"), (5, "r1"), (6, "r2")]
