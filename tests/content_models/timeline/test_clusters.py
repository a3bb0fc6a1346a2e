"""Copies of one notice make one card: the first published stands for all, in the channels of all."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from content_models.kit.store import Store
from content_models.releases.documents import ReleaseKind
from content_models.timeline import repository as timeline
from content_models.timeline.documents import Gone, TimelineEntry
from content_models.timeline.rules import as_one_card
from content_models.timeline.timeline import Timeline


def entry(number: int, *, visible: bool = True, version: int = 1, cluster: str | None = "c") -> TimelineEntry:
    own = ["all", f"organ:{number}"]
    return TimelineEntry(
        id=f"r{number}",
        kind=ReleaseKind.notice,
        channels=own,
        own_channels=own,
        published_ms=number,
        visible=visible,
        gone=None if visible else Gone.withdrawn,
        cluster_id=cluster,
        release_version=version,
        epoch=0,
    )


async def shown(store: Store, *channels: str) -> list[str]:
    feed = Timeline()
    await feed.refresh(store)
    return [position.release_id for position in feed.page(channels, 100).positions]


async def test_a_copy_moves_nothing_and_lends_its_channels(store: Store) -> None:
    await timeline.upsert(store, [entry(2)])
    assert await timeline.upsert(store, [entry(5)]) == 2
    assert await shown(store) == await shown(store, "organ:5") == ["r2"]
    stored = await timeline.load_many(["r2", "r5"])
    assert (stored["r5"].gone, stored["r5"].merged_into) == (Gone.merged, "r2")
    assert stored["r2"].arrived == 1, "lent channels are no news"
    assert await timeline.upsert(store, [entry(5), entry(2)]) == 0


async def test_the_next_one_stands_in_when_the_first_is_withdrawn(store: Store) -> None:
    await timeline.upsert(store, [entry(2), entry(5), entry(7)])
    await timeline.upsert(store, [entry(2, visible=False, version=2)])
    assert await shown(store) == ["r5"]
    assert await shown(store, "organ:2") == []
    assert (await timeline.load_many(["r7"]))["r7"].merged_into == "r5"


async def test_split_apart_they_are_two_cards_again(store: Store) -> None:
    await timeline.upsert(store, [entry(2), entry(5)])
    await timeline.upsert(store, [entry(2, cluster=None), entry(5, cluster=None)])
    assert await shown(store) == ["r5", "r2"]
    assert await shown(store, "organ:5") == ["r5"]


async def test_leaving_for_another_cluster_frees_those_left_behind(store: Store) -> None:
    await timeline.upsert(store, [entry(2), entry(5)])
    await timeline.upsert(store, [entry(2, cluster="other")])
    assert await shown(store) == ["r5", "r2"]


async def test_copies_projected_at_once_end_as_one_card(store: Store) -> None:
    await asyncio.gather(*(timeline.upsert(store, [entry(number)]) for number in (7, 5, 2, 9)))
    assert await shown(store) == ["r2"]
    assert await shown(store, "organ:9") == ["r2"]


@given(st.lists(st.tuples(st.integers(1, 9), st.booleans()), unique_by=lambda pair: pair[0], max_size=6))
def test_one_live_entry_stands_for_all_and_arranging_again_changes_nothing(members: list[tuple[int, bool]]) -> None:
    placed = as_one_card(entry(number, visible=visible) for number, visible in members)
    live = [number for number, visible in members if visible]
    assert [one.published_ms for one in placed if one.visible] == sorted(live)[:1]
    for one in placed:
        if one.visible:
            assert set(one.channels) == {"all", *(f"organ:{number}" for number in live)}
    assert as_one_card(placed) == placed
