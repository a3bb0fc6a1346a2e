"""The triage queue in a real Chromium: a hundred items by keyboard alone, and what changes while one looks at it."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from content_models.intake import repository as intake
from content_models.intake.documents import ItemKind, TriageState
from tests.e2e.door import open_queue
from tests.e2e.faces import Faces
from tests.e2e.test_console import press_and_wait_for_change
from tests.e2e.watching import Watch, findings
from tests.server.desk import GOVERNMENT, HEALTH, Desk, a_policy

pytestmark = pytest.mark.browser

ITEMS = 130
TRIAGED = 100
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"


async def fill_the_queue(desk: Desk) -> None:
    items = [
        a_policy(f"t{n}", f"第{n}号示例公告", kind=ItemKind.notice, doc_no=None, body_text=f"示例正文{n}。")
        for n in range(ITEMS)
    ]
    await desk.arrive(GOVERNMENT, *items)
    await desk.arrive(HEALTH, a_policy("x", f"关于貔貅的示例通知{HOSTILE}", doc_no=None))


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
    page.add_init_script(
        "addEventListener('securitypolicyviolation', (event) => console.error('csp', event.violatedDirective))"
    )
    open_queue(page, faces, "wang")
    yield watch
    page.goto("about:blank")  # the stream ends before the server does
    assert watch.problems == []


def counter(page: Any, name: str) -> int:
    return int(page.locator(f".tabs [data-count={name}]").inner_text())


def arrive_one(faces: Faces, title: str) -> None:
    async def arrive(desk: Desk) -> None:
        await desk.arrive(HEALTH, a_policy(title, title, kind=ItemKind.notice, doc_no=None))
        await desk.deps.board.refresh(desk.store)  # as the following task of a real api process does

    faces.run(arrive)


def test_new_items_are_counted_and_announced_while_nothing_moves(page: Any, faces: Faces, watch: Watch) -> None:
    before = counter(page, "waiting")
    row = page.locator("#rows .row-item").nth(3)
    place = row.bounding_box()
    page.locator("#queue-words").focus()
    arrive_one(faces, "刚刚到的示例公告")
    page.locator(f".tabs [data-count=waiting]:text-is('{before + 1}')").wait_for()
    page.locator(f".rail [data-count=waiting]:text-is('{before + 1}')").wait_for()
    assert page.locator("[data-news]").inner_text().startswith("有 1 条新来稿")
    assert row.bounding_box() == place
    assert page.evaluate("document.activeElement.id") == "queue-words"
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.locator("#rows li:first-child .row-title:text-is('刚刚到的示例公告')").wait_for()
    assert page.locator("[data-news]").is_hidden()


def test_counters_are_asked_for_where_there_is_no_stream(page: Any, faces: Faces, watch: Watch) -> None:
    page.add_init_script("delete window.EventSource")
    page.clock.install()
    page.reload(wait_until="load")
    before = counter(page, "waiting")
    arrive_one(faces, "没有事件流时到的示例公告")
    page.clock.fast_forward(16_000)
    page.locator(f".tabs [data-count=waiting]:text-is('{before + 1}')").wait_for()


def test_words_filter_as_one_types_and_hostile_titles_stay_text(page: Any, faces: Faces, watch: Watch) -> None:
    arrive_one(faces, f"关于饕餮的示例通知{HOSTILE}")  # another test may have cleared the queue of what was there
    page.keyboard.press("/")
    page.keyboard.type("饕餮")
    page.get_by_text("符合的").wait_for()
    assert page.locator("#rows .row-item").count() == 1
    assert "<script>alert(1)" in page.locator(".row-title").inner_text()
    assert page.evaluate("document.activeElement.id") == "queue-words"
    page.get_by_role("link", name="清除筛选").click()
    page.locator("#rows .row-item").nth(10).wait_for()
    assert page.locator("#queue-words").input_value() == ""


def test_ticked_rows_are_done_together_and_undone_together(page: Any, faces: Faces, watch: Watch) -> None:
    before, snoozed = counter(page, "waiting"), counter(page, "snoozed")
    page.keyboard.press("v")
    press_and_wait_for_change(page, "j")
    page.keyboard.press("v")
    page.get_by_text("已勾选 2 条").wait_for()
    page.keyboard.press("s")
    page.get_by_text("已暂缓 2 条").wait_for()
    assert counter(page, "waiting") == before - 2
    assert counter(page, "snoozed") == snoozed + 2
    assert page.locator("#rows [name=chosen]:checked").count() == 0
    page.locator(".toast form[data-htmx-powered]").wait_for()
    page.keyboard.press("z")
    page.get_by_text("2 条来稿恢复原状").wait_for()
    assert (counter(page, "waiting"), counter(page, "snoozed")) == (before, snoozed)


def test_the_sheet_lists_every_key_that_works_here_and_no_other(page: Any, faces: Faces, watch: Watch) -> None:
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="键盘操作")
    listed = set(sheet.locator("dt").all_inner_texts())
    assert {"j ↓", "k ↑", "/", "a", "x", "s", "l", "m", "o", "v", "?", "g t"} <= {" ".join(t.split()) for t in listed}
    assert "采用勾选的" not in sheet.inner_text()
    page.keyboard.press("Escape")


def test_a_menu_chosen_for_one_item_is_not_kept_for_the_next(page: Any, faces: Faces, watch: Watch) -> None:
    menu = page.locator("#detail select[name=until]")
    menu.select_option("month")
    page.locator("#queue-title").click()
    press_and_wait_for_change(page, "x")
    assert page.locator("#detail select[name=until]").input_value() == "tomorrow"


def test_a_policy_is_linked_from_the_queue(page: Any, faces: Faces, watch: Watch) -> None:
    async def arrive(desk: Desk) -> str:
        [policy] = await desk.arrive(GOVERNMENT, a_policy("lp", "关于垃圾分类的实施意见", doc_no=None))
        [reading] = await desk.arrive(GOVERNMENT, a_policy("lr", "一图看懂垃圾分类", doc_no=None))
        return f"{policy} {reading}"

    policy, reading = faces.run(arrive).split()
    page.goto(f"{faces.address}/console/triage?item={policy}", wait_until="load")
    page.keyboard.press("a")
    page.get_by_text("草稿已建好").wait_for()
    page.goto(f"{faces.address}/console/triage?item={reading}", wait_until="load")
    page.keyboard.press("l")
    page.get_by_label("按标题查找政策").type("垃圾分类")
    page.get_by_role("button", name="关于垃圾分类的实施意见").click()
    page.get_by_text("已关联政策，").wait_for()
    assert page.locator(".linked-policy a").inner_text() == "关于垃圾分类的实施意见"
    press_and_wait_for_change(page, "a")


def test_the_queue_reads_well_for_everyone_on_desks_and_tablets(page: Any, faces: Faces, watch: Watch) -> None:
    page.keyboard.press("v")
    page.get_by_text("已勾选 1 条").wait_for()
    inside = "[...document.querySelectorAll('.bulk .button, .detail-acts .button')]"
    for width, height in ((1280, 820), (820, 1100)):
        page.set_viewport_size({"width": width, "height": height})
        assert findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate(f"{inside}.every((one) => one.getBoundingClientRect().right <= innerWidth)")


def test_a_hundred_items_are_triaged_by_keyboard_without_a_reload(page: Any, faces: Faces, watch: Watch) -> None:
    page.evaluate("window.neverReloaded = true")
    before = counter(page, "waiting")
    for turn in range(TRIAGED):
        press_and_wait_for_change(page, "axsx"[turn % 4])
    assert counter(page, "waiting") == before - TRIAGED
    assert page.evaluate("window.neverReloaded") is True

    async def states(desk: Desk) -> dict[TriageState, int]:
        return await intake.counts_by_state()

    decided = faces.run(states)
    assert decided[TriageState.adopted] >= TRIAGED // 4
    assert decided[TriageState.snoozed] >= TRIAGED // 4
    assert decided[TriageState.spiked] >= TRIAGED // 2


def test_a_key_pressed_before_the_next_item_is_shown_waits_for_it(page: Any, faces: Faces, watch: Watch) -> None:
    for title in ("先来的示例公告", "后来的示例公告"):
        arrive_one(faces, title)
    page.goto(f"{faces.address}/console/triage", wait_until="load")
    page.locator("#detail form[data-htmx-powered]").first.wait_for()
    shown = page.locator("#rows .row-item").nth(1)
    title, item = shown.locator(".row-title").inner_text(), shown.get_attribute("data-row")
    held: list[Any] = []
    page.route(f"**/console/triage?**item={item}**", lambda route: held.append(route))
    page.keyboard.press("j")
    page.locator("#detail[aria-busy=true]").wait_for()
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.wait_for_function("document.querySelector('#detail').dataset.held === 'x'")
    assert page.locator("#rows [aria-current]").get_attribute("data-row") == item
    held[0].continue_()
    page.locator(".toast", has_text="已放弃").wait_for()
    assert title in page.locator(".toast").inner_text()


def test_a_detail_that_never_comes_leaves_what_is_shown(page: Any, faces: Faces, watch: Watch) -> None:
    page.locator("#detail form[data-htmx-powered]").first.wait_for()
    first, second = (page.locator("#rows .row-item").nth(n).get_attribute("data-row") for n in (0, 1))
    page.route(f"**/console/triage?**item={second}**", lambda route: route.abort())
    page.keyboard.press("j")
    page.locator(f"#rows [data-row='{first}'][aria-current]").wait_for()
    assert page.locator("#detail").get_attribute("aria-busy") is None
    watch.problems.clear()  # the browser complains of the request that was cut off
