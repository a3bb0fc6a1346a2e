"""政策与解读 on the release page and on its desk: planned, waited for, published as one, overdue in words."""

from datetime import datetime, timedelta

import httpx
import pytest

from content_models.bundles import repository as bundles
from content_models.bundles.actions.release_held import release_held
from content_models.bundles.actions.watch_readings import watch_readings
from content_models.bundles.documents import ReadingForm
from content_models.intake.documents import ItemKind
from content_models.kit.store import Store
from content_models.official_text.doc_no import DocNo
from content_models.releases import repository as releases
from content_models.releases.documents import Link, LinkType
from tests.content_models.bundles.support import at, run_effects
from tests.desk import Desk as VerbDesk
from tests.server.desk import GOVERNMENT, Desk, a_policy, draft_from, form_of, press, publish, review, shown_text

POLICY = "示例市人民政府办公室关于印发示例市便民服务提升行动方案（2026～2028年）的通知"
READING = "一图读懂《示例市便民服务提升行动方案》"


async def adopted(desk: Desk, title: str, kind: ItemKind = ItemKind.policy, seq: int = 12) -> str:
    fields = {"doc_no": DocNo(code="示政办发", year=2026, seq=seq)}
    if kind is ItemKind.interpretation:
        fields = {"doc_no": None, "issuer_names": [], "body_html": "<p>示例。</p>"}
    [item_id] = await desk.arrive(GOVERNMENT, a_policy(title, title, kind=kind, **fields))
    return await draft_from(desk, item_id)


def id_of(address: str) -> str:
    return address.rsplit("/", 1)[1]


async def planned(desk: Desk, policy: str, *forms: ReadingForm, **typed: str) -> httpx.Response:
    async with desk.logged_in("wang") as wang:
        return await press(wang, policy, f"{policy}/plan", forms=list(forms), **typed)


async def held(desk: Desk, policy: str, **typed: str) -> httpx.Response:
    async with desk.logged_in("zhao") as zhao:
        return await press(zhao, policy, f"{policy}/hold", **typed)


async def test_a_plan_is_made_and_shown_with_owner_and_due_day(desk: Desk) -> None:
    policy = await adopted(desk, POLICY)
    owner = await desk.staff_id("li")
    page = await planned(desk, policy, ReadingForm.picture, ReadingForm.qa, owner_id=owner)
    text = shown_text(page)
    for words in ("图解 还没有稿件", "问答 还没有稿件", "政策发布后 3 个工作日内", "李科长"):
        assert words in text
    assert (await bundles.plan_of(id_of(policy))).forms == [ReadingForm.qa, ReadingForm.picture]


async def test_a_plan_refuses_what_it_cannot_keep_in_words(desk: Desk) -> None:
    policy = await adopted(desk, POLICY)
    for typed, words in (
        ({"due_by": "2020-01-01"}, "期限不能早于今天"),
        ({"due_by": "<script>"}, "期限写成日期"),
        ({"owner_id": "nobody"}, "没有这位负责人"),
    ):
        assert words in shown_text(await planned(desk, policy, ReadingForm.text, **typed))
    assert await bundles.plan_of(id_of(policy)) is None


async def test_two_who_plan_at_once_do_not_overwrite_each_other(desk: Desk) -> None:
    policy = await adopted(desk, POLICY)
    async with desk.logged_in("wang") as wang, desk.logged_in("li") as li:
        stale = form_of(await li.get(policy), f"{policy}/plan")
        await press(wang, policy, f"{policy}/plan", forms=["text"])
        answer = await li.post(f"{policy}/plan", data=stale | {"forms": ["video"]})
    assert answer.status_code == 409
    assert "刚被他人改过" in shown_text(answer)


async def test_a_policy_waits_and_goes_public_with_its_reading(desk: Desk) -> None:
    policy = await adopted(desk, POLICY)
    await planned(desk, policy, ReadingForm.picture)
    await review(desk, policy)
    page = await held(desk, policy)
    assert "等解读到齐就一并发布" in shown_text(page)
    assert "赵主任 安排" in shown_text(page)
    reading = await adopted(desk, READING, ItemKind.interpretation)
    await review(desk, reading)

    assert await release_held(desk.store) == 1
    await desk.settle()
    async with desk.logged_in("wang") as wang:
        text = shown_text(await wang.get(policy))
    assert "与 1 篇解读一并发布" in text
    assert "图解 已发布" in text


async def test_a_wait_is_ended_by_hand_and_a_limit_in_the_past_is_refused(desk: Desk) -> None:
    policy = await adopted(desk, POLICY)
    await review(desk, policy)
    assert "最迟时间须晚于现在" in shown_text(await held(desk, policy, until="2020-01-01T08:00"))
    assert "请选择最迟等到什么时候" in shown_text(await held(desk, policy, until="soon"))
    await held(desk, policy)
    async with desk.logged_in("zhao") as zhao:
        page = await press(zhao, policy, f"{policy}/let-go")
    assert "等解读到齐就一并发布" not in shown_text(page)


async def test_a_reading_whose_policy_is_not_public_is_not_published(desk: Desk) -> None:
    await adopted(desk, POLICY)
    reading = await adopted(desk, READING, ItemKind.interpretation)
    await review(desk, reading)
    answer = await publish(desk, reading)
    assert answer.status_code == 409
    assert "所解读的政策还没有公开" in shown_text(answer)


async def test_what_went_alone_and_what_is_overdue_is_on_the_desk_until_it_is_not(desk: Desk, store: Store) -> None:
    at(store, datetime.fromisoformat("2026-11-27T10:00:00+08:00"))
    policy = await adopted(desk, POLICY)
    await planned(desk, policy, ReadingForm.picture)
    await review(desk, policy)
    await held(desk, policy, until="2026-11-27T18:00")
    async with desk.logged_in("wang") as wang:
        assert POLICY in shown_text(await wang.get("/console/bundles?list=held"))
    at(store, datetime.fromisoformat("2026-11-27T18:00:01+08:00"))
    await release_held(store)
    await run_effects(store)
    async with desk.logged_in("wang") as wang:
        assert "等待解读到期，政策单独发布" in shown_text(await wang.get(policy))
        waiting = shown_text(await wang.get("/console/bundles"))
        assert "还有 5 天" in waiting
        assert "解读尚未跟上" in waiting
    at(store, datetime.fromisoformat("2026-12-04T10:00:00+08:00"))
    await watch_readings(store)
    async with desk.logged_in("wang") as wang:
        assert "图解应于 2026-12-02 前发布，已超期 2 天" in shown_text(await wang.get("/console/bundles"))
    reading = await adopted(desk, READING, ItemKind.interpretation)
    await review(desk, reading)
    await publish(desk, reading)
    await run_effects(store)
    async with desk.logged_in("wang") as wang:
        assert "没有待解读的政策" in shown_text(await wang.get("/console/bundles"))
        closed = shown_text(await wang.get("/console/bundles?list=closed"))
    assert "已超期 2 天" in closed


@pytest.mark.parametrize("who", ["resident", "editor"])
async def test_an_old_reading_says_so(desk: Desk, who: str) -> None:
    policy = await adopted(desk, POLICY)
    await review(desk, policy)
    await publish(desk, policy)
    reading = await adopted(desk, READING, ItemKind.interpretation)
    await review(desk, reading)
    await publish(desk, reading)
    decision = await adopted(desk, "关于修改示例市便民服务提升行动方案的决定", seq=13)
    await amends(desk, decision, policy)
    await review(desk, decision)
    desk.store.now = lambda now=desk.store.now: now() + timedelta(minutes=1)
    await publish(desk, decision)

    if who == "editor":
        async with desk.logged_in("wang") as wang:
            text = shown_text(await wang.get(reading))
    else:
        slug = (await releases.load(id_of(reading))).slug
        of_policy = (await releases.load(id_of(policy))).slug
        async with desk.visitor() as visitor:
            text = shown_text(await visitor.get(f"/a/{slug}"))
            assert "解读的是旧版本" in shown_text(await visitor.get(f"/a/{of_policy}"))
    assert "解读的是旧版本" in text
    assert "已修改，见 关于修改示例市便民服务提升行动方案的决定" in text


async def amends(desk: Desk, decision: str, policy: str) -> None:
    """As an editor links it: the verb itself, for there is no screen for this type of link yet."""
    release = await releases.load(id_of(decision))
    content = (await releases.load_revision(release.current_revision_id)).content
    link = Link(type=LinkType.amends, target_id=id_of(policy))
    await VerbDesk(desk.store).edited(release, content.model_copy(update={"links": [link]}))


async def linked(desk: Desk, policy: str, reading: str) -> tuple[bool, bool]:
    """Whether each public page leads to the other, as residents see them."""
    slugs = [(await releases.load(id_of(one))).slug for one in (policy, reading)]
    async with desk.visitor() as resident:
        pages = [(await resident.get(f"/a/{slug}")).text for slug in slugs]
    return f'href="/a/{slugs[1]}"' in pages[0], f'href="/a/{slugs[0]}"' in pages[1]


async def test_the_link_is_true_both_ways_whatever_becomes_of_either_end(desk: Desk) -> None:
    policy = await adopted(desk, POLICY)
    await review(desk, policy)
    await publish(desk, policy)
    reading = await adopted(desk, READING, ItemKind.interpretation)
    assert await linked(desk, policy, reading) == (False, False), "a draft leads nowhere"
    await review(desk, reading)
    await publish(desk, reading)
    assert await linked(desk, policy, reading) == (True, True)

    second = await adopted(desk, "关于支持个体工商户发展的若干措施", seq=14)
    await review(desk, second)
    await publish(desk, second)
    release = await releases.load(id_of(reading))
    content = (await releases.load_revision(release.current_revision_id)).content
    elsewhere = [Link(type=LinkType.interprets, target_id=id_of(second))]
    await VerbDesk(desk.store).edited(release, content.model_copy(update={"links": elsewhere}))
    assert await linked(desk, policy, reading) == (True, True), "residents see what is public, not the edit"
    await review(desk, reading)
    async with desk.logged_in("zhao") as zhao:
        await press(zhao, reading, f"{reading}/correct", note="解读的政策写错了，已改正")
    await desk.settle()
    assert await linked(desk, policy, reading) == (False, False)
    assert await linked(desk, second, reading) == (True, True)

    async with desk.logged_in("zhao") as zhao:
        await press(zhao, reading, f"{reading}/withdraw", reason="示例原因")
    await desk.settle()
    assert await linked(desk, second, reading) == (False, False)
