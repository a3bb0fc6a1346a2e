"""5 MB of text in a real Chromium: pasted, written on, kept, saved, compared and shown, and nothing of it lost."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from content_models.official_text.html import plain_text
from content_models.releases import repository as releases
from content_models.releases.documents import Content
from tests.e2e.door import enter
from tests.e2e.faces import Faces
from tests.e2e.test_console import written_on
from tests.e2e.watching import Watch, findings
from tests.server.desk import GOVERNMENT, Desk, a_policy, draft_from, press

pytestmark = pytest.mark.browser

MEGABYTES = 5
KEY = 0.5  # seconds that a character may take in the source; in one area of megabytes an input method took several
PATIENCE = 60_000  # ms: how long a loaded machine may take over one step
SENTENCE = "市人民政府各部门、各直属单位应当按照职责分工，把便民服务提升行动落到实处，及时公开进展。"
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
PASTE = """(html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  const area = document.querySelector(".body-area");
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def five_megabytes() -> list[str]:
    size = len(SENTENCE.encode()) * 3
    return [f"{number}号 {SENTENCE * 3}" for number in range(MEGABYTES * 1_000_000 // size)]


@pytest.fixture(scope="module")
def faces(mongodb_uri: str) -> Iterator[Faces]:
    faces = Faces(mongodb_uri, f"test_{uuid.uuid4().hex[:12]}")
    yield faces
    faces.close()


@pytest.fixture
def draft(faces: Faces) -> str:
    async def adopt(desk: Desk) -> str:
        [item_id] = await desk.arrive(GOVERNMENT, a_policy(uuid.uuid4().hex[:6], body_html="<p>原有的正文。</p>"))
        return await draft_from(desk, item_id)

    return faces.run(adopt)


def saved(faces: Faces, draft: str) -> Content:
    async def read(_: Desk) -> Content:
        release = await releases.load(draft.rpartition("/")[2])
        return (await releases.load_revision(release.current_revision_id)).content

    return faces.run(read)


def saved_text(faces: Faces, draft: str) -> str:
    return saved(faces, draft).body_text


def written(page: Any) -> str:
    """Every word on the page to write on, in lines, whether or not the browser has painted them."""
    return plain_text(written_on(page).evaluate("area => area.innerHTML"))


def type_at_the_end(page: Any, words: str) -> None:
    """As fast as a person does: the editor takes the place of the caret from the browser between two keys."""
    written_on(page).focus()
    page.evaluate(PAINTED)
    page.keyboard.press("Control+End")
    page.evaluate(PAINTED)
    page.keyboard.type(words)
    page.evaluate(PAINTED)


def test_five_megabytes_are_pasted_kept_saved_and_shown(page: Any, faces: Faces, draft: str) -> None:
    page.set_default_timeout(PATIENCE)
    watch = Watch(faces.address).over(page)
    page.set_viewport_size({"width": 1280, "height": 860})
    enter(page, faces, "wang")
    page.goto(faces.address + draft)
    paragraphs = five_megabytes()
    type_at_the_end(page, "\n")
    page.evaluate(PASTE, "".join(f"<p>{words}</p>" for words in paragraphs))
    type_at_the_end(page, "最后写的一句。")
    page.locator("#save-state.kept-well").wait_for()  # says so only when the newest words are kept

    page.reload()
    page.locator(".resumed").wait_for()
    expected = "\n".join(["原有的正文。", *paragraphs]) + "最后写的一句。"
    assert written(page) == expected

    page.keyboard.press("Control+s")
    page.locator(".release-head").get_by_text("第 2 版").wait_for()
    assert saved_text(faces, draft) == expected
    type_at_the_end(page, "保存后又写。")
    page.keyboard.press("Control+s")
    page.locator(".release-head").get_by_text("第 3 版").wait_for()
    assert saved_text(faces, draft) == expected + "保存后又写。"

    page.goto(f"{faces.address}{draft}/history?from=2&to=3")
    assert page.locator(".diff-text ins").all_inner_texts() == ["保存后又写。"]
    page.goto(f"{faces.address}{draft}/preview/screen?edition=standard")
    last = page.locator(".prose p").last
    last.scroll_into_view_if_needed()
    assert last.inner_text().endswith("保存后又写。")
    assert watch.problems == []


def test_two_who_save_five_megabytes_see_only_what_differs(page: Any, faces: Faces, draft: str) -> None:
    page.set_default_timeout(PATIENCE)
    enter(page, faces, "wang")
    page.goto(faces.address + draft)
    body = "".join(f"<p>{words}</p>" for words in five_megabytes())

    async def save_first(desk: Desk) -> None:
        async with desk.logged_in("li") as li:
            first = await press(li, draft, draft, body_html=f"<p>原有的正文。</p>{body}<p>李科长写的。</p>")
            assert first.status_code == 200

    faces.run(save_first)
    type_at_the_end(page, "\n")
    page.evaluate(PASTE, f"{body}<p>王编辑写的。</p>")
    page.keyboard.press("Control+s")
    page.get_by_role("alert").get_by_text("没有丢失").wait_for()
    page.wait_for_load_state("load")
    assert page.locator(".compare ins").all_inner_texts() == ["王编辑"]
    assert page.locator(".compare del").all_inner_texts() == ["李科长"]
    assert "王编辑写的。" in page.locator("textarea[name=body_html]").input_value()


def keys_cost(page: Any, area: Any, words: str) -> float:
    """Seconds of the page's main thread, for words as an input method puts them in, behind the first tag."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("Performance.enable")

    def spent() -> float:
        found = {one["name"]: one["value"] for one in cdp.send("Performance.getMetrics")["metrics"]}
        return float(found["TaskDuration"])

    area.evaluate("area => { area.focus(); area.setSelectionRange(3, 3); }")
    before = spent()
    for word in words:
        cdp.send("Input.imeSetComposition", {"text": "pin", "selectionStart": 3, "selectionEnd": 3})
        cdp.send("Input.insertText", {"text": word})
        page.evaluate(PAINTED)
    return spent() - before


def test_the_source_of_five_megabytes_can_be_typed_in_and_a_look_at_it_changes_nothing(
    page: Any, faces: Faces, draft: str
) -> None:
    page.set_default_timeout(PATIENCE)
    enter(page, faces, "wang")
    paragraphs = [f"<p>{words}</p>" for words in five_megabytes()]

    async def save_first(desk: Desk) -> None:
        async with desk.logged_in("wang") as wang:
            await press(wang, draft, draft, body_html="".join(paragraphs))

    faces.run(save_first)
    page.goto(faces.address + draft)
    source, tool = page.locator("textarea[name=body_html]"), page.get_by_role("button", name="源代码")
    tool.click()
    whole = "() => new FormData(document.getElementById('editor')).get('body_html')"
    first = source.input_value()
    assert paragraphs[: first.count("\n") + 1] == first.split("\n")
    assert page.evaluate(whole) == "".join(paragraphs)
    assert keys_cost(page, source, "源代码里写的") < 6 * KEY
    page.get_by_role("button", name="下一段").click()
    assert source.input_value().startswith(paragraphs[first.count("\n") + 1])
    part = page.get_by_label("第几段")
    part.select_option(index=part.locator("option").count() - 1)
    source.press("Control+End")
    page.keyboard.type("<p>最后一段</p>")
    assert findings(page) == []
    tool.click()
    assert written_on(page).locator("p").first.inner_text().startswith("源代码里写的")
    page.keyboard.press("Control+s")
    page.locator(".release-head").get_by_text("第 3 版").wait_for()
    paragraphs[0] = paragraphs[0].replace("<p>", "<p>源代码里写的", 1)
    assert saved(faces, draft).body_html == "".join([*paragraphs, "<p>最后一段</p>"])
