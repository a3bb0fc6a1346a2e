"""Writing in a real Chromium: nothing typed is lost, whoever else writes, whatever is closed or expires."""

import base64
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.door import enter
from tests.e2e.faces import Faces
from tests.e2e.test_console import written_on
from tests.e2e.watching import Watch, findings
from tests.server.desk import GOVERNMENT, Desk, a_policy, draft_from, review

pytestmark = pytest.mark.browser

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture(scope="module")
def faces(mongodb_uri: str) -> Iterator[Faces]:
    faces = Faces(mongodb_uri, f"test_{uuid.uuid4().hex[:12]}")
    yield faces
    faces.close()


@pytest.fixture
def draft(faces: Faces) -> str:
    async def adopt(desk: Desk) -> str:
        [item_id] = await desk.arrive(GOVERNMENT, a_policy(uuid.uuid4().hex[:6]))
        return await draft_from(desk, item_id)

    return faces.run(adopt)


@pytest.fixture
def watch(page: Any, faces: Faces) -> Iterator[Watch]:
    watch = Watch(faces.address).over(page)
    page.set_viewport_size({"width": 1280, "height": 860})
    enter(page, faces, "wang")
    yield watch
    assert watch.problems == []


def type_at_the_end(page: Any, words: str) -> None:
    written_on(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def test_autosave_survives_a_reload_and_makes_no_version(page: Any, faces: Faces, watch: Watch, draft: str) -> None:
    page.goto(faces.address + draft)
    type_at_the_end(page, "写到一半的一句。")
    page.get_by_text("已自动保存").wait_for()
    page.reload()
    page.get_by_text("已恢复您").wait_for()
    assert "写到一半的一句。" in written_on(page).inner_text()
    assert "第 1 版" in page.locator(".release-head").inner_text()
    page.keyboard.press("Control+s")
    page.get_by_text("第 2 版").first.wait_for()
    assert page.get_by_text("已恢复您").count() == 0


def test_two_editors_on_one_draft_lose_nothing(
    page: Any, faces: Faces, watch: Watch, draft: str, new_context: Any
) -> None:
    page.goto(faces.address + draft)
    written_on(page).wait_for()
    other = new_context().new_page()
    enter(other, faces, "li")
    other.goto(faces.address + draft)
    type_at_the_end(other, "李科长写的一句。")
    other.keyboard.press("Control+s")
    other.get_by_text("第 2 版").first.wait_for()

    type_at_the_end(page, "王编辑写的一句。")
    page.keyboard.press("Control+s")
    page.get_by_role("alert").get_by_text("没有丢失").wait_for()
    shown = page.locator(".compare").inner_text()
    assert "李科长写的一句。" in shown
    assert "王编辑写的一句。" in shown
    assert findings(page) == []
    page.keyboard.press("Control+s")
    page.get_by_text("第 3 版").first.wait_for()
    assert "王编辑写的一句。" in written_on(page).inner_text()
    page.goto(f"{faces.address}{draft}/history?from=2&to=3")
    assert page.locator(".diff-text del").all_inner_texts() == ["李科长"]
    assert page.locator(".diff-text ins").all_inner_texts() == ["王编辑"]


def test_expired_session_in_mid_edit_keeps_the_text(page: Any, faces: Faces, watch: Watch, draft: str) -> None:
    page.goto(faces.address + draft)
    written_on(page).wait_for()
    cookies = page.context.cookies()
    page.context.clear_cookies()
    type_at_the_end(page, "登录过期后写的一句。")
    page.get_by_text("登录已过期，内容已暂存在本机").wait_for()
    page.context.add_cookies(cookies)
    page.goto(faces.address + draft)
    page.get_by_text("已恢复您").wait_for()
    assert "登录过期后写的一句。" in written_on(page).inner_text()


def test_edit_after_the_second_review_voids_it(page: Any, faces: Faces, watch: Watch, draft: str) -> None:
    faces.run(lambda desk: review(desk, draft, ("wang", "li")))
    page.goto(f"{faces.address}{draft}?edit")
    type_at_the_end(page, "复审之后又改的一句。")
    page.keyboard.press("Control+s")
    page.get_by_text("第 2 版").first.wait_for()
    assert page.locator(".step.done").count() == 0
    page.get_by_text("2 个签署已作废").wait_for()
    assert page.get_by_role("button", name="送审").is_visible()


def test_tables_and_pasted_word_text(page: Any, faces: Faces, watch: Watch, draft: str) -> None:
    page.goto(faces.address + draft)
    type_at_the_end(page, "")
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          const word = "<style>p.MsoNormal{color:red}</style>"
            + "<p class=MsoNormal style='color:red'><o:p></o:p><b>粘贴</b>的<script>hurt()</script>字"
            + "<img src='file:///C:/Temp/clip_image002.png' alt=''></p>";
          data.setData("text/html", word);
          const area = document.querySelector(".body-area");
          area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    page.get_by_role("button", name="表格", exact=True).click()
    page.keyboard.type("表头一")
    page.get_by_role("button", name="下方加行").click()
    page.get_by_role("button", name="源代码").click()
    source = page.locator("textarea[name=body_html]").input_value()
    assert "<strong>粘贴</strong>的" in source
    assert "Mso" not in source
    assert "hurt" not in source
    assert "<img" not in source
    assert "1 张图片没有带过来" in page.locator("[data-lost]").inner_text()
    assert source.count("<tr>") == 4
    page.keyboard.press("Control+s")
    page.get_by_text("第 2 版").first.wait_for()
    assert findings(page) == []


def test_the_preview_shows_the_elder_edition_larger(page: Any, faces: Faces, watch: Watch, draft: str) -> None:
    page.goto(f"{faces.address}{draft}/preview")
    standard, elder = (page.frame_locator(f"iframe[title^={edition}]") for edition in ("普通版", "长辈版"))
    sizes = [
        frame.locator("article p").last.evaluate("e => getComputedStyle(e).fontSize") for frame in (standard, elder)
    ]
    assert float(sizes[1][:-2]) > float(sizes[0][:-2])


def test_picture_is_asked_for_words_and_attachment_for_the_truth(
    page: Any, faces: Faces, watch: Watch, draft: str
) -> None:
    page.goto(faces.address + draft)
    type_at_the_end(page, "")
    page.get_by_role("button", name="图片").click()
    dialog = page.get_by_role("dialog", name="图片")
    dialog.get_by_label("图片文件").set_input_files({"name": "图.png", "mimeType": "image/png", "buffer": PNG})
    dialog.get_by_role("button", name="确定").click()
    assert dialog.is_visible(), "a picture without words does not go in"
    dialog.get_by_label("替代文字").fill("一张示意图")
    dialog.get_by_role("button", name="确定").click()
    written_on(page).get_by_role("img", name="一张示意图").wait_for()

    page.get_by_label("添加附件").set_input_files({"name": "方案.pdf", "mimeType": "application/pdf", "buffer": PNG})
    page.get_by_text("扩展名与内容不符").wait_for()
    page.get_by_label("添加附件").set_input_files({"name": "方案.pdf", "mimeType": "text/html", "buffer": b"%PDF-1.7"})
    page.get_by_label("方案.pdf").wait_for()
    page.keyboard.press("Control+s")
    page.get_by_text("第 2 版").first.wait_for()
    assert page.get_by_label("方案.pdf").is_checked()
    assert findings(page) == []


def test_a_note_takes_the_selected_words_along(page: Any, faces: Faces, watch: Watch, draft: str) -> None:
    page.goto(faces.address + draft)
    written_on(page).get_by_text("各区人民政府").dblclick(position={"x": 20, "y": 12})
    page.get_by_text("写批注").click()
    assert page.get_by_label("针对的文字").input_value() != ""
    page.get_by_role("textbox", name="批注", exact=True).fill("请核对单位名称。")
    page.get_by_role("button", name="提交批注").click()
    page.locator(".thread").get_by_text("请核对单位名称。").wait_for()
    page.locator(".thread").get_by_role("button", name="办结").click()
    page.get_by_text("已办结 1 条").wait_for()
    assert findings(page) == []
