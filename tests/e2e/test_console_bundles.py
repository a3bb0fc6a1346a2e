"""A policy, its readings and its notice in a real Chromium: planned, worded, held, and not approved by its composer."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from content_models.announcements.limits import PushLimits
from content_models.bundles.actions.release_held import release_held
from content_models.intake.documents import ItemKind
from content_models.kit import outbox
from content_models.kit.relay import Relay
from server.worker.effects import effects_under
from tests.content_models.announcements.support import resident
from tests.e2e.door import enter
from tests.e2e.faces import Faces
from tests.e2e.watching import Watch, findings
from tests.server.desk import GOVERNMENT, Desk, a_policy, draft_from, press, publish, review

pytestmark = pytest.mark.browser

POLICY = "示例市人民政府办公室关于印发示例市便民服务提升行动方案（2026～2028年）的通知"
READING = "一图读懂《示例市便民服务提升行动方案》"


async def adopted(desk: Desk, title: str, kind: ItemKind = ItemKind.policy) -> str:
    fields = {} if kind is ItemKind.policy else {"doc_no": None, "issuer_names": [], "body_html": "<p>示例。</p>"}
    [item_id] = await desk.arrive(GOVERNMENT, a_policy(title, title, kind=kind, **fields))
    return await draft_from(desk, item_id)


async def prepared(desk: Desk) -> str:
    """A reviewed policy with one reading in draft; gives its address."""
    policy = await adopted(desk, POLICY)
    await review(desk, policy)
    await adopted(desk, READING, ItemKind.interpretation)
    async with desk.logged_in("wang") as wang:
        await press(wang, policy, f"{policy}/plan", forms=["picture", "qa", "video"])
    await resident(desk.store, "reader", organ=GOVERNMENT.id)
    return policy


async def work(desk: Desk) -> None:
    """What the worker does, with every push in need of approval."""
    relay = Relay(desk.store, effects_under(PushLimits(approval_above=0)))
    while await outbox.pending_count():
        await relay.run_due()


@pytest.fixture
def faces(mongodb_uri: str) -> Iterator[Faces]:
    faces = Faces(mongodb_uri, f"test_{uuid.uuid4().hex[:12]}")
    yield faces
    faces.close()


@pytest.fixture
def watch(page: Any, faces: Faces) -> Iterator[Watch]:
    watch = Watch(faces.address).over(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    yield watch
    assert watch.problems == []


def bytes_used(page: Any, name: str) -> int:
    return int(page.locator(".budgets li", has_text=name).locator("b").inner_text().split("/")[0])


def paper(page: Any) -> str:
    """The colour of the notice on the locked phone."""
    return str(page.locator(".lock-card").first.evaluate("card => getComputedStyle(card).backgroundColor"))


def test_the_composer_of_a_notice_cannot_approve_it_and_another_can(page: Any, faces: Faces, watch: Watch) -> None:
    policy = faces.run(prepared)
    enter(page, faces, "li")
    page.goto(faces.address + policy, wait_until="load")
    composer = page.get_by_role("region", name="推送通知")
    before = bytes_used(page, "正文")
    composer.get_by_role("textbox", name="正文").fill("办事少跑腿：示例市推出便民服务三年行动")
    page.locator(".lock-body", has_text="办事少跑腿").wait_for()
    assert bytes_used(page, "正文") == len("办事少跑腿：示例市推出便民服务三年行动".encode()) != before
    assert findings(page) == []
    light = paper(page)
    composer.get_by_role("radio", name="深色").check()
    assert paper(page) != light
    assert findings(page) == []
    composer.get_by_role("button", name="保存通知").click()
    composer.get_by_text("李科长 撰写").wait_for()
    page.get_by_role("button", name="发布", exact=True).click()
    page.get_by_role("link", name="查看公开页面").wait_for()

    faces.run(work)
    page.goto(faces.address + policy, wait_until="load")
    page.get_by_role("region", name="推送通知").get_by_role("link", name="发布").click()
    page.get_by_role("heading", name="办事少跑腿：示例市推出便民服务三年行动").wait_for()
    assert page.get_by_text("须由另一位负责人批准").is_visible()
    assert page.get_by_role("button", name="批准推送").count() == 0
    address = page.url
    answer = page.request.post(
        f"{address}/approve",
        form={"key": "a-key-of-a-test", "expected_version": "1"},
        headers={"origin": faces.address},
    )
    assert answer.status == 403
    assert "通知的撰写人" in answer.text()

    enter(page, faces, "zhao")
    page.goto(address, wait_until="load")
    page.get_by_role("button", name="批准推送").click()
    page.get_by_text("赵主任 批准").wait_for()


def test_a_notice_that_is_too_long_is_counted_while_typing_and_keeps_its_words(
    page: Any, faces: Faces, watch: Watch
) -> None:
    policy = faces.run(prepared)
    enter(page, faces, "li")
    page.goto(faces.address + policy, wait_until="load")
    composer = page.get_by_role("region", name="推送通知")
    words = "很长的通知" * 40
    composer.get_by_role("textbox", name="正文").fill(words)
    composer.get_by_text("超出的部分手机不收").wait_for()
    assert bytes_used(page, "正文") == 600
    composer.get_by_role("button", name="保存通知").click()
    page.get_by_text("通知正文有 600 字节").wait_for()
    assert composer.get_by_role("textbox", name="正文").input_value().strip() == words


def test_a_policy_waits_for_its_reading_and_both_are_public_at_once(page: Any, faces: Faces, watch: Watch) -> None:
    async def reading_first(desk: Desk) -> str:
        policy = await adopted(desk, POLICY)
        await review(desk, policy)
        return policy

    policy = faces.run(reading_first)
    enter(page, faces, "zhao")
    page.goto(faces.address + policy, wait_until="load")
    bundle = page.get_by_role("region", name="政策与解读")
    bundle.get_by_role("button", name="等解读到齐再发布").click()
    bundle.get_by_text("等解读到齐就一并发布").wait_for()
    assert findings(page) == []

    async def reading_comes(desk: Desk) -> int:
        reading = await adopted(desk, READING, ItemKind.interpretation)
        await review(desk, reading)
        return await release_held(desk.store)

    assert faces.run(reading_comes) == 1
    faces.run(work)
    page.reload()
    bundle.get_by_text("已发布").wait_for()
    page.get_by_text("与 1 篇解读一并发布").wait_for()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="查看公开页面").click()
    opened.value.get_by_role("link", name=READING).first.wait_for()


def test_the_desk_of_plans_is_for_everybody(page: Any, faces: Faces, watch: Watch) -> None:
    async def published(desk: Desk) -> None:
        await publish(desk, await prepared(desk))

    faces.run(published)
    faces.run(work)
    enter(page, faces, "wang")
    page.goto(f"{faces.address}/console/bundles", wait_until="load")
    page.get_by_role("link", name=POLICY).wait_for()
    assert findings(page) == []
    page.set_viewport_size({"width": 820, "height": 1100})
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
