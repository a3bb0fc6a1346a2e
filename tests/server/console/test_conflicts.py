"""Two editors at one draft, and forms that come too late or twice: no typed word is ever lost."""

from datetime import timedelta
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from content_models.kit.clock import utc_now
from content_models.kit.store import Store
from content_models.staff import repository as staff_records
from content_models.staff.documents import SessionStage
from server.auth import sessions
from server.console.conflict import differences
from server.console.release_form import ReleaseForm
from server.console.three_way import merged
from tests.server.desk import GOVERNMENT, PASSWORD, Desk, a_policy, draft_from, form_of, press, shown_text


@pytest.fixture
async def draft(desk: Desk) -> str:
    [item_id] = await desk.arrive(GOVERNMENT, a_policy())
    return await draft_from(desk, item_id)


async def test_second_saver_gets_409_with_both_texts_and_can_save_over(desk: Desk, draft: str) -> None:
    async with desk.logged_in("wang") as wang, desk.logged_in("li") as li:
        stale = form_of(await wang.get(draft), draft)
        await press(li, draft, draft, title="李科长先保存的标题")
        conflict = await wang.post(draft, data=stale | {"title": "王编辑后保存的标题", "summary": "王编辑写的摘要"})

        assert conflict.status_code == 409
        assert "李科长" in shown_text(conflict)
        kept = form_of(conflict, draft)
        assert (kept["title"], kept["summary"]) == ("王编辑后保存的标题", "王编辑写的摘要")
        assert "<del>李科长先</del>" in conflict.text

        saved = await wang.post(draft, data=kept, follow_redirects=True)
    assert saved.status_code == 200
    assert "王编辑后保存的标题" in shown_text(saved)


async def test_back_button_and_a_second_save_is_a_conflict_not_a_replay(desk: Desk, draft: str) -> None:
    async with desk.logged_in("wang") as wang:
        form = form_of(await wang.get(draft), draft)
        assert (await wang.post(draft, data=form | {"title": "第一次保存"})).status_code == 303
        again = await wang.post(draft, data=form | {"title": "退回后又改"})
    assert again.status_code == 409
    assert form_of(again, draft)["title"] == "退回后又改"


async def test_a_bad_field_is_named_and_everything_typed_stays(desk: Desk, draft: str) -> None:
    async with desk.logged_in("wang") as wang:
        answer = await press(wang, draft, draft, doc_no="不是文号", issuers="无此机关", title="标题照旧保留")
    assert answer.status_code == 422
    assert "没有找到机构「无此机关」" in shown_text(answer)
    assert "不是规范的发文字号" in shown_text(answer)
    kept = form_of(answer, draft)
    assert (kept["doc_no"], kept["issuers"], kept["title"]) == ("不是文号", "无此机关", "标题照旧保留")


async def test_mending_a_mistake_does_not_hide_that_somebody_saved_meanwhile(desk: Desk, draft: str) -> None:
    async with desk.logged_in("wang") as wang, desk.logged_in("li") as li:
        stale = form_of(await wang.get(draft), draft)
        await press(li, draft, draft, title="李科长先保存的标题")
        refused = await wang.post(draft, data=stale | {"doc_no": "不是文号"})
        assert refused.status_code == 422
        mended = await wang.post(draft, data=form_of(refused, draft) | {"doc_no": ""})
        assert mended.status_code == 409
        assert "李科长先保存的标题" in (await wang.get(draft)).text


async def test_expired_session_keeps_the_text_through_the_log_in(desk: Desk, draft: str) -> None:
    async with desk.logged_in("wang") as wang:
        form = form_of(await wang.get(draft), draft) | {"title": "快要丢失的标题"}
        wang.cookies.set(sessions.COOKIE, await an_expired_session(desk.store), domain="desk.test")

        late = await wang.post(draft, data=form)
        assert late.status_code == 401
        assert "登录已过期，请重新登录。您刚才提交的内容已保留" in shown_text(late)
        assert 'role="alert"' not in late.text, "a session that ended is nobody's mistake"

        log_in = form_of(late, "/console/login") | {"username": "wang", "password": PASSWORD}
        again = await wang.post("/console/login", data=log_in)
        assert "快要丢失的标题" in again.text
        shown = [one.text() for one in LexborHTMLParser(again.text).css(".kept-text")]
        assert shown[0] == "快要丢失的标题"
        assert "一、总体要求" in shown[-1]
        assert "<p>" not in shown[-1], "what was written is shown as it reads, not as it is marked up"
        saved = await wang.post(draft, data=form_of(again, draft), follow_redirects=True)
    assert "快要丢失的标题" in shown_text(saved)


async def an_expired_session(store: Store) -> str:
    staff = await staff_records.by_username("wang")
    assert staff is not None
    token = (await sessions.open_session(store, staff, SessionStage.open, timedelta(hours=1))).token
    session = await staff_records.find_session(sessions.digest_of(token))
    assert session is not None
    session.expires_at = utc_now() - timedelta(seconds=1)
    await session.save()
    return token


async def test_what_only_the_other_changed_is_taken_over_and_not_called_mine(desk: Desk, draft: str) -> None:
    async with desk.logged_in("wang") as wang, desk.logged_in("li") as li:
        stale = form_of(await wang.get(draft), draft)
        await press(li, draft, draft, title="李科长先保存的标题", summary="李科长写的摘要")
        conflict = await wang.post(draft, data=stale | {"summary": "王编辑写的摘要", "doc_no": "示政办发〔2026〕7号"})
        kept = form_of(conflict, draft)
        saved = await wang.post(draft, data=kept, follow_redirects=True)

    page = LexborHTMLParser(conflict.text)
    rows = {row.css_first("th").text(): row.text() for row in page.css(".compare tbody tr")}
    assert list(rows) == ["摘要双方都改了", "发文字号只有您改了"]
    assert "李科长写的摘要" in rows["摘要双方都改了"]
    assert "王编辑写的摘要" in rows["摘要双方都改了"]
    assert "已换成李科长保存的：标题" in page.css_first(".taken").text()
    assert (kept["title"], kept["summary"]) == ("李科长先保存的标题", "王编辑写的摘要")
    assert kept["doc_no"] == "示政办发〔2026〕7号"
    assert "李科长先保存的标题" in shown_text(saved)


async def test_whoever_changed_nothing_is_shown_what_is_saved(desk: Desk, draft: str) -> None:
    async with desk.logged_in("wang") as wang, desk.logged_in("li") as li:
        stale = form_of(await wang.get(draft), draft)
        await press(li, draft, draft, title="李科长先保存的标题")
        conflict = await wang.post(draft, data=stale)
    assert form_of(conflict, draft)["title"] == "李科长先保存的标题"
    assert "您没有改动别的，下面就是已保存的版本" in shown_text(conflict)


def test_three_ways_letters_made_bold_count_as_written() -> None:
    base, bold = form(body_html="<p>一样</p>", title="甲"), form(body_html="<p><strong>一样</strong></p>", title="甲")
    theirs = form(body_html="<p>另写</p>", title="乙")
    result = merged(base, theirs, bold)
    assert (result.form.body_html, result.form.title) == (bold.body_html, "乙")
    assert (result.taken, result.clashing) == ({"title"}, {"body_html"})


def test_three_ways_facts_are_merged_one_by_one_and_rows_together() -> None:
    base = form(facts={"hotline": "1", "advice": "a", "materials.0.name": "证", "materials.1.name": "照"})
    theirs = form(facts={"hotline": "2", "advice": "a", "materials.0.name": "照"})
    mine = form(facts={"hotline": "1", "advice": "b", "materials.0.name": "证", "materials.1.name": "表"})
    result = merged(base, theirs, mine)
    assert result.form.facts == {"hotline": "2", "advice": "b", "materials.0.name": "证", "materials.1.name": "表"}
    assert (result.taken, result.clashing) == ({"facts"}, {"facts"})


def test_without_knowing_where_one_started_every_word_counts_as_written() -> None:
    result = merged(None, form(title="乙"), form(title="甲"))
    assert (result.form.title, result.taken) == ("甲", frozenset())


def form(**typed: Any) -> ReleaseForm:
    blank = dict.fromkeys(ReleaseForm.__slots__, "") | {"topics": [], "policies": [], "attachments": [], "facts": {}}
    return ReleaseForm(**(blank | typed))


def test_differences_mark_only_what_differs_and_escape_it() -> None:
    [title] = differences(form(title="关于<b>甲</b>的通知"), form(title="关于<b>乙</b>的通知"))
    assert title.theirs == "关于&lt;b&gt;<del>甲</del>&lt;/b&gt;的通知"
    assert title.mine == "关于&lt;b&gt;<ins>乙</ins>&lt;/b&gt;的通知"


def test_bodies_are_compared_by_their_words() -> None:
    assert differences(form(body_html="<p>一样</p>"), form(body_html="<div>一样</div>")) == []
