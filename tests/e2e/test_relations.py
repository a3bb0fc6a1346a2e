"""An editor relates one policy to another in a real Chromium, by keyboard; looked at on a desk and on a tablet."""

from collections.abc import Iterator
from typing import Any

import pytest

from content_models.official_text.doc_no import DocNo
from tests.e2e.door import enter
from tests.e2e.faces import Faces
from tests.e2e.test_lifecycle import SIZES, faces, looked_at
from tests.e2e.watching import Watch, findings
from tests.server.desk import GOVERNMENT, Desk, a_policy, adopt_first, publish, review

pytestmark = pytest.mark.browser
__all__ = ["faces"]

RULE, DECISION = "示例市{}管理办法", "关于修改示例市{}管理办法的决定"
ARTICLES = "<p>第一条 为了规范物业管理，制定本办法。</p><p>第二条 本办法适用于本市。</p><p>第三条 物业费按季收取。</p>"


@pytest.fixture
def watch(page: Any, faces: Faces) -> Iterator[Watch]:
    watch = Watch(faces.address).over(page)
    page.set_viewport_size(SIZES[0])
    enter(page, faces, "wang")
    yield watch
    assert watch.problems == []


def two_policies(faces: Faces, subject: str, seq: int) -> tuple[str, str]:
    """A public rule on the subject, and a decision that is being written."""

    async def work(desk: Desk) -> tuple[str, str]:
        number = DocNo(code="示政办发", year=2024, seq=seq)
        [old, new] = await desk.arrive(
            GOVERNMENT,
            a_policy(subject, RULE.format(subject), doc_no=number, body_html=ARTICLES),
            a_policy(f"改{subject}", DECISION.format(subject), doc_no=None),
        )
        async with desk.logged_in("wang") as wang:
            rule = await adopt_first(wang, old)
        await review(desk, rule)
        await publish(desk, rule)
        async with desk.logged_in("wang") as wang:
            return rule, await adopt_first(wang, new)

    return faces.run(work)


def test_an_amendment_is_registered_and_taken_back_by_keyboard(page: Any, faces: Faces, watch: Watch) -> None:
    rule, decision = two_policies(faces, "物业", 77)
    page.goto(faces.address + decision, wait_until="load")
    page.get_by_role("button", name="关联其他文件").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="关联其他文件")
    dialog.wait_for()
    dialog.get_by_label("对方文件").focus()
    page.keyboard.type("〔2024〕77")
    choice = dialog.get_by_role("radio", name="示例市物业管理办法")
    choice.focus()
    page.keyboard.press("Space")
    dialog.get_by_text("只涉及其中几条").focus()
    page.keyboard.press("Enter")
    dialog.get_by_role("checkbox", name="第三条").check()
    dialog.get_by_label("从哪一天起").fill("2026-11-20")
    looked_at(page, "relation-dialog")
    assert findings(page) == []
    dialog.get_by_role("button", name="登记关联").focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("region", name="修改、废止与关联")
    panel.locator("b", has_text="2026-11-20 起修改").wait_for()
    assert "第三条" in panel.inner_text()
    assert "发布后生效" in panel.inner_text()
    looked_at(page, "relation-panel")
    assert findings(page) == []
    page.goto(faces.address + rule, wait_until="load")
    other = page.get_by_role("region", name="修改、废止与关联")
    assert "被修改" in other.inner_text()
    looked_at(page, "relation-other-end")
    page.goto(faces.address + decision, wait_until="load")
    panel.get_by_role("button", name="解除").click()
    asked = page.get_by_role("dialog", name="解除关联")
    asked.get_by_label("为什么解除").fill("选错了文件")
    page.keyboard.press("Enter")
    page.get_by_text("原因：选错了文件").first.wait_for()
    assert "起修改" not in panel.inner_text()


def test_what_bears_no_day_asks_for_none_and_unsaved_words_come_first(page: Any, faces: Faces, watch: Watch) -> None:
    rule, decision = two_policies(faces, "停车", 78)
    page.goto(faces.address + decision, wait_until="load")
    page.get_by_role("button", name="关联其他文件").click()
    dialog = page.get_by_role("dialog", name="关联其他文件")
    dialog.get_by_label("对方文件").fill("停车管理办法")
    dialog.get_by_role("radio", name="示例市停车管理办法").check()
    dialog.get_by_label("从哪一天起").fill("2026-11-20")
    dialog.get_by_label("本文件怎样对待对方").select_option(label="引用")
    assert not dialog.get_by_label("从哪一天起").is_visible()
    dialog.get_by_role("button", name="登记关联").click()
    page.locator(".relation-lines b", has_text="引用").wait_for()
    page.wait_for_load_state("load")  # the script that watches the words is there
    page.get_by_label("摘要").fill("改过而没有保存的摘要")
    page.get_by_role("button", name="关联其他文件").click()
    dialog.get_by_label("对方文件").fill("停车管理办法")
    dialog.get_by_role("radio", name="示例市停车管理办法").check()
    dialog.get_by_role("button", name="登记关联").click()
    page.get_by_text("还有没保存的修改，请先保存").wait_for()
    assert page.get_by_label("摘要").input_value() == "改过而没有保存的摘要"
    assert rule not in page.url
