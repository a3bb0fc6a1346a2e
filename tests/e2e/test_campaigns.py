"""推送 in a real Chromium: a head approves, somebody holds, goes on, stops and takes back, and sees it happen."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from content_models.announcements import repository as campaigns
from content_models.announcements.limits import PushLimits
from tests.content_models.announcements.support import resident
from tests.e2e.door import enter
from tests.e2e.faces import Faces
from tests.e2e.watching import Watch, findings
from tests.push.phones import Phones, planned, push_all
from tests.server.desk import Desk

pytestmark = pytest.mark.browser

TWO_PEOPLE = PushLimits(approval_above=0, daily_cap=100)
TABLET = {"width": 820, "height": 1180}
DESK = {"width": 1280, "height": 820}


@dataclass
class Told:
    """A campaign and its page."""

    faces: Faces
    campaign_id: str

    @property
    def address(self) -> str:
        return f"{self.faces.address}/console/campaigns/{self.campaign_id}"


@pytest.fixture(scope="module")
def faces(mongodb_uri: str) -> Iterator[Faces]:
    faces = Faces(mongodb_uri, f"test_{uuid.uuid4().hex[:12]}")
    faces.run(three_phones)
    yield faces
    faces.close()


async def three_phones(desk: Desk) -> None:
    await resident(desk.store, "reader", "housing", devices=2)
    await resident(desk.store, "neighbour", "families")


@pytest.fixture
def told(faces: Faces) -> Told:
    """One that waits for a second person."""
    made: list[str] = []

    async def announce(desk: Desk) -> None:
        made.append((await planned(desk.store, TWO_PEOPLE)).id)

    faces.run(announce)
    return Told(faces, made[0])


@pytest.fixture
def watch(page: Any, faces: Faces) -> Iterator[Watch]:
    watch = Watch(faces.address).over(page)
    page.set_viewport_size(DESK)
    enter(page, faces, "zhao")
    yield watch
    assert watch.problems == []


def state(page: Any) -> Any:
    return page.locator("#figures .health")


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_approved_held_resumed_and_sent_as_the_page_looks_on(page: Any, told: Told, watch: Watch) -> None:
    page.goto(told.address)
    assert state(page).inner_text() == "等待批准"
    press(page, "批准推送")
    page.get_by_text("赵主任 批准").wait_for()
    press(page, "暂停")
    page.locator("#figures .health", has_text="已暂停").wait_for()
    press(page, "继续")
    page.locator("#figures .health", has_text="发送中").wait_for()
    page.evaluate("window.neverReloaded = true")

    async def send(desk: Desk) -> None:
        await push_all(desk.store, Phones(), TWO_PEOPLE)

    told.faces.run(send)
    page.locator("#figures .health", has_text="已完成").wait_for()
    assert page.evaluate("window.neverReloaded"), "the figures came by themselves"
    assert "送达\n3" in page.locator("#figures").inner_text()
    page.reload()
    assert page.locator(".trail li").count() == 3


def test_stopped_before_anybody_was_told(page: Any, told: Told, watch: Watch) -> None:
    page.goto(told.address)
    press(page, "取消推送")
    page.locator("#figures .health", has_text="已取消").wait_for()
    assert page.get_by_role("button", name="批准推送").count() == 0

    async def look(desk: Desk) -> None:
        phones = Phones()
        await push_all(desk.store, phones, TWO_PEOPLE)
        shown = [notice.campaign_id for notices in phones.shown.values() for notice in notices]
        assert told.campaign_id not in shown
        assert (await campaigns.load(told.campaign_id)).counts.suppressed == 3

    told.faces.run(look)


def test_taken_back_with_a_reason_that_residents_see(page: Any, told: Told, watch: Watch) -> None:
    page.goto(told.address)
    page.get_by_text("收回通知").first.click()
    page.get_by_label("收回原因").fill("附件有误")
    press(page, "确认收回")
    page.get_by_role("heading", name="这条通知已收回：附件有误").wait_for()  # of the notice that replaces it
    page.goto(told.address)
    assert "收回通知" in page.inner_text(".trail")
    page.goto(f"{told.faces.address}/console/campaigns")
    assert "这条通知已收回：附件有误" in page.inner_text("#campaigns")


def test_both_pages_are_readable_for_everyone(page: Any, told: Told, watch: Watch) -> None:
    for address in (told.address, f"{told.faces.address}/console/campaigns"):
        page.goto(address)
        for size in (DESK, TABLET):
            page.set_viewport_size(size)
            assert findings(page) == []
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, "no part hangs over the edge"


def test_the_page_is_worked_by_keyboard(page: Any, told: Told, watch: Watch) -> None:
    page.goto(told.address)
    page.get_by_role("button", name="批准推送", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_text("赵主任 批准").wait_for()
