"""Editors see what is wrong with a source, why, and what to do; and settle what a source changed or deleted."""

from datetime import timedelta

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from content_models.intake import repository as intake
from content_models.intake.actions.note_presence import note_presence
from content_models.intake.documents import Attachment, TriageState
from content_models.sources import repository as sources
from content_models.sources.actions.settle_alarms import settle_alarms
from content_models.sources.alarms import Finding
from content_models.sources.documents import (
    AlarmKind,
    AlarmLevel,
    DueBecause,
    FetchOutcome,
    FetchRecord,
    Health,
    Move,
    PollMark,
    Source,
    SourceAuthority,
    Validators,
)
from server.console.source_alarms import ADVICE, ALARM_NAMES
from tests.server.desk import GOVERNMENT, WATER, Desk, a_policy, press, shown_text


@pytest.fixture
async def watched(desk: Desk) -> Source:
    """A source with a history: polls, an alarm that stands, one that is over, and a move under way."""
    now = desk.store.now()
    outcomes = [FetchOutcome.news, *[FetchOutcome.not_modified] * 7, FetchOutcome.failed, FetchOutcome.held_back]
    marks = [PollMark(at=now, outcome=outcome, milliseconds=120) for outcome in outcomes]
    health = Health(last_asked_at=now, last_answered_at=now, recent=marks)
    source = await desk.source(WATER, SourceAuthority.department, health)
    record = FetchRecord(source_id=source.id, at=now, outcome=FetchOutcome.not_modified)
    await sources.record_fetch(
        desk.store,
        record,
        health=health,
        validators=Validators(),
        next_due_at=now + timedelta(hours=2, minutes=1),
        due_because=DueBecause.retry_after,
        move=Move(url="https://new.example/list", sightings=2, since=now),
    )
    gone = Finding(AlarmLevel.red, "列表页能打开，但没有任何条目。")
    await settle_alarms(desk.store, source, {AlarmKind.no_rows: gone})
    found = {AlarmKind.no_rows: None, AlarmKind.silent: Finding(AlarmLevel.amber, "最近一条发布于 12 天前。")}
    await settle_alarms(desk.store, await sources.load(source.id), found)
    return source


def strip_of(page: httpx.Response) -> tuple[int, str]:
    """How many bars, and what a screen reader says instead."""
    drawing = LexborHTMLParser(page.text).css_first("figure.strip svg")
    assert drawing is not None
    return len(drawing.css("rect")), str(drawing.attributes["aria-label"])


async def test_the_list_shows_alarms_with_reason_advice_and_strip(desk: Desk, watched: Source) -> None:
    async with desk.logged_in("wang") as wang:
        page = await wang.get("/console/sources")
    text = shown_text(page)
    assert ALARM_NAMES[AlarmKind.silent] in text
    assert "最近一条发布于 12 天前。" in text
    assert ADVICE[AlarmKind.silent] in text
    assert "对方要求 Retry-After" in text
    assert ALARM_NAMES[AlarmKind.no_rows] not in text, "what is over is not shown as open"
    assert page.text.index(watched.name) < page.text.index("市府办网站"), "trouble comes first"
    assert strip_of(page) == (10, "最近 10 次：有新内容 1，未变化 7，失败 1，应对方要求推迟 1")


async def test_the_page_of_a_source_shows_its_condition_and_past_alarms(desk: Desk, watched: Source) -> None:
    async with desk.logged_in("wang") as wang:
        text = shown_text(await wang.get(f"/console/sources/{watched.id}"))
    for shown in (
        "89%",
        "120 毫秒",
        "88%",
        "2 小时后",
        "https://new.example/list",
        "已见 2 次",
        "预警历史",
        "列表为空",
    ):
        assert shown in text


async def test_a_source_that_was_never_asked_has_a_page(desk: Desk) -> None:
    source = await desk.source(WATER, SourceAuthority.department)
    async with desk.logged_in("wang") as wang:
        assert "还没有抓取过" in shown_text(await wang.get(f"/console/sources/{source.id}"))


async def test_every_alarm_has_a_name_and_advice() -> None:
    assert set(ALARM_NAMES) == set(ADVICE) == set(AlarmKind)


async def test_metrics_name_each_source_with_its_condition_and_alarms(desk: Desk, watched: Source) -> None:
    async with desk.visitor() as visitor:
        text = (await visitor.get("/metrics")).text
    label = f'{{name="{watched.name}",source="{watched.id}"}}'
    assert f"zhengwu_source_consecutive_failures{label} 0.0" in text
    assert f"zhengwu_source_poll_p95_seconds{label} 0.12" in text
    assert (
        f'zhengwu_source_alarm{{kind="silent",level="amber",name="{watched.name}",source="{watched.id}"}} 1.0' in text
    )
    assert 'kind="no_rows"' not in text
    assert 'zhengwu_sources{state="active"} 3.0' in text
    assert "process_cpu_seconds_total" in text


async def test_a_deleted_source_page_shows_in_triage_and_can_be_dismissed(desk: Desk) -> None:
    [item_id] = await desk.arrive(GOVERNMENT, a_policy())
    async with desk.logged_in("wang") as wang:
        await press(wang, f"/console/triage?item={item_id}", f"/console/triage/{item_id}/adopt")
        for _ in range(2):
            await note_presence(desk.store, gone=[item_id])
        page = await wang.get(f"/console/triage?list=changed&item={item_id}")
        assert "来源已删除" in shown_text(page)
        assert "生成更正稿" not in shown_text(page), "there is nothing new to correct from"
        answer = await press(
            wang,
            f"/console/triage?list=changed&item={item_id}",
            f"/console/triage/{item_id}/dismiss",
            reason="来源误删",
        )
        assert answer.status_code == 200
        settled = shown_text(await wang.get(f"/console/triage?list=adopted&item={item_id}"))
    item = await intake.load(item_id)
    assert (item.state, item.dismissed_because) == (TriageState.adopted, "来源误删")
    assert "源文变更已忽略：来源误删" in settled


async def test_a_changed_item_can_be_dismissed_instead_of_corrected(desk: Desk) -> None:
    [item_id] = await desk.arrive(GOVERNMENT, a_policy())
    async with desk.logged_in("wang") as wang:
        await press(wang, f"/console/triage?item={item_id}", f"/console/triage/{item_id}/adopt")
        await desk.arrive(GOVERNMENT, a_policy(body_html="<p>只改了排版的示例正文。</p>"))
        here = f"/console/triage?list=changed&item={item_id}"
        assert {"生成更正稿", "忽略并说明"} <= set(shown_text(await wang.get(here)).split())
        await press(wang, here, f"/console/triage/{item_id}/dismiss")
    assert (await intake.load(item_id)).state is TriageState.adopted


async def test_attachments_show_what_they_are_or_why_they_are_missing(desk: Desk) -> None:
    found = Attachment(
        name="附件1",
        url="http://gov.example/1.doc",
        sha256="0" * 64,
        size=131_072,
        found_type="application/pdf",
        attempts=1,
    )
    read = Attachment(
        name="附件2",
        url="http://gov.example/2.txt",
        sha256="1" * 64,
        size=9,
        found_type="text/plain",
        text="<b>示例</b>附件正文",
    )
    missing = Attachment(name="附件3", url="http://gov.example/3.pdf", attempts=3, problem="页面不存在或已被移除。")
    [item_id] = await desk.arrive(GOVERNMENT, a_policy(attachments=[found, read, missing]))
    async with desk.logged_in("wang") as wang:
        page = await wang.get(f"/console/triage?item={item_id}")
    text = shown_text(page)
    for shown in ("PDF，128 KB", "文本，1 KB", "<b>示例</b>附件正文", "页面不存在或已被移除。"):
        assert shown in text
