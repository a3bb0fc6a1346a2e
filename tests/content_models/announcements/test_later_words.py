"""What follows a publication: a reading, a correction, a withdrawal, an emergency; each once, each in its place."""

import pytest

from content_models.announcements import repository as campaigns
from content_models.announcements.documents import Announcement
from content_models.announcements.effects import Announcer
from content_models.kit.store import Store
from content_models.releases.documents import Release, ReleaseKind, Revision
from content_models.residents.documents import InboxEntry
from content_models.residents.inbox import repository as inboxes
from tests.content_models.announcements.support import published, resident, row


async def told(store: Store, kind: ReleaseKind = ReleaseKind.policy) -> Release:
    release = await published(kind)
    await Announcer().announce_publication(store, row("release.published", release.id))
    return release


async def correct(release: Release, **changes: str) -> None:
    """A new live revision, as `publish` leaves it."""
    before = await Revision.get(release.live_revision_id)
    assert before
    content = before.content.model_copy(update=changes)
    release.live_revision_id = f"{before.id}+"
    await Revision(**before.model_dump() | {"id": release.live_revision_id, "number": 2, "content": content}).insert()
    await release.save()


async def test_a_reading_that_follows_takes_the_place_of_the_notice_and_of_the_entry(store: Store) -> None:
    reader = await resident(store, "reader", "housing")
    policy = await told(store)
    (entry,) = await inboxes.inbox_page(reader, 10)
    await inboxes.mark_read(reader, [entry.id], store.now())
    await resident(store, "newcomer", "housing")
    reading = await published(ReleaseKind.interpretation, title="一图读懂", interprets=policy.id)
    for _ in range(2):
        await Announcer().announce_publication(store, row("release.published", reading.id))
    first, later = await campaigns.of_release(policy.id)
    assert (later.announcement, later.interpretation_ids) == (Announcement.reading, [reading.id])
    assert (later.collapse_id, later.body) == (first.collapse_id, "关于示例住房保障的通知（附解读）")
    assert (first.residents, later.residents, await InboxEntry.count()) == (1, 2, 2)
    (shown,) = await inboxes.inbox_page(reader, 10)
    assert (shown.id, shown.at, shown.title, shown.read_at) == (entry.id, entry.at, later.body, None)


async def test_a_reading_that_goes_out_with_its_policy_is_told_with_it(store: Store) -> None:
    """Their outbox rows come in either order: whichever is first, there is one campaign."""
    await resident(store, "reader", "housing")
    policy = await published()
    reading = await published(ReleaseKind.interpretation, title="一图读懂", interprets=policy.id)
    await Announcer().announce_publication(store, row("release.published", reading.id))
    await Announcer().announce_publication(store, row("release.published", policy.id))
    (campaign,) = await campaigns.of_release(policy.id)
    assert campaign.interpretation_ids == [reading.id]
    assert await InboxEntry.count() == 1


@pytest.mark.parametrize(
    ("field", "text", "count"), [("title", "关于示例住房保障的通知（修订）", 2), ("summary", "另写的摘要", 1)]
)
async def test_a_correction_is_told_when_it_reads_differently(store: Store, field: str, text: str, count: int) -> None:
    there = await resident(store, "lives there", district_id="320102")
    await resident(store, "lives elsewhere", district_id="330102")
    release = await published(ReleaseKind.emergency, title="暴雨红色预警", region="320100")
    await Announcer().announce_publication(store, row("release.published", release.id))
    assert {entry.resident_id for entry in await InboxEntry.find_all().to_list()} == {there}
