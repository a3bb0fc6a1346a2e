"""Inboxes: each release once, newest first, read for good."""

from datetime import UTC, datetime, timedelta

from content_models.kit.actors import SYSTEM
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.residents import repository as residents
from content_models.residents.actions.read_inbox import MarkRead, mark_read
from content_models.residents.documents import Follow, FollowTarget, InboxEntry, Resident
from content_models.residents.inbox import repository as inboxes
from content_models.residents.rules import follow_id, inbox_entry_id

START = datetime(2026, 3, 1, tzinfo=UTC)


def entry(resident_id: str, release_id: str, minutes: int = 0) -> InboxEntry:
    return InboxEntry(
        id=inbox_entry_id(resident_id, release_id),
        resident_id=resident_id,
        release_id=release_id,
        campaign_id="campaign",
        title=release_id,
        at=START + timedelta(minutes=minutes),
    )


async def test_delivering_again_changes_nothing(store: Store) -> None:
    assert await inboxes.deliver([entry("r", "a"), entry("r", "b")]) == 2
    assert await inboxes.deliver([entry("r", "b"), entry("r", "c"), entry("s", "b")]) == 2
    assert await inboxes.unread_count("r") == 3


async def test_pages_are_newest_first_and_meet_without_gap_or_overlap(store: Store) -> None:
    await inboxes.deliver([entry("r", f"release {number}", minutes=number // 3) for number in range(10)])
    seen: list[InboxEntry] = []
    while page := await inboxes.inbox_page("r", 4, (seen[-1].at, seen[-1].id) if seen else None):
        seen += page
    assert len({shown.id for shown in seen}) == len(seen) == 10
    assert seen == sorted(seen, key=lambda shown: (shown.at, shown.id), reverse=True)


async def test_only_ones_own_entries_can_be_read(store: Store) -> None:
    await Resident(id="r", created_at=START).insert()
    await inboxes.deliver([entry("r", "a"), entry("r", "b"), entry("s", "a")])
    ids = [inbox_entry_id("r", "a"), inbox_entry_id("s", "a"), "unknown"]
    answer = await mark_read(store, MarkRead(actor=SYSTEM, idempotency_key=new_id(), resident_id="r", entry_ids=ids))
    assert answer.marked == 1
    assert (await inboxes.unread_count("r"), await inboxes.unread_count("s")) == (1, 1)


async def test_followers_of_several_channels_come_once_each_in_order(store: Store) -> None:
    channels = ["topic:a", "organ:b", "region:c"]
    for resident in ("r1", "r2", "r3"):
        for channel in channels if resident != "r3" else ["topic:other"]:
            await residents.insert_follow(
                Follow(
                    id=follow_id(resident, FollowTarget.topic, channel),
                    resident_id=resident,
                    target=FollowTarget.topic,
                    target_id=channel,
                    channel=channel,
                    at=START,
                )
            )
    for batch in (1, 2, 500):  # a batch may end between two follows of one resident
        found = [resident async for page in residents.followers_of(channels, batch) for resident in page]
        assert found == ["r1", "r2"]
