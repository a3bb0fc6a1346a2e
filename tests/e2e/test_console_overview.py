"""概览 in a real Chromium: charts with their tables, for eyes and for ears."""

import random
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from content_models.editorial.documents import Stage
from content_models.kit.clock import in_shanghai
from content_models.overview import repository as overview
from content_models.overview.documents import DayFigures
from tests.e2e.door import enter
from tests.e2e.faces import Faces
from tests.e2e.watching import Watch
from tests.server.desk import GOVERNMENT, Desk, a_policy, adopt_first

pytestmark = pytest.mark.browser


async def a_month(desk: Desk) -> None:
    """Thirty days of figures as the worker leaves them, and something in the audit."""
    chance, today = random.Random(7), in_shanghai(desk.store.now()).date()
    sources = [source.id for source in desk.sources.values()]
    for back in range(30):
        published = chance.randint(0, 12)
        await overview.save(
            DayFigures(
                id=(today - timedelta(days=back)).isoformat(),
                intake={source: chance.randint(1, 30) for source in sources},
                published=published,
                corrected=chance.randint(0, 2),
                to_publication=sorted(chance.randint(30, 2000) for _ in range(published)),
                reviews={stage: [chance.randint(5, 400) for _ in range(published)] for stage in Stage},
                overdue=chance.randint(1, 3),
                overdue_opened=chance.randint(0, 1),
                tallied_at=desk.store.now(),
            )
        )
    [item_id] = await desk.arrive(GOVERNMENT, a_policy())
    async with desk.logged_in("wang") as wang:
        await adopt_first(wang, item_id)


@pytest.fixture(scope="module")
def faces(mongodb_uri: str) -> Iterator[Faces]:
    faces = Faces(mongodb_uri, f"test_{uuid.uuid4().hex[:12]}")
    faces.run(a_month)
    yield faces
    faces.close()


@pytest.fixture
def watch(page: Any, faces: Faces) -> Iterator[Watch]:
    watch = Watch(faces.address).over(page)
    enter(page, faces, "qian")
    yield watch
    assert watch.problems == []


def test_a_chart_is_read_as_a_picture_and_as_a_table_and_is_taken_home(page: Any, faces: Faces, watch: Watch) -> None:
    page.goto(f"{faces.address}/console/overview?days=7", wait_until="load")
    picture = page.get_by_role("img", name="发布与更正")
    assert picture.is_visible()
    assert picture.locator("rect").count() > 0
    figure = page.locator("#corrections")
    figure.get_by_text("数据表").focus()
    page.keyboard.press("Enter")
    assert figure.get_by_role("row").count() == 8
    with page.expect_download() as download:
        figure.get_by_role("link", name="导出 CSV").click()
    assert download.value.suggested_filename.startswith("corrections-")
