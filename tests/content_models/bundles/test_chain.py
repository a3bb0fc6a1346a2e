"""The whole chain of a reading that comes later: the bundle, its followers' messages, one notice on the phone."""

from content_models.announcements import repository as campaigns
from content_models.announcements.documents import Announcement
from content_models.bundles.actions.release_held import release_held
from content_models.bundles.documents import ReadingForm
from content_models.kit.store import Store
from content_models.releases import repository as releases
from content_models.residents.documents import FollowTarget
from content_models.residents.inbox import repository as inboxes
from tests.content_models.announcements.support import follow, resident
from tests.content_models.bundles.support import DAY, a_reading, at, held, planned, released, run_effects
from tests.desk import Desk
from tests.push.phones import Phones, push_all


async def test_a_later_reading_joins_the_bundle_and_reaches_the_followers_of_the_policy(
    store: Store, desk: Desk
) -> None:
    policy = await desk.reviewed(await desk.draft())
    follower = await resident(store, "follows the organ", organ="organ-1")
    await planned(store, policy, ReadingForm.picture)
    await held(store, policy, 1)
    at(store, store.now() + 2 * DAY)
    await release_held(store)
    await run_effects(store)
    only_this = await resident(store, "follows this policy alone")
    await follow(only_this, FollowTarget.release, policy.release_id)
    phones = Phones()
    await push_all(store, phones)

    reading = await released(store, await desk.reviewed(await a_reading(desk, policy)))
    await run_effects(store)
    await push_all(store, phones)

    first, later = await campaigns.of_release(policy.release_id)
    assert (first.interpretation_ids, later.interpretation_ids) == ([], [reading.release_id])
    assert later.announcement is Announcement.reading
    assert later.collapse_id == first.collapse_id
    for person in (follower, only_this):
        (entry,) = await inboxes.inbox_page(person, 10)
        assert (entry.release_id, entry.title) == (policy.release_id, "示例通知（附解读）")
    assert sorted(len(notices) for notices in phones.shown.values()) == [1, 2]
    assert {notice.collapse_id for notices in phones.shown.values() for notice in notices} == {first.collapse_id}
    assert await releases.live_interpretations_of([policy.release_id]) == {policy.release_id: [reading.release_id]}


async def test_a_reading_linked_to_a_policy_by_a_correction_reaches_its_followers_too(store: Store, desk: Desk) -> None:
    first = await desk.published(await desk.draft("第一份示例政策"))
    second = await desk.published(await desk.draft("第二份示例政策"))
    reading = await desk.published(await a_reading(desk, first))
    await run_effects(store)
    follower = await resident(store, "follows the second")
    await follow(follower, FollowTarget.release, second.release_id)

    live = await releases.load(reading.release_id)
    content = (await releases.load_revision(reading.revision)).content
    link = content.links[0].model_copy(update={"target_id": second.release_id})
    edited = await desk.edited(live, content.model_copy(update={"links": [*content.links, link]}))
    await released(store, await desk.reviewed(edited))
    await run_effects(store)

    assert [one.announcement for one in await campaigns.of_release(second.release_id)] == [
        Announcement.publication,
        Announcement.reading,
    ]
    (entry,) = await inboxes.inbox_page(follower, 10)
    assert entry.title == "第二份示例政策（附解读）"
    assert len(await campaigns.of_release(first.release_id)) == 1
