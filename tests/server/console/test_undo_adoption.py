"""采用 can be taken back like every act of the queue, until somebody has gone on from the draft."""

from collections.abc import Awaitable, Callable

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from content_models.intake import repository as intake
from content_models.intake.documents import TriageState
from content_models.intake.triage_log import repository as triage_log
from content_models.intake.triage_log.documents import TriageEventKind
from content_models.kit.ids import new_id
from content_models.proof.verify import verify
from content_models.releases import repository as releases
from content_models.releases.documents import EventKind, ReleaseState
from tests.server.console.test_bulk import BULK, HTMX, UNDO, repeated, ticked
from tests.server.desk import GOVERNMENT, Desk, a_policy, form_of, press, shown_text


@pytest.fixture
async def queue(desk: Desk) -> list[str]:
    return await desk.arrive(GOVERNMENT, *(a_policy(str(n), f"{n}号示例通知", doc_no=None) for n in range(2)))


async def adopted_by(client: httpx.AsyncClient, item_id: str) -> tuple[httpx.Response, str]:
    """The answer with its notice, and the address of the draft."""
    page = await client.get(f"/console/triage?item={item_id}")
    act = f"/console/triage/{item_id}/adopt"
    answer = await client.post(act, data=form_of(page, act), headers=HTMX)
    link = LexborHTMLParser(answer.text).css_first(".toast a")
    assert link is not None
    return answer, str(link.attributes["href"])


async def test_the_item_waits_again_and_the_draft_is_discarded_with_an_event(desk: Desk, queue: list[str]) -> None:
    async with desk.logged_in("wang") as wang:
        answer, draft = await adopted_by(wang, queue[0])
        undone = await wang.post(UNDO, data=repeated(answer), headers=HTMX)
        listed = shown_text(await wang.get("/console/releases?state=draft"))
    assert "已撤销，《0号示例通知》恢复原状" in shown_text(undone)
    assert "0号示例通知" not in listed
    item, release = await intake.load(queue[0]), await releases.load(draft.rpartition("/")[2])
    assert (item.state, item.release_id) == (TriageState.pending, None)
    assert release.state is ReleaseState.discarded
    assert [event.kind for event in await releases.events_of(release.id)] == [EventKind.adopted, EventKind.discarded]
    assert next(event.kind for event in await triage_log.of_item(item.id)) is TriageEventKind.undone
    assert (await verify()).broken == ()


async def test_it_can_be_adopted_anew(desk: Desk, queue: list[str]) -> None:
    async with desk.logged_in("wang") as wang:
        answer, first = await adopted_by(wang, queue[0])
        await wang.post(UNDO, data=repeated(answer), headers=HTMX)
        _, second = await adopted_by(wang, queue[0])
    assert first != second
    assert (await releases.load(second.rpartition("/")[2])).state is ReleaseState.draft


async def test_what_was_adopted_together_is_undone_together(desk: Desk, queue: list[str]) -> None:
    async with desk.logged_in("wang") as wang:
        page = await wang.get("/console/triage")
        sent = form_of(page, BULK) | {"act": "adopt", "chosen": ticked(page, *queue)}
        answer = await wang.post(BULK, data=sent, headers=HTMX)
        undone = await wang.post(UNDO, data=repeated(answer), headers=HTMX)
    assert "已采用 2 条" in shown_text(answer)
    assert "2 条来稿恢复原状" in shown_text(undone)
    assert {(await intake.load(one)).state for one in queue} == {TriageState.pending}


async def _types(client: httpx.AsyncClient, draft: str) -> None:
    sent = form_of(await client.get(draft), draft) | {"title": "改到一半的题目", "draft": "0"}
    assert (await client.post(f"{draft}/autosave", data=sent)).status_code == 200


async def _saves(client: httpx.AsyncClient, draft: str) -> None:
    assert (await press(client, draft, draft, title="改好的题目")).status_code == 200


async def _notes(client: httpx.AsyncClient, draft: str) -> None:
    sent = {"key": new_id(), "words": "请核对日期"}
    assert (await client.post(f"{draft}/notes", data=sent)).status_code == 303


@pytest.mark.parametrize(
    ("goes_on", "said"),
    [(_types, "王编辑已在草稿里写了字"), (_saves, "草稿已经改过或送审"), (_notes, "草稿上已有批注")],
)
async def test_whoever_has_gone_on_from_the_draft_keeps_it(
    desk: Desk, queue: list[str], goes_on: Callable[[httpx.AsyncClient, str], Awaitable[None]], said: str
) -> None:
    async with desk.logged_in("wang") as wang, desk.logged_in("li") as li:
        answer, draft = await adopted_by(li, queue[0])
        await goes_on(wang, draft)
        refused = await li.post(UNDO, data=repeated(answer), headers=HTMX)
    assert refused.status_code == 409
    assert f"{said}，不能再撤销采用" in shown_text(refused)
    assert (await intake.load(queue[0])).state is TriageState.adopted
    assert (await releases.load(draft.rpartition("/")[2])).state is ReleaseState.draft


async def test_sent_twice_it_counts_once(desk: Desk, queue: list[str]) -> None:
    async with desk.logged_in("wang") as wang:
        answer, draft = await adopted_by(wang, queue[0])
        for _ in range(2):
            assert (await wang.post(UNDO, data=repeated(answer), headers=HTMX)).status_code == 200
    assert len(await releases.events_of(draft.rpartition("/")[2])) == 2
