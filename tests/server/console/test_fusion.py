"""Groups in the triage queue: an editor splits, merges, chooses heads and answers questions, and can take it back."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import httpx
import pytest

from content_models.intake import repository as intake
from content_models.intake.clusters import repository as clusters
from content_models.intake.documents import ItemKind, NormalisedItem, TriageState
from tests.content_models.intake.notices import water_cut
from tests.server.desk import GOVERNMENT, HEALTH, Desk, a_policy, form_of, press, shown_text

UNDO = "/console/triage/undo"
HTMX = {"hx-request": "true", "hx-target": "div#workbench"}
AT = datetime.fromisoformat("2026-05-16T09:00:00+08:00")


def a_notice(key: str, title: str, body: str, at: datetime = AT) -> NormalisedItem:
    url = f"http://{key}.example/{key}"
    return NormalisedItem(url=url, title=title, kind=ItemKind.notice, body_text=body, published_at=at)


@pytest.fixture
async def group(desk: Desk) -> list[str]:
    """The office's original and the health commission's copy of it."""
    [copy] = await desk.arrive(HEALTH, a_policy("h"))
    [original] = await desk.arrive(GOVERNMENT, a_policy("g"))
    return [original, copy]


@pytest.fixture
async def doubtful(desk: Desk) -> list[str]:
    [one] = await desk.arrive(GOVERNMENT, a_notice("g", "关于青石街降压供水的通知", water_cut()))
    slip = a_notice("h", "今晚部分小区水压偏低", water_cut(count=680), AT + timedelta(days=1))
    return [one, *await desk.arrive(HEALTH, slip)]


async def states(items: Sequence[str]) -> list[TriageState]:
    return [(await intake.load(item)).state for item in items]


async def take_back(client: httpx.AsyncClient, page: httpx.Response) -> httpx.Response:
    return await client.post(UNDO, data=form_of(page, UNDO), headers=HTMX)


async def test_a_copy_is_split_off_and_brought_back(desk: Desk, group: list[str]) -> None:
    original, copy = group
    address, act = f"/console/triage?item={original}", f"/console/triage/{original}/split"
    async with desk.logged_in("wang") as wang:
        page = await wang.get(address)
        assert "同源 2 条" in shown_text(page)
        assert "设为主条" in shown_text(page)
        answer = await wang.post(act, data=form_of(page, act) | {"member": copy}, headers=HTMX)
        assert "以后不会再自动合并" in shown_text(answer)
        assert await states(group) == [TriageState.pending, TriageState.pending]
        await take_back(wang, answer)
    assert await states(group) == [TriageState.pending, TriageState.merged]


async def test_another_head_is_chosen(desk: Desk, group: list[str]) -> None:
    original, copy = group
    async with desk.logged_in("wang") as wang:
        answer = await press(wang, f"/console/triage?item={original}", f"/console/triage/{original}/head", member=copy)
    assert answer.status_code == 200
    assert await states(group) == [TriageState.merged, TriageState.pending]


async def test_a_question_is_shown_with_its_reason_and_answered_by_m(desk: Desk, doubtful: list[str]) -> None:
    one, two = doubtful
    address, act = f"/console/triage?item={one}", f"/console/triage/{one}/suggestion"
    async with desk.logged_in("wang") as wang:
        page = await wang.get(address)
        assert "疑似同源" in shown_text(page)
        assert "正文相似 0.93，但数字不同（680户／860户）" in shown_text(page)
        assert page.text.count('data-key="m"') == 2  # for what is ticked, and for this question
        answer = await wang.post(act, data=form_of(page, act) | {"answer": "same"}, headers=HTMX)
        assert "已合并为同源" in shown_text(answer)
        assert (await intake.load(one)).cluster_id == (await intake.load(two)).cluster_id is not None
        await take_back(wang, answer)
    assert (await intake.load(one)).cluster_id is None


async def test_a_question_that_is_declined_is_gone(desk: Desk, doubtful: list[str]) -> None:
    address, act = f"/console/triage?item={doubtful[1]}", f"/console/triage/{doubtful[1]}/suggestion"
    async with desk.logged_in("wang") as wang:
        answer = await press(wang, address, act, answer="different")
        assert answer.status_code == 200
        assert "疑似同源" not in shown_text(await wang.get(address))
    assert await clusters.open_suggestions(doubtful[0]) == []
    assert await states(doubtful) == [TriageState.pending, TriageState.pending]


async def test_entries_are_merged_by_hand(desk: Desk) -> None:
    [one] = await desk.arrive(GOVERNMENT, a_policy("a", "甲示例通知", doc_no=None))
    [two] = await desk.arrive(HEALTH, a_policy("b", "乙示例消息", doc_no=None))
    address, act = f"/console/triage?item={two}", f"/console/triage/{two}/merge"
    async with desk.logged_in("wang") as wang:
        page = await wang.get(address)
        assert form_of(page, act)["other"] == one
        answer = await wang.post(act, data=form_of(page, act), headers=HTMX)
    assert "并为同源" in shown_text(answer)
    assert "编辑合并" in shown_text(answer)
    assert await states([one, two]) == [TriageState.pending, TriageState.merged]


async def test_what_someone_else_has_done_first_is_refused_in_place(desk: Desk, group: list[str]) -> None:
    original, copy = group
    act = f"/console/triage/{original}/split"
    async with desk.logged_in("wang") as wang, desk.logged_in("li") as li:
        page = await wang.get(f"/console/triage?item={original}")
        await press(li, f"/console/triage?item={original}", f"/console/triage/{original}/head", member=copy)
        answer = await wang.post(act, data=form_of(page, act) | {"member": copy}, headers=HTMX)
    assert answer.status_code == 409
    assert "他人已先" in shown_text(answer)


async def test_a_merge_with_nothing_chosen_says_what_to_do(desk: Desk, group: list[str]) -> None:
    async with desk.logged_in("wang") as wang:
        form = {"key": "k" * 12, "expected_version": "1"}
        answer = await wang.post(f"/console/triage/{group[0]}/merge", data=form, headers=HTMX)
    assert answer.status_code == 422
    assert "请先选择要合并的来稿" in shown_text(answer)
