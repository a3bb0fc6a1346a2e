"""An interpretation and its policy find each other whichever is adopted first; an editor confirms with one key."""

import httpx
import pytest

from content_models.intake.documents import ItemKind, NormalisedItem
from content_models.releases import repository as releases
from content_models.releases.documents import LinkType, ReleaseState
from tests.server.desk import GOVERNMENT, Desk, a_policy, draft_from, form_of, press, review, shown_text

POLICY = "示例市人民政府办公室关于印发示例市便民服务提升行动方案（2026～2028年）的通知"
READING = "《示例市便民服务提升行动方案》政策解读"


def a_reading(title: str = READING, key: str = "r1") -> NormalisedItem:
    return a_policy(
        key, title, kind=ItemKind.interpretation, doc_no=None, issuer_names=[], body_html="<p>示例解读。</p>"
    )


async def adopted(desk: Desk, item: NormalisedItem) -> str:
    """The address of the release the item became."""
    [item_id] = await desk.arrive(GOVERNMENT, item)
    return await draft_from(desk, item_id)


async def links_of(address: str) -> list[tuple[LinkType, str]]:
    release = await releases.load(address.rsplit("/", 1)[1])
    revision = await releases.load_revision(release.current_revision_id)
    return [(link.type, link.target_id) for link in revision.content.links]


def id_of(address: str) -> str:
    return address.rsplit("/", 1)[1]


async def seen_by_wang(desk: Desk, address: str) -> httpx.Response:
    async with desk.logged_in("wang") as wang:
        return await wang.get(address)


async def test_a_policy_that_comes_second_shows_the_interpretation_that_waits_for_it(desk: Desk) -> None:
    reading = await adopted(desk, a_reading())
    assert await links_of(reading) == []
    policy = await adopted(desk, a_policy("p", POLICY))

    page = await seen_by_wang(desk, policy)

    assert "等待关联的解读" in shown_text(page)
    assert READING in shown_text(page)
    assert "标题中的名称与文件名称相同" in shown_text(page)
    async with desk.logged_in("wang") as wang:
        after = await press(wang, policy, f"{reading}/links")
    assert "等待关联的解读" not in shown_text(after)
    assert await links_of(reading) == [(LinkType.interprets, id_of(policy))]


async def test_an_interpretation_shows_what_it_may_read_with_evidence_and_one_key(desk: Desk) -> None:
    reading = await adopted(desk, a_reading())
    policy = await adopted(desk, a_policy("p", POLICY))

    page = await seen_by_wang(desk, reading)

    assert "可能解读的政策" in shown_text(page)
    assert 'data-key="l"' in page.text
    sent = form_of(page, f"{reading}/links")
    async with desk.logged_in("wang") as wang:
        for _ in range(2):  # a double click links once
            assert (await wang.post(f"{reading}/links", data=sent)).status_code == 303
    assert await links_of(reading) == [(LinkType.interprets, id_of(policy))]
    assert "可能解读的政策" not in shown_text(await seen_by_wang(desk, reading))


async def test_what_comes_first_is_linked_without_a_question(desk: Desk) -> None:
    policy = await adopted(desk, a_policy("p", POLICY))
    reading = await adopted(desk, a_reading())
    assert await links_of(reading) == [(LinkType.interprets, id_of(policy))]
    assert "等待关联的解读" not in shown_text(await seen_by_wang(desk, policy))


@pytest.mark.parametrize(
    "title",
    [
        "《邻市便民服务提升行动方案》政策解读",
        "《示例市便民服务提升行动方案（征求意见稿）》起草说明",
        "示例市召开便民服务座谈会",
    ],
)
async def test_another_place_a_draft_and_mere_news_wait_for_nothing(desk: Desk, title: str) -> None:
    await adopted(desk, a_reading(title))
    policy = await adopted(desk, a_policy("p", POLICY))
    assert "等待关联的解读" not in shown_text(await seen_by_wang(desk, policy))


async def test_a_signed_interpretation_is_not_touched_until_an_editor_confirms(desk: Desk) -> None:
    reading = await adopted(desk, a_reading())
    await review(desk, reading)
    policy = await adopted(desk, a_policy("p", POLICY))
    assert await links_of(reading) == []
    assert (await releases.load(id_of(reading))).state is ReleaseState.approved

    page = await seen_by_wang(desk, policy)
    assert "确认后需重新送审" in shown_text(page)
    async with desk.logged_in("wang") as wang:
        await press(wang, policy, f"{reading}/links")
    assert (await releases.load(id_of(reading))).state is ReleaseState.draft
    assert await links_of(reading) == [(LinkType.interprets, id_of(policy))]


async def test_a_stale_confirmation_changes_nothing_and_says_so(desk: Desk) -> None:
    reading = await adopted(desk, a_reading())
    await adopted(desk, a_policy("p", POLICY))
    async with desk.logged_in("wang") as wang:
        stale = form_of(await wang.get(reading), f"{reading}/links")
        await press(wang, reading, reading, summary="改过的摘要")
        answer = await wang.post(f"{reading}/links", data=stale)
    assert answer.status_code == 409
    assert await links_of(reading) == []


@pytest.mark.parametrize("swap", [True, False])
async def test_only_an_interpretation_is_linked_and_only_to_a_policy(desk: Desk, swap: bool) -> None:
    reading = await adopted(desk, a_reading())
    policy = await adopted(desk, a_policy("p", POLICY))
    async with desk.logged_in("wang") as wang:
        sent = form_of(await wang.get(reading), f"{reading}/links")
        sent["policy_id"] = id_of(reading)
        answer = await wang.post(f"{policy if swap else reading}/links", data=sent)
    assert answer.status_code == 422
    assert "只能把政策解读关联到政策文件" in shown_text(answer)
    assert await links_of(reading) == []


async def test_an_unknown_policy_is_not_found(desk: Desk) -> None:
    reading = await adopted(desk, a_reading())
    await adopted(desk, a_policy("p", POLICY))
    async with desk.logged_in("wang") as wang:
        sent = form_of(await wang.get(reading), f"{reading}/links") | {"policy_id": "nothing"}
        assert (await wang.post(f"{reading}/links", data=sent)).status_code == 404
