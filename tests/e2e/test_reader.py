"""H5 in a real Chromium: complete with scripts off, no sideways scroll, readable for everyone in every edition."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from content_models.intake.documents import ItemKind
from content_models.search.follower import SearchFollower
from content_models.search.home import SearchHome
from tests.e2e.faces import Faces
from tests.e2e.watching import Watch, findings
from tests.server.desk import GOVERNMENT, Desk, a_policy, adopt_first, press, public_address, publish, review

pytestmark = pytest.mark.browser

READING = "《便民服务提升行动方案》政策解读"


async def publish_a_bundle(desk: Desk) -> str:
    """A policy with its interpretation; gives the policy's public address."""
    reading = a_policy("2", READING, kind=ItemKind.interpretation, doc_no=None)
    addresses = []
    for item in (a_policy(), reading):
        [item_id] = await desk.arrive(GOVERNMENT, item)
        async with desk.logged_in("wang") as wang:
            addresses.append(await adopt_first(wang, item_id))
    policy, interpretation = addresses
    async with desk.logged_in("wang") as wang:
        await press(wang, interpretation, interpretation, policies=[policy.rsplit("/", 1)[1]])
    for address in addresses:
        await review(desk, address)
    await publish(desk, policy)
    return await public_address(desk, policy)


@pytest.fixture(scope="module")
def faces(mongodb_uri: str) -> Iterator[Faces]:
    faces = Faces(mongodb_uri, f"test_{uuid.uuid4().hex[:12]}")
    yield faces
    faces.close()


@pytest.fixture(scope="module")
def article(faces: Faces) -> str:
    return faces.run(publish_a_bundle)


@pytest.fixture(scope="module")
def results(faces: Faces, article: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a search that finds both; the index is made here, as the api process would."""
    home = SearchHome(tmp_path_factory.mktemp("search"))

    async def index(desk: Desk) -> None:
        await SearchFollower(desk.store, home, desk.deps.search).step()

    faces.run(index)
    return "/search?q=便民服务提升"


@pytest.fixture
def phone(browser: Any, faces: Faces) -> Iterator[Any]:
    """A phone with scripts switched off, under watch."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    watch = Watch(faces.address).over(page)
    yield page
    context.close()
    assert watch.problems == []


def test_resident_reads_a_policy_and_its_interpretation_without_scripts(phone: Any, faces: Faces, article: str) -> None:
    phone.goto(faces.address)
    phone.get_by_text("附解读 1 篇").wait_for()
    phone.get_by_role("link", name="便民服务提升行动方案的通知").click()
    assert phone.url == faces.address + article
    assert "示政办发〔2026〕12号" in phone.locator("dl").inner_text()
    phone.get_by_role("navigation", name="政策解读").get_by_role("link", name=READING).click()
    phone.get_by_role("heading", level=1, name=READING).wait_for()
    phone.get_by_role("navigation", name="所解读的政策").get_by_role("link").click()
    assert phone.url == faces.address + article


def test_resident_searches_without_scripts(phone: Any, faces: Faces, article: str, results: str) -> None:
    phone.goto(faces.address)
    phone.get_by_role("link", name="搜索").click()
    phone.get_by_role("searchbox").fill("bianmin fuwu")
    phone.get_by_role("searchbox").press("Enter")
    phone.get_by_text("找到 2 条").wait_for()
    phone.get_by_text("筛选").click()
    phone.get_by_role("link", name="政策文件").click()
    phone.get_by_text("找到 1 条").wait_for()
    phone.get_by_role("link", name="便民服务提升行动方案的通知").click()
    assert phone.url == faces.address + article


def test_elder_edition_has_large_text_and_targets(phone: Any, faces: Faces, article: str) -> None:
    phone.goto(faces.address + article)
    phone.get_by_role("button", name="长辈版").click()
    switch = phone.get_by_role("button", name="标准版")
    assert switch.bounding_box()["height"] >= 60
    assert phone.locator(".prose p").first.bounding_box()["height"] >= 22 * 1.3


def test_nothing_scrolls_sideways(page: Any, faces: Faces, article: str, results: str) -> None:
    for path in ("/", article, "/search", results):
        page.goto(faces.address + path)
        for width in (320, 390, 768):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("elder", [False, True])
def test_pages_have_no_serious_finding(
    page: Any, faces: Faces, article: str, results: str, scheme: str, elder: bool
) -> None:
    watch = Watch(faces.address).over(page)
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(faces.address)
    if elder:
        page.get_by_role("button", name="长辈版").click()
    for path in ("/", article, "/a/nothing", "/search", results):
        page.goto(faces.address + path)
        assert findings(page) == []
    assert watch.problems == []
