"""A policy that a later document amends or ends, a reading that is corrected: the followers are told, once."""

from content_models.announcements import repository as campaigns
from content_models.announcements.documents import Announcement
from content_models.announcements.effects import Announcer
from content_models.editorial.change import ReleaseChange
from content_models.kit.store import Store
from content_models.releases import repository as releases
from content_models.releases.documents import Content, Link, LinkType, ReleaseKind
from content_models.residents.documents import FollowTarget
from content_models.residents.inbox import repository as inboxes
from tests.content_models.announcements.support import follow, resident, row
from tests.content_models.bundles.support import a_reading, released, run_effects
from tests.desk import Desk
from tests.push.phones import Phones, push_all


async def content_of(change: ReleaseChange) -> Content:
    return (await releases.load_revision(change.revision)).content


async def changing(desk: Desk, policy: ReleaseChange, title: str, kind: ReleaseKind, link: LinkType) -> ReleaseChange:
    """Published with a link to the policy that it changes."""
    return await desk.published(await linked(desk, await desk.draft(title, kind), policy, link))


async def linked(desk: Desk, draft: ReleaseChange, policy: ReleaseChange, link: LinkType) -> ReleaseChange:
    links = [Link(type=link, target_id=policy.release_id)]
    content = (await content_of(draft)).model_copy(update={"links": links})
    return await desk.edited(await releases.load(draft.release_id), content)


async def follower_of(store: Store, policy: ReleaseChange) -> str:
    person = await resident(store, "follows this policy alone")
    await follow(person, FollowTarget.release, policy.release_id)
    return person


async def titles(person: str) -> list[str]:
    return [entry.title for entry in await inboxes.inbox_page(person, 10)]


async def test_an_amending_policy_reaches_the_followers_of_the_amended_one_with_its_own_notice(
    store: Store, desk: Desk
) -> None:
    old = await desk.published(await desk.draft("示例管理办法"))
    await run_effects(store)
    only_this = await follower_of(store, old)
    both = await resident(store, "follows the organ and the policy", organ="organ-1")
    await follow(both, FollowTarget.release, old.release_id)

    new = await changing(desk, old, "关于修改示例管理办法的决定", ReleaseKind.policy, LinkType.amends)
    for _ in range(2):
        await run_effects(store)
        await Announcer().announce_publication(store, row("release.published", new.release_id))
    phones = Phones()
    await push_all(store, phones)

    assert await titles(only_this) == ["关于修改示例管理办法的决定（修改《示例管理办法》）"]
    assert await titles(both) == await titles(only_this)
    assert [len(notices) for notices in phones.shown.values()] == [1, 1]
    assert len(await campaigns.of_release(old.release_id)) == 1


async def test_a_notice_that_repeals_a_policy_is_told_under_the_policy(store: Store, desk: Desk) -> None:
    old = await desk.published(await desk.draft("示例管理办法"))
    await run_effects(store)
    person = await follower_of(store, old)
    notice = await changing(desk, old, "关于废止部分文件的公告", ReleaseKind.notice, LinkType.repeals)
    for _ in range(2):
        await run_effects(store)
        await Announcer().announce_publication(store, row("release.published", notice.release_id))
    _, later = await campaigns.of_release(old.release_id)
    assert later.announcement is Announcement.amendment
    assert await titles(person) == ["示例管理办法（已被《关于废止部分文件的公告》废止）"]
    assert await campaigns.of_release(notice.release_id) == []


async def test_a_link_that_comes_with_a_correction_reaches_the_followers_too(store: Store, desk: Desk) -> None:
    old = await desk.published(await desk.draft("示例管理办法"))
    new = await desk.published(await desk.draft("示例实施细则"))
    await run_effects(store)
    person = await follower_of(store, old)
    await released(store, await desk.reviewed(await linked(desk, new, old, LinkType.replaces)))
    for _ in range(2):
        await run_effects(store)
    assert await titles(person) == ["示例管理办法（已被《示例实施细则》替代）"]
    assert len(await campaigns.of_release(old.release_id)) == 2


async def test_a_corrected_reading_is_told_to_whoever_was_told_of_it_once(store: Store, desk: Desk) -> None:
    policy = await desk.published(await desk.draft("示例管理办法"))
    await run_effects(store)
    person = await follower_of(store, policy)
    reading = await desk.published(await a_reading(desk, policy))
    await run_effects(store)
    text = (await content_of(reading)).model_copy(update={"body_html": "<p>改正后的解读。</p>"})
    corrected = await desk.edited(await releases.load(reading.release_id), text)
    await released(store, await desk.reviewed(corrected))
    for _ in range(2):
        await run_effects(store)
        await Announcer().announce_correction(store, row("release.corrected", reading.release_id))
    assert [one.announcement for one in await campaigns.of_release(policy.release_id)] == [
        Announcement.publication,
        Announcement.reading,
        Announcement.reading_correction,
    ]
    assert await titles(person) == ["示例管理办法（解读已更正，请以最新文本为准）"]


async def test_a_reading_whose_words_stay_the_same_is_not_told_again(store: Store, desk: Desk) -> None:
    policy = await desk.published(await desk.draft("示例管理办法"))
    reading = await desk.published(await a_reading(desk, policy))
    await run_effects(store)
    content = (await content_of(reading)).model_copy(update={"summary": "另写的摘要"})
    edited = await desk.edited(await releases.load(reading.release_id), content)
    await released(store, await desk.reviewed(edited))
    await run_effects(store)
    assert Announcement.reading_correction not in [
        one.announcement for one in await campaigns.of_release(policy.release_id)
    ]
