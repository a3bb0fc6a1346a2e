"""What clerks and their browsers do to a page, in a real Chromium: too fast, twice, backwards, too late."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from content_models.releases import repository as releases
from content_models.releases.documents import EventKind
from tests.e2e.door import enter, open_queue
from tests.e2e.faces import Faces
from tests.e2e.test_lifecycle import SIZES, drafted
from tests.e2e.watching import Watch
from tests.server.desk import GOVERNMENT, a_policy

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def faces(mongodb_uri: str) -> Iterator[Faces]:
    faces = Faces(mongodb_uri, f"test_{uuid.uuid4().hex[:12]}")
    yield faces
    faces.close()


@pytest.fixture
def watch(page: Any, faces: Faces) -> Watch:
    watch = Watch(faces.address).over(page)
    page.set_viewport_size(SIZES[0])
    enter(page, faces, "zhao")
    return watch


def publications(faces: Faces, address: str) -> int:
    async def count(_: object) -> int:
        events = await releases.events_of(address.rpartition("/")[2])
        return sum(event.kind is EventKind.published for event in events)

    return faces.run(count)


def publish_button(page: Any) -> Any:
    return page.get_by_role("region", name="发布", exact=True).get_by_role("button", name="发布")


def test_a_double_click_publishes_once(page: Any, faces: Faces, watch: Watch) -> None:
    release = drafted(faces, "double", reviewed=True)
    page.goto(faces.address + release)
    publish_button(page).dblclick()
    page.locator(".release-head").get_by_text("已发布").wait_for()
    assert page.get_by_role("alert").count() == 0
    assert publications(faces, release) == 1
    assert watch.problems == []


def test_the_page_behind_the_back_button_publishes_nothing_again(page: Any, faces: Faces, watch: Watch) -> None:
    release = drafted(faces, "back", reviewed=True)
    page.goto(faces.address + release)
    publish_button(page).click()
    page.locator(".release-head").get_by_text("已发布").wait_for()
    page.go_back()
    if publish_button(page).count():  # the browser showed the page as it was
        publish_button(page).click()
        page.locator(".release-head").get_by_text("已发布").wait_for()
    assert publications(faces, release) == 1


def test_of_two_who_publish_at_once_the_later_is_told(page: Any, faces: Faces, watch: Watch, new_context: Any) -> None:
    release = drafted(faces, "both", reviewed=True)
    other = new_context().new_page()
    enter(other, faces, "li")
    for one in (page, other):
        one.goto(faces.address + release)
    publish_button(page).click()
    page.locator(".release-head").get_by_text("已发布").wait_for()
    publish_button(other).click()
    said = other.get_by_role("alert").first
    said.wait_for()
    assert "他人已先处理了这篇稿件" in said.inner_text()
    assert publications(faces, release) == 1


def test_an_hour_that_has_passed_is_refused_beside_the_button(page: Any, faces: Faces, watch: Watch) -> None:
    release = drafted(faces, "past", reviewed=True)
    page.goto(faces.address + release, wait_until="load")
    page.get_by_role("button", name="选择发布时间").click()
    hour = page.locator("input[name=due_at]")
    hour.evaluate("box => { box.removeAttribute('min'); box.value = '2020-01-01T08:00' }")
    hour.evaluate("box => box.form.requestSubmit()")
    said = page.get_by_role("alert").first
    said.wait_for()
    assert "已经过去（服务器现在是" in said.inner_text()


def test_an_adoption_is_taken_back_with_one_key(page: Any, faces: Faces, watch: Watch) -> None:
    faces.run(lambda desk: desk.arrive(GOVERNMENT, a_policy("undo", "按错键的示例通知", doc_no=None)))
    open_queue(page, faces, "wang")
    row = page.locator("#rows").get_by_text("按错键的示例通知")
    row.click()
    page.locator("#detail").get_by_role("heading", name="按错键的示例通知").wait_for()
    page.locator("#detail form[action$='/adopt'][data-htmx-powered]").wait_for()
    page.keyboard.press("a")
    page.get_by_text("草稿已建好").wait_for()
    page.locator(".toast form[data-htmx-powered]").wait_for()
    page.keyboard.press("z")
    page.get_by_text("恢复原状").wait_for()
    assert page.locator("#rows").get_by_text("按错键的示例通知").count() == 1
    assert watch.problems == []
