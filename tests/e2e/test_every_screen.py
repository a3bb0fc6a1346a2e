"""Every screen of the console in a real Chromium, at a desk and on a tablet: readable for everyone, and it fits."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from content_models.audit.documents import PolicyReport
from server.auth import sessions
from tests.e2e.every_screen import EVERYBODY, MORE_SCREENS, SCREENS, fill, session_of
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


@pytest.fixture
def watch(page: Any, faces: Faces) -> Iterator[Watch]:
    watch = Watch(faces.address).over(page)
    yield watch
    assert watch.problems == []


def open_screen(page: Any, faces: Faces, names: dict[str, str], screen: str) -> None:
    page.goto(f"{faces.address}/console/{screen.format(**names)}", wait_until="load")
    page.get_by_role("heading", level=1).first.wait_for()


@pytest.mark.parametrize("screen", [*SCREENS.values(), *MORE_SCREENS])
def test_screen_has_no_serious_finding_and_fits_desk_and_tablet(
    page: Any, faces: Faces, names: dict[str, str], session: str, watch: Watch, screen: str
) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    if screen != "login":
        page.context.add_cookies([{"name": sessions.COOKIE, "value": session, "url": faces.address}])
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
