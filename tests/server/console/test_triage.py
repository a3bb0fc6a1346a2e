"""The triage queue: what is shown, and that each act brings the next item."""

import httpx
import pytest

from content_models.intake import repository as intake
from content_models.intake.documents import TriageState
from server.console.triage_query import QueueView
from tests.server.desk import GOVERNMENT, HEALTH, Desk, a_policy, form_of, press, shown_text

HTMX = {"hx-request": "true", "hx-target": "div#workbench"}


@pytest.fixture
async def queue(desk: Desk) -> list[str]:
    """Ids in the order of the list."""
    titles = ("甲示例通知", "乙示例通知", "丙示例通知")
    items = [a_policy(str(n), title, doc_no=None) for n, title in enumerate(titles)]
    ids = [item_id for item in items for item_id in await desk.arrive(GOVERNMENT, item)]
    return ids[::-1]


async def send(client: httpx.AsyncClient, item_id: str, act: str, **headers: str) -> httpx.Response:
    page = await client.get(f"/console/triage?item={item_id}")
    action = f"/console/triage/{item_id}/{act}"
    return await client.post(action, data=form_of(page, action), headers=headers)


async def test_list_shows_what_waits_with_kind_source_and_group(desk: Desk) -> None:
    await desk.arrive(HEALTH, a_policy("h"))
    await desk.arrive(GOVERNMENT, a_policy("g"))
    async with desk.logged_in("wang") as wang:
        page = await wang.get("/console/triage")
    assert page.text.count('class="row-item"') == 1
    assert "同源 2" in shown_text(page)
    assert "文号" in shown_text(page)
    assert "相同" in shown_text(page)
    assert "市府办网站" in shown_text(page)


async def test_spiking_shows_the_next_item_and_can_be_undone(desk: Desk, queue: list[str]) -> None:
    first, second, _ = queue
    async with desk.logged_in("wang") as wang:
        answer = await send(wang, first, "spike", **HTMX)
        assert answer.status_code == 200
        assert answer.text.lstrip().startswith('<div id="workbench"')
        assert f'data-row="{second}" aria-current="true"' in answer.text
        assert 'hx-swap-oob="true"' in answer.text
        assert (await intake.load(first)).state is TriageState.spiked

        undo = "/console/triage/undo"
        await wang.post(undo, data=form_of(answer, undo), headers=HTMX)
    assert (await intake.load(first)).state is TriageState.pending


async def test_last_item_leaves_an_empty_queue_that_says_so(desk: Desk, queue: list[str]) -> None:
    async with desk.logged_in("wang") as wang:
        for item_id in queue:
            answer = await send(wang, item_id, "adopt", **HTMX)
    assert "都处理完了" in shown_text(answer)


async def test_without_htmx_the_same_forms_work_by_redirect(desk: Desk, queue: list[str]) -> None:
    first, second, _ = queue
    async with desk.logged_in("wang") as wang:
        answer = await send(wang, first, "adopt")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/console/triage?item={second}"


async def test_item_that_someone_else_took_is_refused_in_place(desk: Desk, queue: list[str]) -> None:
    async with desk.logged_in("wang") as wang, desk.logged_in("li") as li:
        page = await wang.get(f"/console/triage?item={queue[0]}")
        await send(li, queue[0], "spike")
        action = f"/console/triage/{queue[0]}/adopt"
        answer = await wang.post(action, data=form_of(page, action), headers=HTMX)
    assert answer.status_code == 409
    assert "他人已先" in shown_text(answer)


async def test_source_that_moved_on_offers_a_correction(desk: Desk) -> None:
    [item_id] = await desk.arrive(GOVERNMENT, a_policy())
    async with desk.logged_in("wang") as wang:
        await send(wang, item_id, "adopt")
        await desk.arrive(GOVERNMENT, a_policy(body_html="<p>来源更正后的示例正文。</p>"))
        page = await wang.get(f"/console/triage?list=changed&item={item_id}")
        assert "源文已变更" in shown_text(page)
        answer = await press(wang, f"/console/triage?list=changed&item={item_id}", f"/console/triage/{item_id}/correct")
        release = (await intake.load(item_id)).release_id
        draft = await wang.get(f"/console/releases/{release}")
    assert answer.status_code == 200
    assert "来源更正后的示例正文" in draft.text


async def test_filters_and_later_pages_are_plain_addresses(desk: Desk, queue: list[str]) -> None:
    async with desk.logged_in("wang") as wang:
        assert "这里没有条目" in shown_text(await wang.get("/console/triage?list=spiked"))
        first = desk.deps.board.row(queue[0])
        assert first
        rest = await wang.get(QueueView().below(first).href)
    assert rest.text.count('class="row-item"') == 2


@pytest.mark.parametrize(
    ("username", "offered"),
    [
        ("wang", {"adopt", "spike", "snooze"}),
        ("zhao", {"spike", "snooze"}),
        ("chen", {"adopt"}),
        ("sun", set()),
        ("qian", set()),
    ],
)
async def test_only_what_one_may_do_is_offered(desk: Desk, username: str, offered: set[str]) -> None:
    [item_id] = await desk.arrive(HEALTH, a_policy("h", doc_no=None))
    async with desk.logged_in(username) as client:
        page = await client.get(f"/console/triage?item={item_id}")
    acts = {act for act in ("adopt", "spike", "snooze") if f"/console/triage/{item_id}/{act}" in page.text}
    assert acts == offered
    assert ('name="chosen"' in page.text) is bool(offered)
    assert ("只能查看来稿" in shown_text(page)) is not bool(offered)
