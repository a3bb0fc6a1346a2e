"""A document that amended or ended a policy is withdrawn: whoever was told so learns that it is not so, once."""

from content_models.announcements import repository as campaigns
from content_models.announcements.actions.announce_undone import announce_undone
from content_models.announcements.actions.sweep import sweep
from content_models.announcements.documents import Announcement
from content_models.announcements.effects import Announcer
from content_models.editorial.actions.remove import Remove, remove
from content_models.editorial.actions.withdraw import Withdraw, withdraw
from content_models.editorial.change import ReleaseChange
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.releases import repository as releases
from content_models.releases.documents import LinkType, ReleaseKind
from content_models.residents.documents import FollowTarget
from content_models.residents.inbox import repository as inboxes
from tests.content_models.announcements.support import follow, resident, row
from tests.content_models.bundles.support import released, run_effects
from tests.content_models.bundles.test_changes import changing, content_of, follower_of, titles
from tests.desk import LEADER, Desk
from tests.push.phones import Phones, push_all

NOTICE = "关于废止部分文件的公告"
TOLD = f"示例管理办法（已被《{NOTICE}》废止）"
UNDONE = f"示例管理办法（《{NOTICE}》已撤回，不再据此废止，请以最新页面为准）"


async def repealed(store: Store, desk: Desk) -> tuple[ReleaseChange, ReleaseChange, str]:
    """The policy, the notice that repeals it, and a follower who has been told."""
    policy = await desk.published(await desk.draft("示例管理办法"))
    await run_effects(store)
    person = await follower_of(store, policy)
    notice = await changing(desk, policy, NOTICE, ReleaseKind.notice, LinkType.repeals)
    await run_effects(store)
    return policy, notice, person


def ending(notice: ReleaseChange) -> dict[str, object]:
    return {
        "actor": LEADER,
        "idempotency_key": new_id(),
        "release_id": notice.release_id,
        "expected_version": notice.version,
        "reason": "依据有误",
    }


async def test_who_was_told_of_a_repeal_is_told_once_that_its_basis_is_withdrawn(store: Store, desk: Desk) -> None:
    policy, notice, person = await repealed(store, desk)
    phones = Phones()
    await push_all(store, phones)
    (entry,) = await inboxes.inbox_page(person, 10)
    await inboxes.mark_read(person, [entry.id], store.now())
    newcomer = await follower_of_later(store, policy)

    await withdraw(store, Withdraw(**ending(notice)))
    for _ in range(2):
        await run_effects(store)
        await Announcer().announce_withdrawal(store, row("release.withdrawn", notice.release_id))
        await Announcer().announce_publication(store, row("release.published", notice.release_id))
        await push_all(store, phones)

    (entry,) = await inboxes.inbox_page(person, 10)
    assert (entry.title, entry.read_at) == (UNDONE, None)
    [shown] = phones.shown.values()
    assert [notice.body for notice in shown] == [TOLD, UNDONE]
    assert len({notice.collapse_id for notice in shown}) == 1
    assert await titles(newcomer) == []
    _, _, undone = await campaigns.of_release(policy.release_id)
    assert (undone.announcement, undone.counts.handed, undone.balanced) == (Announcement.reversal, 1, True)


async def follower_of_later(store: Store, policy: ReleaseChange) -> str:
    person = await resident(store, "follows since")
    await follow(person, FollowTarget.release, policy.release_id)
    return person


async def test_a_repeal_that_still_goes_out_is_stopped(store: Store, desk: Desk) -> None:
    _, notice, person = await repealed(store, desk)
    phones = Phones()
    await withdraw(store, Withdraw(**ending(notice)))
    await run_effects(store)
    await push_all(store, phones)
    assert phones.shown == {}
    assert await titles(person) == [UNDONE]


async def test_whoever_dies_before_it_is_planned_leaves_it_to_the_sweeper(store: Store, desk: Desk) -> None:
    _, notice, person = await repealed(store, desk)
    phones = Phones()
    await push_all(store, phones)
    await withdraw(store, Withdraw(**ending(notice)))
    [undone] = await announce_undone(store, notice.release_id)
    await sweep(store)
    await run_effects(store)
    await push_all(store, phones)
    assert (await campaigns.load(undone.id)).counts.handed == 1
    assert [[one.body for one in shown] for shown in phones.shown.values()] == [[TOLD, UNDONE]]
    assert await titles(person) == [UNDONE]


async def test_what_was_removed_as_a_mistake_is_not_named_again(store: Store, desk: Desk) -> None:
    _, notice, person = await repealed(store, desk)
    await remove(store, Remove(**ending(notice)))
    await run_effects(store)
    assert await titles(person) == ["示例管理办法（所据文件属误发，不再据此废止，请以最新页面为准）"]


async def test_a_later_word_about_the_policy_stands(store: Store, desk: Desk) -> None:
    """Amended by one notice and then ended by another: what the first said is shown nowhere any more."""
    policy, first, person = await repealed(store, desk)
    phones = Phones()
    await push_all(store, phones)
    await changing(desk, policy, "另一公告", ReleaseKind.notice, LinkType.lapses)
    await run_effects(store)
    await push_all(store, phones)
    await withdraw(store, Withdraw(**ending(first)))
    await run_effects(store)
    await push_all(store, phones)
    later = "示例管理办法（已被《另一公告》宣布失效）"
    assert await titles(person) == [later]
    [shown] = phones.shown.values()
    assert [notice.body for notice in shown] == [TOLD, later]


async def test_a_correction_that_no_longer_repeals_takes_it_back_too(store: Store, desk: Desk) -> None:
    _, notice, person = await repealed(store, desk)
    content = (await content_of(notice)).model_copy(update={"links": []})
    edited = await desk.edited(await releases.load(notice.release_id), content)
    await released(store, await desk.reviewed(edited))
    for _ in range(2):
        await run_effects(store)
    assert await titles(person) == [f"示例管理办法（《{NOTICE}》已更正，不再据此废止，请以最新页面为准）"]


async def test_a_long_title_does_not_cut_off_what_happens(store: Store, desk: Desk) -> None:
    policy = await desk.published(await desk.draft("示例管理办法"))
    await run_effects(store)
    person = await follower_of(store, policy)
    notice = await changing(desk, policy, "关于宣布部分文件失效的公告" * 6, ReleaseKind.notice, LinkType.lapses)
    await run_effects(store)
    assert (await titles(person))[0].endswith("…》宣布失效）")
    await withdraw(store, Withdraw(**ending(notice)))
    await run_effects(store)
    assert (await titles(person))[0].endswith("…》已撤回，不再据此宣布失效，请以最新页面为准）")
