"""The console in a real Chromium: by keyboard alone and with nothing from outside."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from content_models.intake.documents import ItemKind
from tests.e2e.door import open_queue
from tests.e2e.faces import Faces
from tests.e2e.watching import Watch
from tests.server.desk import GOVERNMENT, HEALTH, Desk, a_policy

pytestmark = pytest.mark.browser

ITEMS = 12


async def fill_the_queue(desk: Desk) -> None:
    for n in range(ITEMS):
        await desk.arrive(GOVERNMENT, a_policy(f"q{n}", f"第{n}号示例公告", kind=ItemKind.notice, doc_no=None))
    await desk.arrive(GOVERNMENT, a_policy("p"))
    await desk.arrive(HEALTH, a_policy("p2"))


@pytest.fixture(scope="module")
def faces(mongodb_uri: str) -> Iterator[Faces]:
    faces = Faces(mongodb_uri, f"test_{uuid.uuid4().hex[:12]}")
    faces.run(fill_the_queue)
    yield faces
    faces.close()


@pytest.fixture
def watch(page: Any, faces: Faces) -> Iterator[Watch]:
    watch = Watch(faces.address).over(page)
    page.set_viewport_size({"width": 1280, "height": 820})
    open_queue(page, faces, "wang")
    yield watch
    assert watch.problems == []


def written_on(page: Any) -> Any:
    """The body as a page to write on, which a script puts in place of the text area."""
    return page.locator(".body-area").and_(page.get_by_role("textbox", name="正文"))


def waiting(page: Any) -> int:
    return int(page.locator(".tabs [aria-current] .count").inner_text())


def current(page: Any) -> str:
    return str(page.locator("#rows [aria-current]").get_attribute("data-row"))


def press_and_wait_for_change(page: Any, key: str) -> None:
    """Press, then wait until another row is current and htmx has taken charge of its detail's forms."""
    before = current(page)
    page.keyboard.press(key)
    page.locator(f"#rows [aria-current]:not([data-row='{before}'])").wait_for()
    page.locator(f"#detail form[action*='{current(page)}'][data-htmx-powered]").first.wait_for()


def test_queue_is_worked_through_by_keyboard_without_a_reload(page: Any, faces: Faces, watch: Watch) -> None:
    page.evaluate("window.neverReloaded = true")
    before = waiting(page)
    first = current(page)

    press_and_wait_for_change(page, "j")
    press_and_wait_for_change(page, "k")
    assert current(page) == first
    for key in "axxaxa":
        press_and_wait_for_change(page, key)
    assert waiting(page) == before - 6
    assert page.locator(".rail a[aria-current] .count").inner_text() == str(before - 6)

    press_and_wait_for_change(page, "x")
    page.locator(".toast form[data-htmx-powered]").wait_for()
    page.keyboard.press("z")
    page.get_by_text("恢复原状").wait_for()
    assert waiting(page) == before - 6
    assert page.evaluate("window.neverReloaded") is True


def test_keys_are_told_on_a_sheet_and_stay_quiet_while_typing(page: Any, faces: Faces, watch: Watch) -> None:
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="键盘操作")
    sheet.wait_for()
    assert "采用为草稿" in sheet.inner_text()
    page.keyboard.press("Escape")

    page.keyboard.press("g")
    page.keyboard.press("r")
    page.get_by_role("heading", name="稿件", exact=True).wait_for()
    page.wait_for_load_state("load")
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.get_by_role("heading", name="分拣队列").wait_for()
    page.wait_for_load_state("load")
    before = waiting(page)
    page.get_by_label("原因").focus()
    page.keyboard.press("a")
    assert waiting(page) == before


def test_article_is_written_saved_and_kept_safe(page: Any, faces: Faces, watch: Watch) -> None:
    page.keyboard.press("a")
    page.get_by_role("link", name="打开稿件").click()
    written_on(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type("新写的一句示例。")
    page.get_by_role("textbox", name="标题", exact=True).fill("在浏览器里改过的示例标题")
    page.keyboard.press("Control+s")
    page.get_by_role("heading", name="在浏览器里改过的示例标题").wait_for()
    assert "新写的一句示例。" in written_on(page).inner_text()
    assert "第 2 版" in page.locator(".release-head").inner_text()


def test_an_interpretation_finds_its_policy_by_title(page: Any, faces: Faces, watch: Watch) -> None:
    async def arrive(desk: Desk) -> str:
        [policy] = await desk.arrive(GOVERNMENT, a_policy("z1", "关于垃圾分类的实施意见", doc_no=None))
        reading = a_policy("z2", "一图看懂新规定", kind=ItemKind.interpretation, doc_no=None)
        [item_id] = await desk.arrive(GOVERNMENT, reading)
        return f"{policy} {item_id}"

    for item_id in faces.run(arrive).split():
        page.goto(f"{faces.address}/console/triage?item={item_id}", wait_until="load")
        page.keyboard.press("a")
        page.get_by_text("草稿已建好").wait_for()
    page.get_by_role("link", name="打开稿件").click()
    page.wait_for_url("**/console/releases/*")  # loaded: what is typed before htmx is there is not searched for
    page.get_by_label("按标题查找政策").type("垃圾分类")
    page.get_by_label("关于垃圾分类的实施意见").check()
    page.keyboard.press("Control+s")
    page.get_by_role("complementary").get_by_role("link", name="关于垃圾分类的实施意见").wait_for()
