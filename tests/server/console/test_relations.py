"""关联文件 on the release page: found by title or 文号, registered, true from both ends for residents, taken back."""

from datetime import date
from typing import Any

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from content_models.intake.documents import ItemKind
from content_models.official_text.doc_no import DocNo
from tests.server.desk import (
    GOVERNMENT,
    HEALTH,
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
READING = "《示例市便民服务管理办法》政策解读"
DECISION = "示例市人民政府办公室关于修改示例市便民服务管理办法的决定"
ARTICLES = "<p>第一条 为了便民，制定本办法。</p><p>第二条 本办法适用于本市。</p><p>第三条 窗口每天开放八小时。</p>"
QUERY = """
query Both($rule: ID!, $decision: ID!, $reading: ID!, $before: Date!, $after: Date!) {
  rule: release(id: $rule) { ... on Policy {
    related { relation outgoing release { id } }
    before: inForceOn(date: $before) { status } after: inForceOn(date: $after) { status }
    interpretations { id explainsEarlierVersion }
  } }
  decision: release(id: $decision) { ... on Policy { related { relation outgoing release { id } } } }
  reading: release(id: $reading) { ... on Interpretation { laterChanges { kind on basis { id } } } }
}
"""


async def adopted(desk: Desk, key: str, title: str, **fields: Any) -> str:
    [item_id] = await desk.arrive(GOVERNMENT, a_policy(key, title, **fields))
    return await draft_from(desk, item_id)


async def public(desk: Desk, key: str, title: str, **fields: Any) -> str:
    address = await adopted(desk, key, title, **fields)
    await review(desk, address)
    await publish(desk, address)
    return address


async def a_rule(desk: Desk) -> str:
    number = DocNo(code="示政办发", year=2024, seq=3)
    return await public(desk, "rule", RULE, doc_no=number, signed_date=date(2024, 3, 1), body_html=ARTICLES)


async def a_decision(desk: Desk) -> str:
    return await adopted(desk, "decision", DECISION, doc_no=DocNo(code="示政办发", year=2026, seq=40))


def id_of(address: str) -> str:
    return address.rpartition("/")[2]


async def found(client: httpx.AsyncClient, address: str, words: str) -> list[str]:
    page = await client.get(f"{address}/relations/choices", params={"words": words})
    assert page.status_code == 200
    return [str(one.attributes["value"]) for one in LexborHTMLParser(page.text).css("input[name=target]")]


async def related(desk: Desk, address: str, other: str, **typed: Any) -> httpx.Response:
    said = {"type": "amends", "target": id_of(other), "effective_on": "2026-10-01"} | typed
    async with desk.logged_in("wang") as client:
        return await press(client, address, f"{address}/relations", **said)


async def asked(desk: Desk, **ids: str) -> dict[str, Any]:
    variables = {name: id_of(address) for name, address in ids.items()}
    days = {"before": "2026-09-30", "after": "2026-10-01"}
    async with desk.visitor() as client:
        answer = await client.post(
            "/graphql", json={"query": QUERY, "variables": variables | days}, headers={"accept": "application/json"}
        )
    said = answer.json()
    assert "errors" not in said, said
    return dict(said["data"])


@pytest.mark.parametrize("words", ["便民服务管理", "示政办发〔2024〕3号", "示政办发[2024]3", "〔2024〕3号"])
async def test_a_policy_is_found_by_its_title_or_number(desk: Desk, words: str) -> None:
    rule, decision = await a_rule(desk), await a_decision(desk)
    async with desk.logged_in("wang") as wang:
        assert id_of(rule) in await found(wang, decision, words)
        assert id_of(decision) not in await found(wang, decision, words)
        assert await found(wang, decision, "没有这样的文件") == []


async def test_both_ends_the_app_and_the_pages_tell_the_same(desk: Desk) -> None:
    rule = await a_rule(desk)
    fields = {"kind": ItemKind.interpretation, "doc_no": None, "issuer_names": [], "body_html": "<p>示例解读。</p>"}
    reading = await public(desk, "reading", READING, **fields)
    decision = await a_decision(desk)

    page = await related(desk, decision, rule, clauses=["art-3"])

    assert "2026-10-01 起修改" in shown_text(page)
    assert "第三条" in shown_text(page)
    assert "发布后生效" in shown_text(page)
    async with desk.logged_in("wang") as wang:
        assert "对方发布后生效" in shown_text(await wang.get(rule))
    assert (await asked(desk, rule=rule, decision=rule, reading=reading))["rule"]["after"]["status"] == "IN_FORCE"

    await review(desk, decision)
    await publish(desk, decision)

    told = await asked(desk, rule=rule, decision=decision, reading=reading)
    [bearing] = told["rule"]["related"]
    assert bearing == {"relation": "AMENDS", "outgoing": False, "release": {"id": id_of(decision)}}
    [saying] = told["decision"]["related"]
    assert saying == {"relation": "AMENDS", "outgoing": True, "release": {"id": id_of(rule)}}
    assert (told["rule"]["before"]["status"], told["rule"]["after"]["status"]) == ("IN_FORCE", "AMENDED")
    assert told["rule"]["interpretations"] == [{"id": id_of(reading), "explainsEarlierVersion": True}]
    [change] = told["reading"]["laterChanges"]
    assert change == {"kind": "AMENDED", "on": "2026-10-01", "basis": {"id": id_of(decision)}}

    async with desk.visitor() as resident:
        old = shown_text(await resident.get(await public_address(desk, reading)))
        changed = shown_text(await resident.get(await public_address(desk, rule)))
        changing = shown_text(await resident.get(await public_address(desk, decision)))
    assert "解读的是旧版本" in old
    assert DECISION in old
    assert "自2026年10月1日起已被修改" in changed
    assert "自2026年10月1日起被修改 （第三条）" in changed or "自2026年10月1日起被修改（第三条）" in changed
    assert DECISION in changed
    assert "自2026年10月1日起修改（第三条）" in changing
    assert RULE in changing


async def test_a_wrong_relation_is_taken_back_with_a_reason_and_leaves_its_trail(desk: Desk) -> None:
    rule, decision = await a_rule(desk), await a_decision(desk)
    await related(desk, decision, rule)
    await review(desk, decision)
    await publish(desk, decision)
    async with desk.logged_in("wang") as wang:
        unsaid = await press(wang, decision, f"{decision}/relations/drop", reason="")
        assert unsaid.status_code == 422
        assert "请写明为什么解除" in shown_text(unsaid)
        dropped = await press(wang, decision, f"{decision}/relations/drop", reason="选错了文件")
    assert dropped.status_code == 200
    assert "原因：选错了文件" in shown_text(dropped)
    await review(desk, decision)
    async with desk.logged_in("zhao") as zhao:
        await press(zhao, decision, f"{decision}/correct", note="更正所修改的文件")
    told = await asked(desk, rule=rule, decision=decision, reading=rule)
    assert (told["rule"]["related"], told["decision"]["related"]) == ([], [])
    assert told["rule"]["after"]["status"] == "IN_FORCE"
    async with desk.logged_in("wang") as wang:
        history = await wang.get(f"{decision}/history?from=2&to=3")
        assert "与其他文件的关联" in shown_text(history)
    async with desk.logged_in("qian") as auditor:
        log = shown_text(await auditor.get("/console/audit"))
    assert "关联其他文件" in log
    assert "解除与其他文件的关联" in log


async def test_what_is_not_so_is_refused_in_words(desk: Desk) -> None:
    rule, decision = await a_rule(desk), await a_decision(desk)
    for typed, words in (
        ({"clauses": ["art-9"]}, "没有这些条款"),
        ({"effective_on": "明天"}, "日期请按"),
        ({"effective_on": "2020-01-01"}, "早于对方的成文日期"),
        ({"target": ""}, "选一份文件"),
        ({"target": id_of(decision)}, "文件自己"),
        ({"type": "hates"}, "怎样关联"),
    ):
        answer = await related(desk, decision, rule, **typed)
        assert answer.status_code == 422
        assert words in shown_text(answer)


async def test_the_clauses_of_the_chosen_policy_can_be_picked(desk: Desk) -> None:
    rule, decision = await a_rule(desk), await a_decision(desk)
    async with desk.logged_in("wang") as wang:
        part = await wang.get(f"{decision}/relations/clauses", params={"target": id_of(rule)})
        unknown = await wang.get(f"{decision}/relations/clauses", params={"target": "nothing"})
    values = [one.attributes["value"] for one in LexborHTMLParser(part.text).css("input[name=clauses]")]
    assert values == ["art-1", "art-2", "art-3"]
    assert unknown.status_code == 404


async def test_a_department_finds_and_relates_to_what_it_may_see_only(desk: Desk) -> None:
    """Another organ's draft is not found by its number, nor by its guessed id; its public policy is."""
    rule, inner = await a_rule(desk), await adopted(desk, "inner", "示例内部办法", doc_no=None)
    [item_id] = await desk.arrive(HEALTH, a_policy("own", "示例市卫健委关于修改的决定", doc_no=None))
    own = await draft_from(desk, item_id)
    async with desk.logged_in("chen") as chen:
        assert await found(chen, own, "示例内部") == []
        assert await found(chen, own, "便民服务管理") == [id_of(rule)]
        page = await chen.get(own)
        sent = form_of(page, f"{own}/relations") | {"type": "amends", "effective_on": ""}
        hidden = await chen.post(f"{own}/relations", data=sent | {"target": id_of(inner)})
        clauses = await chen.get(f"{own}/relations/clauses", params={"target": id_of(inner)})
        assert (hidden.status_code, clauses.status_code) == (404, 404)
        allowed = await chen.post(f"{own}/relations", data=sent | {"target": id_of(rule)})
        assert allowed.status_code == 303
        assert (await chen.get(f"{rule}")).status_code == 404
    async with desk.logged_in("zhao") as leader:  # reviews, but does not write
        assert f"{own}/relations" not in (await leader.get(own)).text


async def test_what_was_withdrawn_does_not_promise_to_count_when_it_is_published(desk: Desk) -> None:
    rule, decision = await a_rule(desk), await a_decision(desk)
    assert "发布后生效" in shown_text(await related(desk, decision, rule))
    await review(desk, decision)
    await publish(desk, decision)
    async with desk.logged_in("zhao") as zhao:
        await press(zhao, decision, f"{decision}/withdraw", reason="示例原因")
        page = shown_text(await zhao.get(decision))
    assert RULE in page
    assert "生效" not in page.replace("生效日期", "")
