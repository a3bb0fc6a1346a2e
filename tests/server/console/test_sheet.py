"""审签单: who did what when to which version, what still counts, on one page and as CSV."""

import csv
import io

import httpx
import pytest

from content_models.kit.store import Store
from content_models.releases.documents import ReleaseKind
from tests.server.desk import GOVERNMENT, Desk, a_policy, adopt_first, draft_from, open_desk, press, review, shown_text


@pytest.fixture
async def draft(desk: Desk) -> str:
    [item_id] = await desk.arrive(GOVERNMENT, a_policy())
    return await draft_from(desk, item_id)


async def test_an_edit_after_review_is_counted_linked_and_voids_what_was_signed(desk: Desk, draft: str) -> None:
    await review(desk, draft, ("wang", "li"))
    async with desk.logged_in("wang") as wang:
        edited = await press(wang, f"{draft}?edit", draft, title="改过的标题通知", note="=HYPERLINK(1)")
        assert "2 个签署已作废" in shown_text(edited)
        assert "李科长（复审二校）" in shown_text(edited)
        sheet = await wang.get(f"{draft}/sheet")
        rows = list(csv.DictReader(io.StringIO((await wang.get(f"{draft}/sheet.csv")).text.lstrip("\ufeff"))))
    assert f'href="{draft}/history?from=1&amp;to=2"' in sheet.text
    assert [row["效力"] for row in rows] == ["", "", "已作废", "已作废", ""]
    assert [row["环节"] for row in rows][1:4] == ["送审", "签署（初审一校）", "签署（复审二校）"]
    assert rows[-1]["修改"].startswith("修改 ")
    assert rows[-1]["意见或说明"] == "'=HYPERLINK(1)"
    assert len(rows[-1]["版本摘要（SHA-256）"]) == 64


async def test_the_first_version_is_called_new_and_an_adopted_one_adopted(desk: Desk, draft: str) -> None:
    async with desk.logged_in("wang") as wang:
        written = await press(
            wang,
            "/console/releases/new",
            "/console/releases/new",
            title="自己写的一件通知",
            kind="notice",
            organ=GOVERNMENT.id,
        )
        own = written.url.path
        await press(wang, f"{own}?edit", own, title="自己写的一件公告")
        assert [await acts(wang, one) for one in (own, draft)] == [["新建", "修改"], ["采用来稿"]]


async def acts(editor: httpx.AsyncClient, release: str) -> list[str]:
    text = (await editor.get(f"{release}/sheet.csv")).text.lstrip("\ufeff")
    return [row["环节"] for row in csv.DictReader(io.StringIO(text))]


async def test_urgent_path_is_offered_recorded_and_listed(desk: Desk, draft: str) -> None:
    async with desk.logged_in("wang") as wang:
        await press(wang, draft, f"{draft}/submit", urgent_reason="暴雨红色预警，须立即告知")
    async with desk.logged_in("zhao") as zhao:
        await press(zhao, draft, f"{draft}/sign", verdict="approve")
        await press(zhao, draft, f"{draft}/publish")
        assert "待补审" in shown_text(await zhao.get(draft))
        assert draft in (await zhao.get("/console/releases?owed")).text
    async with desk.logged_in("wang") as wang:
        assert "暴雨红色预警" in shown_text(await wang.get(f"{draft}/sheet"))
        await press(wang, draft, f"{draft}/sign", verdict="approve")
    async with desk.logged_in("li") as li:
        await press(li, draft, f"{draft}/sign", verdict="approve")
        assert draft not in (await li.get("/console/releases?owed")).text


async def test_the_desks_own_stages_stand_on_the_page_and_are_asked_for(store: Store) -> None:
    desk = await open_desk(store, review_read_aloud=[ReleaseKind.policy])
    [item_id] = await desk.arrive(GOVERNMENT, a_policy())
    async with desk.logged_in("wang") as wang:
        draft = await adopt_first(wang, item_id)
        assert "诵读 未开始 终审三校" in shown_text(await wang.get(draft))
    await review(desk, draft, ("wang", "li"))
    async with desk.logged_in("zhao") as zhao:
        page = await zhao.get(draft)
    assert "诵读 等待签署" in shown_text(page)
    assert f'action="{draft}/sign"' not in page.text
