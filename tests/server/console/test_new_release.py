"""新建稿件: a text that no source has sent starts with a kind, an organ and a title."""

from typing import Any

import httpx
import pytest

from content_models.releases import repository as releases
from content_models.releases.documents import ReleaseKind, ReleaseState
from tests.server.desk import GOVERNMENT, HEALTH, Desk, form_of, press, shown_text

NEW = "/console/releases/new"
TITLE = "自己写的示例通知"


def asked(**typed: str) -> dict[str, str]:
    return {"kind": "notice", "organ": HEALTH.id, "title": TITLE} | typed


async def drafts() -> list[Any]:
    return await releases.desk(ReleaseState.draft, 10, None)


async def start(client: httpx.AsyncClient, **typed: str) -> httpx.Response:
    return await client.post(NEW, data=form_of(await client.get(NEW), NEW) | asked(**typed))


async def test_an_editor_starts_a_text_and_writes_on(desk: Desk) -> None:
    async with desk.logged_in("wang") as wang:
        assert NEW in (await wang.get("/console/releases")).text
        answer = await start(wang)
        draft = answer.headers["location"]
        page = await wang.get(draft)
        assert form_of(page, draft)["title"] == TITLE
        await press(wang, draft, draft, body_html="<p>第一句。</p>")
    [release] = await drafts()
    revision = await releases.load_revision(release.current_revision_id)
    assert (release.kind, release.publisher_id, revision.number) == (ReleaseKind.notice, HEALTH.id, 2)
    assert revision.content.body_html == "<p>第一句。</p>"


async def test_a_policy_of_ones_own_is_issued_by_its_organ(desk: Desk) -> None:
    async with desk.logged_in("wang") as wang:
        draft = (await start(wang, kind="policy", organ=GOVERNMENT.id)).headers["location"]
        assert form_of(await wang.get(draft), draft)["issuers"] == GOVERNMENT.full_name


async def test_sending_it_twice_starts_one(desk: Desk) -> None:
    async with desk.logged_in("wang") as wang:
        form = form_of(await wang.get(NEW), NEW) | asked()
        first, second = [await wang.post(NEW, data=form) for _ in range(2)]
    assert first.headers["location"] == second.headers["location"]
    assert len(await drafts()) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": "字"}, "标题 2 到 300 个字，现在有 1 个字"),
        ({"title": "字" * 301}, "现在有 301 个字"),
        ({"kind": "gossip"}, "请选择体裁"),
        ({"organ": "no-such-organ"}, "请选择以哪个机构的名义发布"),
    ],
)
async def test_what_is_missing_is_named_and_the_rest_kept(desk: Desk, typed: dict[str, str], said: str) -> None:
    async with desk.logged_in("wang") as wang:
        answer = await start(wang, **typed)
    assert answer.status_code == 422
    assert said in shown_text(answer)
    kept = form_of(answer, NEW)
    assert all(kept[name] == value for name, value in asked().items() if name not in typed)
    assert await drafts() == []


async def test_a_contributor_starts_one_for_the_own_organ_only(desk: Desk) -> None:
    async with desk.logged_in("chen") as chen:
        page = await chen.get(NEW)
        assert HEALTH.full_name in page.text
        assert GOVERNMENT.full_name not in page.text
        assert (await start(chen, organ=GOVERNMENT.id)).status_code == 422
        assert (await start(chen)).status_code == 303
    [release] = await drafts()
    assert release.publisher_id == HEALTH.id


async def test_who_may_not_write_is_not_asked_to(desk: Desk) -> None:
    async with desk.logged_in("zhao") as zhao:
        assert NEW not in (await zhao.get("/console/releases")).text
        assert (await zhao.get(NEW)).status_code == 403
        assert (await zhao.post(NEW, data=asked())).status_code == 403
    assert await drafts() == []
