"""Sources, alarms and uploads in a real Chromium: by keyboard, readable for everyone, with no script needed."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from content_models.sources import repository as sources
from content_models.sources.actions.settle_alarms import settle_alarms
from content_models.sources.alarms import Finding
from content_models.sources.documents import (
    AlarmKind,
    AlarmLevel,
    FetchOutcome,
    FetchRecord,
    Health,
    PollMark,
    SourceAuthority,
    Validators,
)
from tests.e2e.door import enter, log_in, open_queue
from tests.e2e.faces import Faces
from tests.e2e.watching import Watch, findings
from tests.server.desk import WATER, Desk

pytestmark = pytest.mark.browser

GOOD_ROW = "第{n}号停水通知,2026-09-{day:02}"
CSV = "标题,发布时间\n" + "\n".join(GOOD_ROW.format(n=n, day=n % 28 + 1) for n in range(1, 40))
CHOSEN = "市卫健委网站"
NARROW = {"width": 390, "height": 844}


async def fill_the_desk(desk: Desk) -> str:
    """A source in trouble, with a history; gives its id."""
    now = desk.store.now()
    outcomes = [FetchOutcome.news, *[FetchOutcome.not_modified] * 9, *[FetchOutcome.failed] * 4]
    marks = [PollMark(at=now - timedelta(hours=14 - n), outcome=one, milliseconds=90) for n, one in enumerate(outcomes)]
    source = await desk.source(WATER, SourceAuthority.department)
    for mark in marks:
        await sources.record_fetch(
            desk.store,
            FetchRecord(source_id=source.id, at=mark.at, outcome=mark.outcome, milliseconds=mark.milliseconds),
            health=Health(last_asked_at=now, last_answered_at=now, recent=marks, consecutive_failures=4),
            validators=Validators(),
            next_due_at=now + timedelta(hours=8),
        )
    for kind in (AlarmKind.failing, AlarmKind.no_rows):
        finding = Finding(AlarmLevel.red, f"示例依据：{kind}")
        await settle_alarms(desk.store, await sources.load(source.id), {kind: finding})
    await settle_alarms(desk.store, await sources.load(source.id), {AlarmKind.no_rows: None})
    return source.id


@pytest.fixture(scope="module")
def faces(mongodb_uri: str) -> Iterator[Faces]:
    faces = Faces(mongodb_uri, f"test_{uuid.uuid4().hex[:12]}")
    yield faces
    faces.close()


@pytest.fixture(scope="module")
def troubled(faces: Faces) -> str:
    return faces.run(fill_the_desk)


@pytest.fixture
def watch(page: Any, faces: Faces, troubled: str) -> Iterator[Watch]:
    watch = Watch(faces.address).over(page)
    page.set_viewport_size({"width": 1280, "height": 820})
    page.on("filechooser", lambda _: None)  # a chooser is only caught once Chromium was told to, which takes a moment
    enter(page, faces, "wang")
    yield watch
    assert watch.problems == []


def source_address(faces: Faces, source_id: str) -> str:
    return f"{faces.address}/console/sources/{source_id}"


def tab_to(page: Any, name: str, presses: int = 60) -> Any:
    """Press Tab until a control whose name begins so has the focus; the links of the navigation are none."""
    for _ in range(presses):
        page.keyboard.press("Tab")
        focused = page.locator("main :focus")
        if focused.count() and focused.evaluate(_NAME).strip().startswith(name):
            return focused
    pytest.fail(f"no control named {name} is reached by Tab")


_NAME = "control => (control.labels?.length ? control.labels[0] : control).textContent"


def choose_by_keyboard(page: Any, file: Path) -> None:
    """Nothing but keys: down to the source, Tab to the file, Enter for the chooser, Tab to 上传, Enter."""
    select = tab_to(page, "2　来源")
    while select.evaluate("control => control.selectedOptions[0].textContent") != CHOSEN:
        page.keyboard.press("ArrowDown")
    tab_to(page, "3　文件")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(file)
    tab_to(page, "上传")
    page.keyboard.press("Enter")
    page.wait_for_load_state("load")


def written(file: Path, body: bytes) -> Path:
    file.write_bytes(body)
    return file


def template_of(page: Any, label: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name=f"{label} 模板").click()
    return bytes(download.value.path().read_bytes())


def test_a_file_with_one_bad_row_is_sent_by_keyboard_and_reported_row_by_row(
    page: Any, faces: Faces, watch: Watch, tmp_path: Path
) -> None:
    page.goto(f"{faces.address}/console/uploads")
    assert findings(page) == []
    choose_by_keyboard(page, written(tmp_path / "来稿.csv", f"{CSV}\n没有日期的一条,明天\n".encode("gb18030")))
    page.get_by_role("heading", name="来稿.csv").wait_for()
    assert "1 行有误，没有收下" in page.get_by_role("status").inner_text()
    table = page.get_by_role("table", name="需要修改的行")
    assert table.locator("tbody tr").count() == 1
    row = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name="第 41 行"))
    assert "明天" in row.inner_text()
    assert findings(page) == []
    page.set_viewport_size(NARROW)
    assert_no_sideways_scrolling(page)


@pytest.mark.parametrize("label", ["XLSX", "CSV", "XML"])
def test_the_template_of_each_format_is_a_file_that_can_be_handed_in(
    page: Any, faces: Faces, watch: Watch, tmp_path: Path, label: str
) -> None:
    """As downloaded, example rows and all: whoever fills it in starts from something that is taken."""
    page.goto(f"{faces.address}/console/uploads")
    choose_by_keyboard(page, written(tmp_path / f"来稿.{label.lower()}", template_of(page, label)))
    page.get_by_role("heading", name=f"来稿.{label.lower()}").wait_for()
    assert "全部收下" in page.get_by_role("status").inner_text()


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [("大.csv", b"x" * (10 * 1024 * 1024 + 1), "10 MB"), ("通知.pdf", b"%PDF-1.7 ...", "只支持")],
)
def test_a_file_that_cannot_be_taken_says_why_beside_the_field(
    page: Any, faces: Faces, watch: Watch, tmp_path: Path, name: str, body: bytes, words: str
) -> None:
    page.goto(f"{faces.address}/console/uploads")
    choose_by_keyboard(page, written(tmp_path / name, body))
    assert words in page.get_by_role("alert").inner_text()
    chosen = page.get_by_label("2　来源")
    assert chosen.evaluate("control => control.selectedOptions[0].textContent") == CHOSEN
    assert page.get_by_label("3　文件").get_attribute("aria-invalid") == "true"
    assert findings(page) == []


def test_the_page_of_a_source_is_readable_by_eye_and_by_ear(
    page: Any, faces: Faces, watch: Watch, troubled: str
) -> None:
    page.goto(source_address(faces, troubled))
    assert findings(page) == []
    drawing = page.get_by_role("img", name="最近 14 次：有新内容 1，未变化 9，失败 4")
    assert drawing.locator("rect").count() == 14
    assert page.get_by_role("region", name="抓取记录").locator("table").first.locator("tbody tr").count() == 10
    page.get_by_text("更早的 4 次").click()
    assert page.locator("details table tbody tr").first.is_visible()
    assert "列表为空" in page.get_by_role("region", name="预警历史").inner_text()
    page.set_viewport_size(NARROW)
    assert_no_sideways_scrolling(page)
    assert findings(page) == []


def test_settings_are_changed_by_keyboard_and_a_mistake_is_led_back_to(
    page: Any, faces: Faces, watch: Watch, troubled: str
) -> None:
    page.goto(f"{source_address(faces, troubled)}/settings")
    assert findings(page) == []
    tab_to(page, "自动")
    page.keyboard.press("ArrowDown")
    tab_to(page, "间隔")
    page.keyboard.press("Control+a")
    page.keyboard.type("很快")
    page.keyboard.press("Control+s")
    page.get_by_role("alert").wait_for()
    pause = page.get_by_label("间隔")
    assert (pause.input_value(), pause.get_attribute("aria-invalid")) == ("很快", "true")
    assert findings(page) == []
    pause.fill("2 小时")
    page.get_by_label("改动说明").fill("栏目更新慢")
    page.keyboard.press("Control+s")
    page.get_by_role("status").wait_for()
    assert "固定，每 2 小时一次" in page.get_by_role("region", name="设置").inner_text()
    assert "栏目更新慢" in page.get_by_role("region", name="改动记录").inner_text()


def test_two_clerks_at_one_source_see_both_versions(page: Any, faces: Faces, watch: Watch, troubled: str) -> None:
    address = f"{source_address(faces, troubled)}/settings"
    page.goto(address)
    other = page.context.new_page()
    other.goto(address)
    other.get_by_label("至少多少天更新一次").fill("20")
    other.keyboard.press("Enter")
    other.get_by_role("status").wait_for()
    page.get_by_label("至少多少天更新一次").fill("40")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    assert {"至少每 20 天更新一次", "至少每 40 天更新一次"} <= set(page.locator(".compared").all_inner_texts())
    assert page.get_by_label("至少多少天更新一次").input_value() == "40"
    assert findings(page) == []


def test_a_source_is_asked_now_and_the_page_says_so(page: Any, faces: Faces, watch: Watch, troubled: str) -> None:
    page.goto(source_address(faces, troubled))
    page.get_by_role("button", name="立即抓取").press("Enter")
    page.get_by_role("status").wait_for()

    async def is_due(desk: Desk) -> bool:
        return troubled in {source.id for source in await sources.due(desk.store.now(), 10)}

    assert faces.run(is_due)


def test_alarms_are_listed_open_and_closed(page: Any, faces: Faces, watch: Watch) -> None:
    open_queue(page, faces, "wang")
    page.keyboard.press("g")
    page.keyboard.press("a")
    page.get_by_role("heading", name="预警").wait_for()
    assert "示例依据：failing" in page.get_by_role("main").inner_text()
    assert findings(page) == []
    page.get_by_role("link", name="已解除").press("Enter")
    page.get_by_text("示例依据：no_rows").wait_for()
    assert findings(page) == []
    page.set_viewport_size(NARROW)
    assert_no_sideways_scrolling(page)


def test_everything_works_where_scripts_are_off(browser: Any, faces: Faces, troubled: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    log_in(page, faces, "li")
    page.get_by_role("heading", name="分拣队列").wait_for()
    page.goto(f"{source_address(faces, troubled)}/settings")
    page.get_by_label("栏目名称").fill("停水公告")
    page.get_by_role("button", name="保存").click()
    assert "设置已保存" in page.get_by_role("status").inner_text()
    page.get_by_role("button", name="立即抓取").click()
    assert "后台几秒内就去抓取" in page.get_by_role("status").inner_text()
    context.close()


def assert_no_sideways_scrolling(page: Any) -> None:
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
