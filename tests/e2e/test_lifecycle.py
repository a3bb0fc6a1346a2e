"""Checks, hours and endings in a real Chromium: dialogs by keyboard, nothing serious for axe, at desk and tablet."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from content_models.checks.seeds import seed
from tests.e2e.door import enter
from tests.e2e.faces import Faces
from tests.e2e.watching import Watch, findings
from tests.server.desk import GOVERNMENT, Desk, a_policy, draft_from, publish, review

pytestmark = pytest.mark.browser

BLOCKED = "<p>各区人民政府：</p><p>张某，身份证号11010519491231002X，手机13912345678。</p><p>机密★1年</p>"
SIZES = ({"width": 1280, "height": 900}, {"width": 820, "height": 1180})


@pytest.fixture(scope="module")
def faces(mongodb_uri: str) -> Iterator[Faces]:
    faces = Faces(mongodb_uri, f"test_{uuid.uuid4().hex[:12]}")
    yield faces
    faces.close()


@pytest.fixture
def watch(page: Any, faces: Faces) -> Iterator[Watch]:
    watch = Watch(faces.address).over(page)
    page.set_viewport_size(SIZES[0])
    enter(page, faces, "zhao")
    yield watch
    assert watch.problems == []


def drafted(faces: Faces, key: str, *, reviewed: bool = False, public: bool = False, **fields: Any) -> str:
    async def work(desk: Desk) -> str:
        [item_id] = await desk.arrive(GOVERNMENT, a_policy(key, f"第{key}号示例办法", doc_no=None, **fields))
        address = await draft_from(desk, item_id)
        if reviewed or public:
            await review(desk, address)
        if public:
            await publish(desk, address)
        return address

    return faces.run(work)


def looked_at(page: Any, name: str) -> None:
    """Pictures for people, at both sizes, where a folder for them is named."""
    for size in SIZES:
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} scrolls sideways"
        if folder := os.environ.get("ZHENGWU_TEST_PICTURES"):
            page.screenshot(path=Path(folder) / f"{name}-{size['width']}.png", full_page=True)
    page.set_viewport_size(SIZES[0])


def test_the_checks_say_what_to_do(page: Any, faces: Faces, watch: Watch) -> None:
    page.goto(faces.address + drafted(faces, "b", body_html=BLOCKED))
    panel = page.get_by_role("region", name="发布检查")
    assert "3 条必须改好才能发布" in panel.inner_text()
    assert panel.get_by_role("listitem").count() >= 3
    assert "11010519491231002X" not in panel.inner_text()
    looked_at(page, "checks-blocked")
    assert findings(page) == []


def test_an_hour_is_set_in_a_dialog_by_keyboard(page: Any, faces: Faces, watch: Watch) -> None:
    page.goto(faces.address + drafted(faces, "s", reviewed=True), wait_until="load")
    page.get_by_role("button", name="选择发布时间").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="定时发布")
    dialog.wait_for()
    looked_at(page, "schedule-dialog")
    assert findings(page) == []
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    page.get_by_role("button", name="选择发布时间").click()
    page.get_by_label("发布时间").fill("2020-01-01T09:00")
    page.evaluate("document.querySelector('[name=due_at]').removeAttribute('min')")  # another browser may not mind it
    dialog.get_by_role("button", name="定时发布").click()
    page.get_by_text("已经过去").wait_for()
    page.wait_for_load_state("load")  # module scripts have run by then
    page.get_by_role("button", name="选择发布时间").click()
    page.get_by_role("dialog", name="定时发布").get_by_role("button", name="定时发布").click()
    page.get_by_role("button", name="取消定时").wait_for()
    looked_at(page, "scheduled")
    assert findings(page) == []


@pytest.mark.parametrize(
    ("opener", "title"),
    [
        ("登记废止、失效或修改", "登记效力变化"),
        ("合并到另一件", "合并到另一件"),
        ("撤回", "撤回"),
        ("删除误发", "删除误发"),
    ],
)
def test_endings_ask_in_dialogs(page: Any, faces: Faces, watch: Watch, opener: str, title: str) -> None:
    page.goto(faces.address + drafted(faces, f"e{title}", public=True), wait_until="load")
    page.get_by_role("button", name=opener, exact=True).click()
    page.get_by_role("dialog", name=title).wait_for()
    looked_at(page, f"ending-{opener}")
    assert findings(page) == []


def test_an_entered_repeal_stands_on_both_pages(page: Any, faces: Faces, watch: Watch) -> None:
    page.goto(faces.address + drafted(faces, "v", public=True), wait_until="load")
    public = page.locator('a[href^="/a/"]').first.get_attribute("href")
    page.get_by_role("button", name="登记废止、失效或修改").click()
    page.get_by_label("从哪一天起").fill("2026-01-01")
    page.get_by_label("依据").fill("示政发〔2025〕9号")
    page.get_by_role("button", name="登记", exact=True).click()
    page.get_by_text("2026-01-01 起废止", exact=True).wait_for()
    looked_at(page, "validity-entered")
    assert findings(page) == []
    page.goto(faces.address + public)
    page.get_by_text("本文件自2026年1月1日起已废止").wait_for()
    looked_at(page, "reader-repealed")
    assert findings(page) == []


def test_word_lists_are_edited_and_readable(page: Any, faces: Faces, watch: Watch) -> None:
    async def prepare(desk: Desk) -> None:
        await seed(desk.store.now())

    faces.run(prepare)
    enter(page, faces, "admin")
    page.goto(f"{faces.address}/console/checks")
    looked_at(page, "word-lists")
    assert findings(page) == []
    page.get_by_role("link", name="常见错别字").click()
    page.get_by_label("词", exact=True).fill("示例错词")
    page.get_by_label("建议用语").first.fill("示例正词")
    page.get_by_role("button", name="增加").click()
    page.get_by_role("rowheader", name="示例错词").wait_for()
    looked_at(page, "word-list")
    assert findings(page) == []
