"""Every screen of the console in a real Chromium, at a desk and on a tablet: readable for everyone, and it fits."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from content_models.audit.documents import PolicyReport
from server.auth import sessions
from tests.e2e.door import session_of
from tests.e2e.every_screen import EVERYBODY, MORE_SCREENS, SCREENS, fill
from tests.e2e.faces import Faces
from tests.e2e.watching import Watch, findings
from tests.server.desk import Desk

pytestmark = pytest.mark.browser

FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def faces(mongodb_uri: str) -> Iterator[Faces]:
    faces = Faces(mongodb_uri, f"test_{uuid.uuid4().hex[:12]}")
    yield faces
    faces.close()


@pytest.fixture(scope="module")
def names(faces: Faces) -> dict[str, str]:
    return faces.run(fill)


@pytest.fixture(scope="module")
def session(faces: Faces, names: dict[str, str]) -> str:
    """Of somebody to whom no screen is closed."""
    return faces.run(lambda desk: session_of(desk, EVERYBODY))


@pytest.fixture(scope="module")
def watched(browser: Any, browser_context_args: dict[str, Any], faces: Faces) -> Iterator[tuple[Any, Watch]]:
    """One page for all screens: a new one costs as much as the screen that is looked at."""
    context = browser.new_context(**browser_context_args)
    page = context.new_page()
    yield page, Watch(faces.address).over(page)
    context.close()


@pytest.fixture
def screen_page(watched: tuple[Any, Watch], faces: Faces, session: str) -> Iterator[Any]:
    """The page of somebody who has logged in."""
    page, watch = watched
    page.context.add_cookies([{"name": sessions.COOKIE, "value": session, "url": faces.address}])
    page.set_viewport_size({"width": 1280, "height": 900})
    yield page
    page.goto("about:blank")
    problems, watch.problems = watch.problems, []
    assert problems == []


def open_screen(page: Any, faces: Faces, names: dict[str, str], screen: str) -> None:
    page.goto(f"{faces.address}/console/{screen.format(**names)}", wait_until="load")
    page.get_by_role("heading", level=1).first.wait_for()


@pytest.mark.parametrize("screen", [*SCREENS.values(), *MORE_SCREENS])
def test_screen_has_no_serious_finding_and_fits_desk_and_tablet(
    screen_page: Any, faces: Faces, names: dict[str, str], screen: str
) -> None:
    page = screen_page
    if screen == "login":
        page.context.clear_cookies()
    open_screen(page, faces, names, screen)
    assert findings(page) == []
    assert page.evaluate(FITS)
    page.set_viewport_size({"width": 820, "height": 1180})
    assert page.evaluate(FITS), "scrolls sideways on a tablet"
    assert findings(page) == []


def test_no_browser_reported_a_breach_of_the_policy(faces: Faces, names: dict[str, str]) -> None:
    async def reported(desk: Desk) -> list[PolicyReport]:
        return await PolicyReport.find_all().to_list()

    assert faces.run(reported) == []
