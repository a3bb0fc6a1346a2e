"""Schedule and duties of a source are kept in a form: nothing typed is lost, nobody is overwritten, all is noted."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from content_models.sources import repository as sources
from content_models.sources.changes import repository as changes
from content_models.sources.documents import (
    AlarmKind,
    FetchOutcome,
    FetchRecord,
    Health,
    Source,
    SourceAuthority,
    SourceState,
    Validators,
)
from tests.server.desk import WATER, Desk, form_of, press, shown_text

FAR = timedelta(hours=20)


@pytest.fixture
async def source(desk: Desk) -> Source:
    """A healthy feed that is not due for hours; its newest item is ten days old."""
    now = desk.store.now()
    source = await desk.source(WATER, SourceAuthority.department)
    record = FetchRecord(source_id=source.id, at=now, outcome=FetchOutcome.not_modified)
    health = Health(last_asked_at=now, last_answered_at=now, newest_item_at=now - timedelta(days=10))
    await sources.record_fetch(
        desk.store, record, health=health, validators=Validators(etag='"1"'), next_due_at=now + FAR
    )
    return await sources.load(source.id)


def place(source: Source) -> str:
    return f"/console/sources/{source.id}/settings"


async def save(desk: Desk, source: Source, who: str = "wang", **typed: Any) -> httpx.Response:
    async with desk.logged_in(who) as client:
        return await press(client, place(source), place(source), **typed)


async def test_rhythm_and_duty_are_saved_and_the_source_is_asked_by_them_at_once(desk: Desk, source: Source) -> None:
    answer = await save(
        desk, source, pace="automatic", shortest="10分钟", longest="2 天", days="7", note="对方承诺周更"
    )
    assert "设置已保存" in shown_text(answer)
    after = await sources.load(source.id)
    assert after.schedule.adaptive
    assert (after.schedule.shortest, after.schedule.longest) == (timedelta(minutes=10), timedelta(days=2))
    assert after.duties.days == 7
    assert after.version == source.version + 1
    assert after.next_due_at is not None
    assert after.next_due_at <= desk.store.now()
    assert after.validators.etag == '"1"', "a new rhythm is no reason to fetch the whole list again"


async def test_a_duty_opens_and_closes_the_silence_alarm_without_waiting_for_a_poll(desk: Desk, source: Source) -> None:
    await save(desk, source, days="7")
    assert (await sources.load(source.id)).alarms == [AlarmKind.silent]
    await save(desk, source, days="30")
    assert (await sources.load(source.id)).alarms == []
    assert [alarm.kind for alarm in await sources.closed_alarms()] == [AlarmKind.silent]


async def test_what_was_changed_by_whom_stands_on_the_page(desk: Desk, source: Source) -> None:
    await save(desk, source, pace="fixed", interval="2 小时", days="7", note="对方承诺周更")
    [change] = await changes.of_source(source.id)
    assert (change.actor.name, [one.field for one in change.changes]) == ("王编辑", ["schedule", "duties"])
    async with desk.logged_in("li") as li:
        text = shown_text(await li.get(f"/console/sources/{source.id}"))
    assert "固定，每 2 小时一次" in text
    assert "没有设定，按栏目名称判断 → 至少每 7 天更新一次" in text
    assert "对方承诺周更" in text


async def test_an_untouched_form_changes_nothing(desk: Desk, source: Source) -> None:
    await save(desk, source)
    assert (await sources.load(source.id)).version == source.version
    assert await changes.of_source(source.id) == []


async def test_sending_the_form_twice_counts_once(desk: Desk, source: Source) -> None:
    async with desk.logged_in("wang") as wang:
        form = form_of(await wang.get(place(source)), place(source)) | {"days": "7"}
        answers = [await wang.post(place(source), data=form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(await changes.of_source(source.id)) == 1


async def test_a_poll_that_ends_meanwhile_loses_nothing_and_is_no_conflict(desk: Desk, source: Source) -> None:
    async with desk.logged_in("wang") as wang:
        form = form_of(await wang.get(place(source)), place(source)) | {"days": "7"}
        health = Health(last_asked_at=desk.store.now(), consecutive_failures=2)
        record = FetchRecord(source_id=source.id, at=desk.store.now(), outcome=FetchOutcome.failed)
        await sources.record_fetch(desk.store, record, health=health, validators=Validators(), next_due_at=None)
        assert (await wang.post(place(source), data=form)).status_code == 303
    assert (await sources.load(source.id)).health.consecutive_failures == 2


async def test_two_editors_see_both_versions_and_lose_nothing(desk: Desk, source: Source) -> None:
    async with desk.logged_in("li") as li:
        form = form_of(await li.get(place(source)), place(source)) | {"days": "30", "note": "季度栏目"}
        await save(desk, source, days="7")
        mistyped = await li.post(place(source), data=form | {"interval": "很快"})
        conflict = await li.post(place(source), data=form_of(mistyped, place(source)) | {"interval": "1 小时"})
        assert (mistyped.status_code, conflict.status_code) == (422, 409), "mending a mistake must not hide the clash"
        for shown in ("王编辑在", "至少每 7 天更新一次", "至少每 30 天更新一次", "每 1 小时一次"):
            assert shown.replace(" ", "") in shown_text(conflict).replace(" ", "")
        typed = form_of(conflict, place(source))
        assert (typed["days"], typed["note"]) == ("30", "季度栏目")
        assert (await li.post(place(source), data=typed)).status_code == 303
    assert (await sources.load(source.id)).duties.days == 30


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"interval": "很快"}, "请填数字和单位"),
        ({"pace": "fixed", "interval": "5 秒"}, "间隔请在 1 分钟到 30 天之间"),
        ({"shortest": "2 天", "longest": "1 小时"}, "最快间隔不能比最慢间隔长"),
        ({"days": "0"}, "天数请填 1 到"),
        ({"days": "两周"}, "天数请填整数"),
        ({"charset": "base64"}, "不认识这种编码"),
        ({"charset": "汉字码"}, "不认识这种编码"),
        ({"timezone": "Asia/../../etc/passwd"}, "没有这个时区"),
        ({"timezone": ""}, "没有这个时区"),
        ({"private_hosts": "http://10.0.0.8/x"}, "不是主机名"),
        ({"url": "javascript:alert(1)"}, "网址不正确"),
        ({"url": "http://[::1"}, "网址不正确"),
        ({"url": "http://health.example/"}, "已经是另一个来源"),
        ({"name": "x" * 81}, "名称请填"),
        ({"state": "paused", "note": " "}, "暂停来源请写明原因"),
        ({"url": "http://127.0.0.1:27017/list"}, "在内网或指向本机"),
        ({"url": "http://localhost/list"}, "在内网或指向本机"),
        ({"url": "http://2130706433/list"}, "在内网或指向本机"),
        ({"url": "http://[::ffff:10.1.2.3]/list"}, "在内网或指向本机"),
        ({"url": "http://169.254.169.254/latest/meta-data"}, "任何来源都不能访问"),
    ],
)
async def test_a_mistake_is_named_at_its_field_and_the_rest_stays_typed(
    desk: Desk, source: Source, typed: dict[str, str], words: str
) -> None:
    answer = await save(desk, source, **({"column_name": "打字打到一半"} | typed))
    assert answer.status_code == 422
    assert words in shown_text(answer)
    assert answer.text.count('aria-invalid="true"') == 1
    assert form_of(answer, place(source))["column_name"] == "打字打到一半"
    assert (await sources.load(source.id)).version == source.version


async def test_only_those_who_answer_for_it_open_the_inside_network(desk: Desk, source: Source) -> None:
    inside = {"url": "http://10.1.2.3/list", "allow_private_network": "on", "private_hosts": "files.gov.internal"}
    refused = await save(desk, source, "wang", **inside)
    assert refused.status_code == 403
    assert "须由分管领导或管理员决定" in shown_text(refused)
    assert (await save(desk, source, "zhao", **inside)).status_code == 200
    after = await sources.load(source.id)
    assert (after.url, after.private_hosts) == ("http://10.1.2.3/list", ["files.gov.internal"])
    assert [former.url for former in after.former_urls] == [source.url]
    assert after.validators.etag is None
    other = await save(desk, source, "wang", url="http://10.9.9.9/admin")
    assert other.status_code == 403, "a source that may go inside must not be sent elsewhere there"


async def test_a_paused_source_is_not_due_and_cannot_be_asked(desk: Desk, source: Source) -> None:
    async with desk.logged_in("wang") as wang:
        before = await wang.get(f"/console/sources/{source.id}")
        ask = form_of(before, f"/console/sources/{source.id}/ask")
        await save(desk, source, state="paused", note="对方停站维护")
        paused = await sources.load(source.id)
        assert paused.state is SourceState.paused
        assert source.id not in {one.id for one in await sources.due(desk.store.now() + FAR * 9, 10)}
        refused = await wang.post(f"/console/sources/{source.id}/ask", data=ask | {"expected_version": paused.version})
        assert refused.status_code == 409
        assert "已暂停，请先在设置里启用" in shown_text(refused)
        assert "立即抓取</button>" not in refused.text


async def test_asking_now_makes_the_source_due_and_is_noted_once(desk: Desk, source: Source) -> None:
    async with desk.logged_in("wang") as wang:
        here = f"/console/sources/{source.id}"
        form = form_of(await wang.get(here), f"{here}/ask")
        answers = [await wang.post(f"{here}/ask", data=form, follow_redirects=True) for _ in range(2)]
    assert "后台几秒内就去抓取" in shown_text(answers[1])
    assert [one.id for one in await sources.due(desk.store.now(), 10) if one.id == source.id] == [source.id]
    assert [change.kind for change in await changes.of_source(source.id)] == ["asked"]


async def test_asking_for_a_page_that_is_out_of_date_is_a_conflict(desk: Desk, source: Source) -> None:
    async with desk.logged_in("wang") as wang:
        here = f"/console/sources/{source.id}"
        form = form_of(await wang.get(here), f"{here}/ask")
        await save(desk, source, "li", days="7")
        assert (await wang.post(f"{here}/ask", data=form)).status_code == 409
    assert (await sources.load(source.id)).next_due_at == source.next_due_at


async def test_who_may_only_look_can_neither_save_nor_ask(desk: Desk, source: Source) -> None:
    async with desk.logged_in("qian") as qian:
        form = form_of(await qian.get(place(source)), place(source)) | {"days": "7"}
        assert (await qian.post(place(source), data=form)).status_code == 403
        page = await qian.get(f"/console/sources/{source.id}")
        assert "/ask" not in page.text
        ask = {"key": form["key"], "expected_version": form["expected_version"]}
        assert (await qian.post(f"/console/sources/{source.id}/ask", data=ask)).status_code == 403
    assert (await sources.load(source.id)).version == source.version
