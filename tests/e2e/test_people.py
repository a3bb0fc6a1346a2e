"""People at the door in a real Chromium: a phone bound and asked for, guessing stopped, a
session that ends in mid-sentence."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from content_models.intake.documents import ItemKind
from content_models.staff import repository as staff_records
from server.auth import totp
from server.auth.brake import ALLOWED
from tests.e2e.door import fresh_code, log_in
from tests.e2e.faces import Faces
from tests.e2e.watching import Watch, findings
from tests.server.desk import GOVERNMENT, PASSWORD, Desk, a_policy

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def faces(mongodb_uri: str) -> Iterator[Faces]:
    faces = Faces(mongodb_uri, f"test_{uuid.uuid4().hex[:12]}")
    yield faces
    faces.close()


@pytest.fixture
def watch(page: Any, faces: Faces) -> Iterator[Watch]:
    watch = Watch(faces.address).over(page)
    page.set_viewport_size({"width": 1280, "height": 820})
    yield watch
    assert watch.problems == []


def test_a_phone_is_bound_and_its_code_asked_for(page: Any, faces: Faces, watch: Watch) -> None:
    log_in(page, faces, "li")
    page.get_by_role("heading", name="分拣队列").wait_for()
    page.get_by_role("link", name="我的账号").click()
    page.get_by_role("button", name="绑定手机").click()
    secret = page.locator(".secret").inner_text().replace(" ", "")
    used = fresh_code(secret)
    page.get_by_label("手机上现在显示的 6 位数字").fill(used)
    assert findings(page) == []
    page.get_by_role("button", name="绑定", exact=True).click()
    page.get_by_role("heading", name="手机已绑定，请收好备用码").wait_for()
    assert page.locator(".recovery li").count() == totp.RECOVERY_CODES
    page.get_by_role("button", name="退出", exact=True).click()

    log_in(page, faces, "li")
    page.get_by_role("heading", name="输入动态验证码").wait_for()
    assert findings(page) == []
    page.get_by_label("验证码").fill("000000")
    page.keyboard.press("Enter")
    page.get_by_text("动态验证码不正确或已用过").wait_for()
    page.get_by_label("验证码").fill(fresh_code(secret, used))
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="分拣队列").wait_for()


def test_guessing_is_stopped_with_a_word_on_what_to_do(page: Any, faces: Faces, watch: Watch) -> None:
    for _ in range(ALLOWED):
        log_in(page, faces, "nobody", "a wrong password")
        page.get_by_text("用户名或密码不正确").wait_for()
    log_in(page, faces, "nobody", "a wrong password")
    page.get_by_text("错误次数过多，请五分钟后再试").wait_for()
    assert findings(page) == []


def test_a_session_that_ends_in_mid_sentence_leaves_the_sentence(page: Any, faces: Faces, watch: Watch) -> None:
    async def arrive(desk: Desk) -> str:
        [item_id] = await desk.arrive(GOVERNMENT, a_policy("g1", "示例公告一则", kind=ItemKind.notice, doc_no=None))
        return item_id

    async def end_sessions(desk: Desk) -> None:
        await staff_records.close_sessions_of(await desk.staff_id("wang"))

    item_id = faces.run(arrive)
    log_in(page, faces, "wang")
    page.get_by_role("heading", name="分拣队列").wait_for()
    page.goto(f"{faces.address}/console/triage?item={item_id}", wait_until="load")
    faces.run(end_sessions)
    page.evaluate("window.neverReloaded = true")
    page.keyboard.press("a")
    gate = page.get_by_role("dialog", name="登录已过期，您写的内容还在")
    gate.wait_for()
    assert findings(page) == []
    gate.get_by_label("用户名").fill("wang")
    gate.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_text("已重新登录").wait_for()
    page.keyboard.press("a")
    page.get_by_text("草稿已建好").wait_for()
    assert page.evaluate("window.neverReloaded") is True
