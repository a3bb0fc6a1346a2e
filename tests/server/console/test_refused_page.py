"""What the desk refuses is said inside the desk, with what to do next; what stands on the page stays there."""

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.server.desk import Desk, shown_text

HTMX = {"hx-request": "true"}


def navigation(page: httpx.Response) -> list[str]:
    return [link.text(strip=True) for link in LexborHTMLParser(page.text).css("#rail nav a")]


@pytest.mark.parametrize(
    ("method", "address", "status", "says"),
    [
        ("GET", "/console/people", 403, "从左侧菜单继续"),
        ("GET", "/console/releases/guessed-id", 404, "按标题查找"),
        ("GET", "/console/no-such-page", 404, "按标题查找"),
        ("GET", "/console/releases/some-id/publish", 405, "不能直接打开"),
        ("POST", "/console/schedules/noted", 422, "后退"),
    ],
)
async def test_somebody_at_the_desk_stays_there(desk: Desk, method: str, address: str, status: int, says: str) -> None:
    async with desk.logged_in("wang") as wang:
        answer = await wang.request(method, address)
    assert (answer.status_code, says in shown_text(answer)) == (status, True), shown_text(answer)
    assert any(entry.startswith("稿件") for entry in navigation(answer))
    assert "reader.css" not in answer.text


async def test_the_way_back_is_the_page_one_came_from_and_no_other_site(desk: Desk) -> None:
    async with desk.logged_in("wang") as wang:
        came = await wang.get("/console/people", headers={"referer": "http://desk.test/console/releases?state=draft"})
        lured = await wang.get("/console/people", headers={"referer": "http://evil.example/console/releases"})
    assert 'href="/console/releases?state=draft"' in came.text
    assert "evil.example" not in lured.text
    assert "回到刚才的页面" not in lured.text


async def test_nobody_sees_the_navigation_without_a_session(desk: Desk) -> None:
    async with desk.visitor() as stranger:
        answer = await stranger.get("/console/no-such-page")
    assert answer.status_code == 404
    assert navigation(answer) == []
    assert 'href="/console/triage"' in answer.text


async def test_a_part_of_a_page_gets_a_notice_beside_it(desk: Desk) -> None:
    async with desk.logged_in("wang") as wang:
        answer = await wang.post("/console/releases/guessed-id/notes", data={"key": "k" * 12}, headers=HTMX)
    assert answer.status_code == 404
    assert answer.headers["hx-retarget"] == "#refused"
    assert 'role="alert"' in answer.text
    assert "<html" not in answer.text
