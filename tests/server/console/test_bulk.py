"""Acts on what is ticked, undo, counters and hostile requests, as a browser sends them."""

import asyncio
from datetime import datetime, timedelta

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from content_models.intake import repository as intake
from content_models.intake.documents import TriageState
from content_models.kit.clock import SHANGHAI
from content_models.kit.errors import InvalidInput
from server.console.snooze_times import snooze_until
from server.console.triage_bulk import MOST_CHOSEN
from tests.server.desk import GOVERNMENT, Desk, a_policy, form_of, press, shown_text

HTMX = {"hx-request": "true", "hx-target": "div#workbench"}
BULK, UNDO = "/console/triage/bulk", "/console/triage/undo"


@pytest.fixture
async def queue(desk: Desk) -> list[str]:
    items = [a_policy(str(n), f"{name}示例通知", doc_no=None) for n, name in enumerate("甲乙丙")]
    return await desk.arrive(GOVERNMENT, *items)


def ticked(page: httpx.Response, *item_ids: str) -> list[str]:
    boxes = LexborHTMLParser(page.text).css("[name=chosen]")
    values = [box.attributes["value"] or "" for box in boxes]
    return [value for value in values if value.split(":")[0] in item_ids]


async def send(client: httpx.AsyncClient, page: httpx.Response, act: str, *items: str) -> httpx.Response:
    sent = form_of(page, BULK) | {"act": act, "chosen": ticked(page, *items)}
    return await client.post(BULK, data=sent, headers=HTMX)


async def states(items: list[str]) -> list[str]:
    return [(await intake.load(item)).state for item in items]


async def test_what_someone_else_decided_is_named_and_the_rest_is_done(desk: Desk, queue: list[str]) -> None:
    async with desk.logged_in("wang") as wang, desk.logged_in("li") as li:
        page = await wang.get("/console/triage")
        await press(li, f"/console/triage?item={queue[1]}", f"/console/triage/{queue[1]}/adopt")
        answer = await send(wang, page, "spike", *queue)
    text = shown_text(answer)
    assert "已放弃 2 条，1 条没有处理" in text
    assert "《乙示例通知》：李科长 已先处理：采用" in text
    assert await states(queue) == [TriageState.spiked, TriageState.adopted, TriageState.spiked]


async def test_all_is_undone_with_one_key_and_sent_twice_counts_once(desk: Desk, queue: list[str]) -> None:
    async with desk.logged_in("wang") as wang:
        page = await wang.get("/console/triage")
        answer, again = await asyncio.gather(*(send(wang, page, "spike", *queue) for _ in range(2)))
        assert "已放弃 3 条。" in shown_text(answer)
        assert "已放弃 3 条。" in shown_text(again)
        undone = await wang.post(UNDO, data=repeated(answer), headers=HTMX)
    assert "3 条来稿恢复原状" in shown_text(undone)
    assert await states(queue) == [TriageState.pending] * 3
    assert [(await intake.load(item)).version for item in queue] == [3, 3, 3]


def repeated(page: httpx.Response) -> dict[str, list[str]]:
    form = next(f for f in LexborHTMLParser(page.text).css("form") if f.attributes.get("action") == UNDO)
    sent: dict[str, list[str]] = {}
    for control in form.css("input"):
        sent.setdefault(control.attributes["name"] or "", []).append(control.attributes["value"] or "")
    return sent


async def test_ticked_items_become_one_entry(desk: Desk, queue: list[str]) -> None:
    async with desk.logged_in("wang") as wang:
        page = await wang.get("/console/triage")
        assert "并为同源" in shown_text(await send(wang, page, "merge", *queue))
        assert "请勾选 2 到" in shown_text(await send(wang, page, "merge", queue[0]))
    assert sorted(await states(queue)) == [TriageState.merged, TriageState.merged, TriageState.pending]


@pytest.mark.parametrize(
    "chosen", [[], ["no-such-item:1"], ["x"], ["a:1"] * 1 + [f"i{n}:1" for n in range(MOST_CHOSEN + 1)]]
)
async def test_forged_ticks_do_nothing(desk: Desk, queue: list[str], chosen: list[str]) -> None:
    async with desk.logged_in("wang") as wang:
        page = await wang.get("/console/triage")
        answer = await wang.post(BULK, data=form_of(page, BULK) | {"act": "spike", "chosen": chosen}, headers=HTMX)
        assert answer.status_code in (200, 422)
        forged = await wang.post(BULK, data=form_of(page, BULK) | {"act": "publish", "chosen": ["x:1"]}, headers=HTMX)
        assert forged.status_code == 422
        assert (await wang.post(UNDO, data={"key": "k" * 12, "event": "none"}, headers=HTMX)).status_code == 404
        assert (await wang.post(UNDO, data={"key": "k" * 12}, headers=HTMX)).status_code == 422
    assert await states(queue) == [TriageState.pending] * 3


async def test_a_page_gone_stale_is_refused_and_says_who_was_first(desk: Desk, queue: list[str]) -> None:
    act = f"/console/triage/{queue[0]}/snooze"
    async with desk.logged_in("wang") as wang, desk.logged_in("li") as li:
        page = await wang.get(f"/console/triage?item={queue[0]}")
        await press(li, f"/console/triage?item={queue[0]}", f"/console/triage/{queue[0]}/spike")
        answer = await wang.post(act, data=form_of(page, act), headers=HTMX)
    assert answer.status_code == 409
    assert "李科长 已先处理：设为不采用" in shown_text(answer)


async def test_numbers_without_a_page_and_for_nobody_who_is_not_logged_in(desk: Desk, queue: list[str]) -> None:
    async with desk.logged_in("wang") as wang:
        counts = (await wang.get("/console/triage/counts")).json()
        await press(wang, f"/console/triage?item={queue[0]}", f"/console/triage/{queue[0]}/snooze", until="hours")
        after = (await wang.get("/console/triage/counts")).json()
    assert (counts["waiting"], counts["snoozed"]) == (3, 0)
    assert (after["waiting"], after["snoozed"]) == (2, 1)
    async with desk.visitor() as stranger:
        for path in ("/console/triage/counts", "/console/triage/live"):
            assert (await stranger.get(path)).status_code == 401


async def test_filters_that_mean_nothing_are_left_out(desk: Desk, queue: list[str]) -> None:
    nonsense = "?kind=x&mark=y&age=z&list=w&source=%00&after=9999999999999999.x&q=" + "长" * 500
    async with desk.logged_in("wang") as wang:
        assert (await wang.get(f"/console/triage{nonsense}")).status_code == 200
        page = await wang.get("/console/triage?q=乙")
    assert page.text.count('class="row-item"') == 1


def test_snoozes_end_in_the_morning_or_when_asked() -> None:
    friday = datetime(2026, 11, 27, 15, 30, tzinfo=SHANGHAI)
    assert snooze_until("tomorrow", "", friday) == datetime(2026, 11, 28, 9, tzinfo=SHANGHAI)
    assert snooze_until("monday", "", friday) == datetime(2026, 11, 30, 9, tzinfo=SHANGHAI)
    assert snooze_until("hours", "", friday) == friday + timedelta(hours=2)
    assert snooze_until("other", "2026-12-01T14:00", friday) == datetime(2026, 12, 1, 14, tzinfo=SHANGHAI)
    with pytest.raises(InvalidInput):
        snooze_until("other", "", friday)


async def test_a_page_left_open_keeps_no_session_alive(desk: Desk, queue: list[str]) -> None:
    begun = desk.store.now()
    async with desk.logged_in("wang") as wang:
        for minutes in (20, 40, 59):
            desk.store.now = lambda passed=minutes: begun + timedelta(minutes=passed)
            assert (await wang.get("/console/triage/counts")).status_code == 200
        desk.store.now = lambda: begun + timedelta(minutes=61)
        assert (await wang.get("/console/triage/counts")).status_code == 401
