"""The feed's read model against a real engine: projected late, twice and out of order, it ends up right."""

import asyncio
from datetime import UTC, datetime, timedelta

from content_models.kit.outbox import OutboxRow
from content_models.kit.store import Store
from content_models.releases.documents import Release, ReleaseKind, ReleaseState
from content_models.timeline import repository as timeline
from content_models.timeline.actions.project import project, project_many
from content_models.timeline.actions.rebuild import rebuild
from content_models.timeline.documents import TimelineEntry
from content_models.timeline.effects import project_timeline
from content_models.timeline.rules import Position, entry_of
from content_models.timeline.timeline import Timeline

START = datetime(2026, 3, 1, 8, tzinfo=UTC)


async def public(number: int, *channels: str) -> Release:
    """A release that went public `number` minutes after START."""
    release = Release(
        id=f"r{number:03}",
        kind=ReleaseKind.notice,
        state=ReleaseState.published,
        slug=f"slug{number:03}",
        publisher_id="organ-1",
        current_revision_id=f"v{number}",
        live_revision_id=f"v{number}",
        channels=["all", *channels],
        published_at=START + timedelta(minutes=number),
        created_at=START,
        updated_at=START,
    )
    await release.insert()
    return release


async def withdrawn(release: Release) -> None:
    release.state = ReleaseState.withdrawn
    release.version += 1
    await release.replace()


def ids(timeline: Timeline, *channels: str) -> list[str]:
    return [position.release_id for position in timeline.page(channels, 100).positions]


async def test_newest_first_and_by_channel(store: Store) -> None:
    await project_many(store, [(await public(n, "topic:a" if n % 2 else "topic:b")).id for n in range(6)])
    feed = Timeline()
    assert await feed.refresh(store)
    assert ids(feed) == ["r005", "r004", "r003", "r002", "r001", "r000"]
    assert ids(feed, "topic:a") == ["r005", "r003", "r001"]
    assert ids(feed, "topic:a", "topic:b", "topic:a") == ids(feed)
    assert ids(feed, "topic:nobody") == []


async def test_withdrawn_release_leaves_every_channel(store: Store) -> None:
    kept, taken = await public(1, "topic:a"), await public(2, "topic:a")
    await project_many(store, [kept.id, taken.id])
    feed = Timeline()
    await feed.refresh(store)
    await withdrawn(taken)
    row = OutboxRow(
        topic="release.withdrawn", subject_id=taken.id, subject_version=2, created_at=START, not_before=START
    )
    await project_timeline(store, row)
    await feed.refresh(store)
    assert ids(feed) == ids(feed, "topic:a") == [kept.id]


async def test_an_older_projection_is_ignored_and_counted(store: Store) -> None:
    release = await public(1)
    outdated = entry_of(release)
    assert outdated is not None
    await withdrawn(release)
    assert await project(store, release.id)
    assert await timeline.upsert(store, [outdated]) == 0
    stored = await TimelineEntry.get(release.id)
    assert stored is not None
    assert not stored.visible
    assert (await timeline.counter()).outdated_writes == 1


async def test_the_same_fact_twice_moves_no_epoch(store: Store) -> None:
    release = await public(1)
    assert await project(store, release.id)
    epoch = (await timeline.counter()).value
    assert not await project(store, release.id)
    assert (await timeline.counter()).value == epoch


async def test_projections_at_once_are_all_seen(store: Store) -> None:
    releases = [await public(n) for n in range(12)]
    feed = Timeline()
    work = asyncio.gather(*(project(store, release.id) for release in releases))
    while not work.done():
        await feed.refresh(store)
    await work
    await feed.refresh(store)
    assert len(feed) == 12
    assert feed.epoch == 12


async def test_pages_neither_repeat_nor_skip_while_items_arrive(store: Store) -> None:
    await project_many(store, [(await public(n)).id for n in range(9)])
    feed = Timeline()
    await feed.refresh(store)
    first = feed.page([], 4)
    await project_many(store, [(await public(n)).id for n in (50, 51)])
    await feed.refresh(store)
    second = feed.page([], 4, first.positions[-1])
    third = feed.page([], 4, second.positions[-1])
    shown = [position.release_id for page in (first, second, third) for position in page.positions]
    assert shown == [f"r{n:03}" for n in reversed(range(9))]
    assert [page.has_next for page in (first, second, third)] == [True, True, False]
    assert feed.has_newer([], first.epoch)
    assert not feed.has_newer([], third.epoch)
    assert not feed.has_newer(["topic:quiet"], first.epoch)


async def test_a_correction_is_not_news(store: Store) -> None:
    release = await public(1)
    await project(store, release.id)
    feed = Timeline()
    await feed.refresh(store)
    release.channels.append("topic:late")
    release.version += 1
    await release.replace()
    seen = feed.epoch
    await project(store, release.id)
    await feed.refresh(store)
    assert ids(feed, "topic:late") == [release.id]
    assert not feed.has_newer([], seen)


async def test_rebuild_after_the_collection_is_gone_or_wrong(store: Store) -> None:
    kept, hidden = await public(1), await public(2)
    await project_many(store, [kept.id, hidden.id])
    feed = Timeline()
    await feed.refresh(store)
    await TimelineEntry.delete_all()
    await withdrawn(hidden)  # and nobody projected it
    await TimelineEntry(
        id=hidden.id, kind=hidden.kind, channels=["all"], published_ms=1, visible=True, release_version=1, epoch=1
    ).insert()
    rebuilt = await rebuild(store)
    assert (rebuilt.checked, rebuilt.changed) == (2, 2)
    await feed.refresh(store)
    fresh = Timeline()
    await fresh.refresh(store)
    assert ids(feed) == ids(fresh) == [kept.id]
    assert (await rebuild(store)).changed == 0


async def test_many_at_once_stand_in_the_same_order_as_one_by_one(store: Store) -> None:
    """A process that starts late sorts what one that was there inserted."""
    shuffled = [await public(n * 37 % 211, "topic:a" if n % 3 else "topic:b") for n in range(211)]
    old = Timeline()
    for start in range(0, 211, 50):
        await project_many(store, [release.id for release in shuffled[start : start + 50]])
        await old.refresh(store)
    late = Timeline()
    await late.refresh(store)
    for channel in ("all", "topic:a", "topic:b"):
        assert late.page([channel], 500).positions == old.page([channel], 500).positions
    assert [position.release_id for position in late.page([], 500).positions] == [
        f"r{n:03}" for n in range(210, -1, -1)
    ]


async def test_equal_milliseconds_keep_one_order(store: Store) -> None:
    await project_many(store, [(await public(n)).id for n in (1, 2)])
    feed = Timeline()
    await feed.refresh(store)
    newest = feed.page([], 1).positions[0]
    twin = Position(newest.published_ms, "r0015")
    assert [position.release_id for position in feed.page([], 5, twin).positions] == ["r001"]
