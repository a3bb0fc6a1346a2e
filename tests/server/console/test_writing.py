"""写稿: what is typed is put aside by itself, comes back, and never becomes a version without being saved."""

import re
from typing import Any

import httpx
import pytest

from content_models.editorial.writing import repository as writing
from content_models.releases import repository as releases
from server.console.versions_view import field_changes, places_changed
from tests.server.desk import GOVERNMENT, Desk, a_policy, draft_from, form_of, press, shown_text

SCRIPT = "<script>window.hurt = 1</script>"
WORD = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{color:red}</style></head><body>'
    "<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]-->"
    '<p class="MsoNormal" style="mso-margin-top-alt:auto"><b><span style="font-family:仿宋_GB2312">一、总则</span></b>'
    "<o:p></o:p></p><p><font color=red onclick=hurt()>第一条 示例。</font></p>"
    '<table style="width:100%"><tr><td style="border:none">甲</td><td>乙</td></tr></table></body></html>'
)


@pytest.fixture
async def draft(desk: Desk) -> str:
    [item_id] = await desk.arrive(GOVERNMENT, a_policy())
    return await draft_from(desk, item_id)


async def autosave(client: httpx.AsyncClient, draft: str, number: int, **typed: Any) -> httpx.Response:
    form = form_of(await client.get(f"{draft}?edit"), draft)
    return await client.post(f"{draft}/autosave", data=form | {"draft": str(number)} | typed)


def release_id(draft: str) -> str:
    return draft.rsplit("/", 1)[1]


async def test_autosave_keeps_one_row_and_makes_no_version(desk: Desk, draft: str) -> None:
    before = await releases.load(release_id(draft))
    async with desk.logged_in("wang") as wang:
        first = await autosave(wang, draft, 0, title="写到一半")
        second = await autosave(wang, draft, first.json()["number"], title="写到一半的标题")
        again = await wang.get(draft)
    assert (first.json()["number"], second.json()["number"]) == (1, 2)
    assert form_of(again, draft)["title"] == "写到一半的标题"
    assert "已恢复您" in shown_text(again)
    after = await releases.load(before.id)
    assert (after.version, after.current_revision_id) == (before.version, before.current_revision_id)


async def test_only_the_writer_sees_what_is_not_saved(desk: Desk, draft: str) -> None:
    async with desk.logged_in("wang") as wang, desk.logged_in("li") as li:
        await autosave(wang, draft, 0, title="还没写完的标题")
        assert "还没写完的标题" not in (await li.get(draft)).text
        assert "还没写完的标题" not in (await li.get(f"{draft}/preview/screen")).text
        assert "还没写完的标题" in (await wang.get(f"{draft}/preview/screen")).text


async def test_saving_clears_the_row_and_discarding_does_too(desk: Desk, draft: str) -> None:
    async with desk.logged_in("wang") as wang:
        await autosave(wang, draft, 0, title="改过的标题通知")
        await press(wang, draft, draft)
        assert await writing.draft_of(release_id(draft), await desk.staff_id("wang")) is None
        await autosave(wang, draft, 0, title="又改了的标题")
        await press(wang, draft, f"{draft}/draft/discard")
        assert form_of(await wang.get(draft), draft)["title"] == "改过的标题通知"


async def test_a_second_window_cannot_quietly_overwrite_the_first(desk: Desk, draft: str) -> None:
    async with desk.logged_in("wang") as wang:
        await autosave(wang, draft, 0, title="第一个窗口")
        stale = await autosave(wang, draft, 0, title="第二个窗口")
        assert stale.status_code == 409
        assert "另一个窗口" in stale.json()["message"]
        assert form_of(await wang.get(draft), draft)["title"] == "第一个窗口"


async def test_what_lost_the_race_is_kept_even_if_the_page_is_left(desk: Desk, draft: str) -> None:
    async with desk.logged_in("wang") as wang, desk.logged_in("li") as li:
        stale = form_of(await wang.get(draft), draft)
        await press(li, draft, draft, title="李科长先保存的标题")
        assert (await wang.post(draft, data=stale | {"title": "王编辑后保存的标题"})).status_code == 409
        reopened = await wang.get(draft)
        assert form_of(reopened, draft)["title"] == "王编辑后保存的标题"
        assert (await wang.post(draft, data=form_of(reopened, draft))).status_code == 409


async def test_refused_fields_are_kept_too(desk: Desk, draft: str) -> None:
    async with desk.logged_in("wang") as wang:
        await press(wang, draft, draft, doc_no="不是文号", summary="辛苦写的摘要")
        assert form_of(await wang.get(draft), draft)["summary"] == "辛苦写的摘要"


async def test_colleagues_see_who_is_writing_and_what_was_saved_since(desk: Desk, draft: str) -> None:
    async with desk.logged_in("wang") as wang, desk.logged_in("li") as li:
        version = form_of(await wang.get(draft), draft)["expected_version"]
        await wang.post(f"{draft}/presence", data={"expected_version": version, "writing": "1"})
        seen = await li.post(f"{draft}/presence", data={"expected_version": version, "writing": "0"})
        assert "王编辑正在修改" in shown_text(seen)
        await press(li, draft, draft, title="李科长保存的标题")
        told = await wang.post(f"{draft}/presence", data={"expected_version": version, "writing": "1"})
        assert "李科长" in shown_text(told)
        assert "保存了第 2 版" in shown_text(told)


async def test_history_compares_by_character_and_restores_as_a_new_version(desk: Desk, draft: str) -> None:
    async with desk.logged_in("wang") as wang:
        original = form_of(await wang.get(draft), draft)["title"]
        await press(wang, draft, draft, title=original.replace("便民", "惠民"))
        history = await wang.get(f"{draft}/history")
        assert "<del>便</del><ins>惠</ins>" in history.text
        assert "共修改 1 处" in shown_text(history)
        restored = await press(wang, f"{draft}/history", f"{draft}/restore", number="1")
        assert "恢复第 1 版" in shown_text(restored)
        assert form_of(await wang.get(draft), draft)["title"] == original
        assert (await wang.get(f"{draft}/history?from=9")).status_code == 404
    release = await releases.load(release_id(draft))
    assert release.current_revision_no == 3


def test_places_count_a_replacement_once() -> None:
    assert places_changed("甲乙丙丁", "甲戊丙丁己") == 2
    assert places_changed("一样", "一样") == 0


def test_unchanged_passages_are_folded_and_everything_is_escaped() -> None:
    blank = dict.fromkeys(("title", "summary", "doc_no", "issuers", "signed_date", "effective_date", "theme"), "")
    blank |= dict.fromkeys(
        ("form", "interpreter", "body_html", "topics", "attachments", "facts", "region_code", "links"), ""
    )
    long = "未变的话" * 100
    [body] = field_changes(blank | {"body_html": f"<b>{long}甲"}, blank | {"body_html": f"<b>{long}乙"})
    assert "<b>" not in body.text
    assert "未变的 323 字" in body.text
    assert body.text.endswith("<del>甲</del><ins>乙</ins>")


async def test_preview_shows_both_editions_and_the_apps_own_card(desk: Desk, draft: str) -> None:
    async with desk.logged_in("wang") as wang:
        page = await wang.get(f"{draft}/preview")
        standard = await wang.get(f"{draft}/preview/screen?edition=standard")
        elder = await wang.get(f"{draft}/preview/screen?edition=elder")
        card = await wang.get(f"{draft}/preview/screen?part=card")
    assert page.text.count("<iframe") == 2
    assert "frame-src 'self'" in page.headers["content-security-policy"]
    assert "frame-ancestors 'self'" in standard.headers["content-security-policy"]
    assert 'class="elder"' not in standard.text
    assert 'class="elder"' in elder.text
    for screen in (standard, elder, card):
        assert "便民服务提升行动方案的通知" in shown_text(screen)
        assert "示政办发〔2026〕12号" in shown_text(screen)


async def test_script_in_every_field_runs_nowhere(desk: Desk, draft: str) -> None:
    async with desk.logged_in("wang") as wang:
        fields = dict.fromkeys(("title", "summary", "fact.genre", "note", "interpreter"), f"安全{SCRIPT}")
        saved = await press(wang, draft, draft, **fields, body_html=f"<p onclick='x'>正文</p>{SCRIPT}")
        pages = [saved, *[await wang.get(f"{draft}{path}") for path in ("", "/history", "/preview", "/preview/screen")]]
        refused = await press(wang, draft, draft, doc_no=SCRIPT, issuers=SCRIPT, signed_date=SCRIPT, theme=SCRIPT)
    assert refused.status_code == 422
    for page in (*pages, refused):
        assert not re.search(r"<script(?! (defer |type=\"(module|application/ld\+json)\"))", page.text)
        assert " onclick" not in page.text


async def test_a_pasted_word_document_leaves_words_and_tables_only(desk: Desk, draft: str) -> None:
    async with desk.logged_in("wang") as wang:
        await press(wang, draft, draft, body_html=WORD)
    release = await releases.load(release_id(draft))
    body = (await releases.load_revision(release.current_revision_id)).content.body_html
    assert not re.search(r"style|class|Mso|font|mso|xml|onclick", body)
    assert "<td>甲</td>" in body
    assert "第一条 示例。" in body


async def test_five_megabytes_are_saved_whole(desk: Desk, draft: str) -> None:
    text = "<p>" + "长" * 1_700_000 + "</p>"
    async with desk.logged_in("wang") as wang:
        saved = await press(wang, draft, draft, body_html=text)
        shown = await wang.get(f"{draft}/preview/screen")
    assert saved.status_code == 200
    release = await releases.load(release_id(draft))
    assert (await releases.load_revision(release.current_revision_id)).content.body_html == text
    assert text in shown.text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("<p>" + "长" * 2_300_000 + "</p>", "正文太长", id="more than a text may have"),
        pytest.param("<a href='/x'>字</a>" * 250_000, "正文太长", id="grows when it is made safe"),
        pytest.param("<p>" + "&" * 2_000_000 + "</p>", "「&」有", id="takes long to be made safe"),
    ],
)
async def test_more_than_can_be_kept_is_refused_in_words_and_nothing_is_lost(
    desk: Desk, draft: str, text: str, words: str
) -> None:
    async with desk.logged_in("wang") as wang:
        refused = await press(wang, draft, draft, body_html=text)
        kept = form_of(await wang.get(draft), draft)["body_html"]
    assert refused.status_code == 422
    assert words in shown_text(refused)
    assert kept == text


async def test_another_organs_contributor_learns_nothing_by_guessing_ids(desk: Desk, draft: str) -> None:
    form = {"key": "k" * 12, "expected_version": "1", "draft": "0", "title": "越权", "words": "越权", "number": "1"}
    async with desk.logged_in("chen") as chen:
        for path in ("", "/history", "/preview", "/preview/screen", "/sheet", "/sheet.csv"):
            assert (await chen.get(f"{draft}{path}")).status_code == 404, path
        for path in ("/autosave", "/draft/discard", "/presence", "/restore", "/notes", "/pictures", "/attachments"):
            assert (await chen.post(f"{draft}{path}", data=form)).status_code == 404, path
    assert await writing.draft_of(release_id(draft), await desk.staff_id("chen")) is None
