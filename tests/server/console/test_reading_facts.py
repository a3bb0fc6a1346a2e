"""解读要素 and 条款对应: chosen on the form, checked when saved, shown in preview, on the page and in the app."""

from typing import Any

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from content_models.intake.documents import ItemKind
from content_models.releases import repository as releases
from content_models.releases.documents import InterpretationFacts
from content_models.releases.elements import ElementKind
from tests.server.desk import (
    GOVERNMENT,
    Desk,
    a_policy,
    draft_from,
    form_of,
    press,
    public_address,
    publish,
    review,
    shown_text,
)

RULE = "示例市便民服务管理办法"
ARTICLES = "<p>第一条 为了便民，制定本办法。</p><p>第二条 本办法适用于本市。</p><p>第三条 窗口每天开放八小时。</p>"
BODY = "<p>窗口什么时候开？每天八小时。</p><p>哪些人可以办？常住和来访的人都可以。</p>"
QUERY = """
query Reading($id: ID!, $policy: ID!) {
  reading: release(id: $id) { ... on Interpretation {
    bodyText elements { kind text } clauseAnchors { nodeId label quote start end webPath policy { id } }
  } }
  policy: release(id: $policy) { ... on Policy { clauseAnchors { nodeId interpretation { id } } } }
}
"""


@pytest.fixture
async def policy(desk: Desk) -> str:
    [item_id] = await desk.arrive(GOVERNMENT, a_policy("rule", RULE, doc_no=None, body_html=ARTICLES))
    address = await draft_from(desk, item_id)
    await review(desk, address)
    await publish(desk, address)
    return address


@pytest.fixture
async def reading(desk: Desk, policy: str) -> str:
    """A draft that is linked to the policy by its own words."""
    fields: dict[str, Any] = {"kind": ItemKind.interpretation, "doc_no": None, "issuer_names": [], "body_html": BODY}
    [item_id] = await desk.arrive(GOVERNMENT, a_policy("reading", f"《{RULE}》政策解读", **fields))
    return await draft_from(desk, item_id)


def id_of(address: str) -> str:
    return address.rpartition("/")[2]


async def saved(desk: Desk, reading: str, **typed: Any) -> httpx.Response:
    async with desk.logged_in("wang") as wang:
        return await press(
            wang, reading, reading, **{f"fact.{name.replace('__', '.')}": one for name, one in typed.items()}
        )


async def facts_of(reading: str) -> InterpretationFacts:
    release = await releases.load(id_of(reading))
    facts = (await releases.load_revision(release.current_revision_id)).content.interpretation
    assert facts
    return facts


async def test_paragraphs_and_clauses_are_offered_and_what_is_chosen_is_shown_everywhere(
    desk: Desk, policy: str, reading: str
) -> None:
    async with desk.logged_in("wang") as wang:
        page = LexborHTMLParser((await wang.get(reading)).text)
    passages = [one.attributes["value"] for one in page.css('select[name="fact.clauses.0.passage"] option')]
    clauses = [one.attributes["value"] for one in page.css('select[name="fact.clauses.0.clause"] option')]
    assert passages == ["", "窗口什么时候开？每天八小时。", "哪些人可以办？常住和来访的人都可以。"]
    assert clauses == ["", *(f"{id_of(policy)}#art-{number}" for number in (1, 2, 3))]

    answer = await saved(
        desk,
        reading,
        elements__0__kind="cautions",
        elements__0__text="带好身份证。",
        elements__5__kind="background",
        elements__5__text="为了便民。",
        clauses__0__passage=passages[2],
        clauses__0__clause=clauses[2],
    )

    assert answer.status_code == 200, shown_text(answer)
    assert [one.kind for one in (await facts_of(reading)).elements] == [ElementKind.background, ElementKind.cautions]
    async with desk.logged_in("wang") as wang:
        preview = shown_text(await wang.get(f"{reading}/preview/screen"))
        again = form_of(await wang.get(reading), reading)
        await press(wang, reading, reading)
        assert (await releases.load(id_of(reading))).current_revision_no == 2  # opening and saving changes nothing
    assert again["fact.elements.0.kind"] == "background"
    assert again["fact.clauses.0.clause"] == clauses[2]
    assert "解读要点 背景依据 为了便民。 注意事项 带好身份证。" in preview
    assert "文中讲到的条款： 第二条" in preview

    await review(desk, reading)
    await publish(desk, reading)
    async with desk.visitor() as resident:
        page_read = shown_text(await resident.get(await public_address(desk, reading)))
        variables = {"id": id_of(reading), "policy": id_of(policy)}
        asked = {"query": QUERY, "variables": variables}
        told = (await resident.post("/graphql", json=asked, headers={"accept": "application/json"})).json()["data"]
    assert "背景依据 为了便民。" in page_read
    assert told["reading"]["elements"] == [
        {"kind": "BACKGROUND", "text": "为了便民。"},
        {"kind": "CAUTIONS", "text": "带好身份证。"},
    ]
    [anchor] = told["reading"]["clauseAnchors"]
    assert (anchor["nodeId"], anchor["label"], anchor["policy"]["id"]) == ("art-2", "第二条", id_of(policy))
    assert anchor["webPath"].endswith("#art-2")
    assert told["reading"]["bodyText"][anchor["start"] : anchor["end"]] == passages[2]
    assert told["policy"]["clauseAnchors"] == [{"nodeId": "art-2", "interpretation": {"id": id_of(reading)}}]


async def test_what_leads_nowhere_is_refused_in_words_and_stays_typed(desk: Desk, policy: str, reading: str) -> None:
    passage = "哪些人可以办？常住和来访的人都可以。"
    for typed, words in (
        ({"clauses__0__passage": passage, "clauses__0__clause": f"{id_of(policy)}#art-9"}, "没有这一条（art-9）"),
        ({"clauses__0__passage": passage, "clauses__0__clause": "elsewhere#art-1"}, "没有勾选为所解读的政策"),
        ({"clauses__0__passage": passage}, "请选择这一段讲的是哪一条"),
        (
            {"clauses__0__passage": "没有这一段", "clauses__0__clause": f"{id_of(policy)}#art-1"},
            "正文里没有以「没有这一段」",
        ),
        ({"elements__0__kind": "goals"}, "请写 1 到 1000 个字"),
        ({"elements__0__kind": "jokes", "elements__0__text": "示例"}, "请从列出的要素中选择"),
        ({f"elements__{n}__{part}": "goals" for n in (0, 1) for part in ("kind", "text")}, "上面已有一行"),
    ):
        answer = await saved(desk, reading, **typed)
        assert answer.status_code == 422, words
        assert words in shown_text(answer)
        first, value = next(iter(typed.items()))
        assert value == "jokes" or form_of(answer, reading)[f"fact.{first.replace('__', '.')}"] == value
        async with desk.logged_in("wang") as wang:
            await wang.post(f"{reading}/draft/discard", data={})
    assert (await facts_of(reading)).clauses == []


async def test_a_paragraph_that_is_rewritten_asks_for_its_clause_anew(desk: Desk, policy: str, reading: str) -> None:
    passage = "窗口什么时候开？每天八小时。"
    await saved(desk, reading, clauses__0__passage=passage, clauses__0__clause=f"{id_of(policy)}#art-3")
    async with desk.logged_in("wang") as wang:
        answer = await press(wang, reading, reading, body_html="<p>全部重写过了。</p>")
    assert answer.status_code == 422
    assert "请重新选择，或清空这一行" in shown_text(answer)
    assert (await facts_of(reading)).clauses[0].quote.startswith("窗口每天开放八小时")
