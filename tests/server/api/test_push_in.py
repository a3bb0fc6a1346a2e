"""What a department may send, what becomes of it, and who is not believed."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from content_models.intake import repository as intake
from content_models.intake.documents import IntakeItem, ItemKind, TriageState
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.sources import repository as sources
from content_models.sources.documents import FetchOutcome, SourceState
from content_models.sources.keys import repository as keys
from server.api.push_in import LARGEST_PUSH
from server.deps import Deps
from tests.server.api.department import Department, a_department, a_notice, with_new_key


async def queued(department: Department) -> dict[str, IntakeItem]:
    found = await intake.newest_of(department.source.id, 500)
    return {item.item_key: item for item in found}


def outcomes(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [result["outcome"] for result in answer.json()["results"]]


def refused_codes(answer: httpx.Response, position: int = 0) -> list[tuple[str, str]]:
    body = answer.json()
    results = body["results"] if answer.status_code == 200 else body["details"]["results"]
    return [(problem["field"], problem["code"]) for problem in results[position]["problems"]]


async def test_an_item_is_read_by_the_same_rules_as_a_page(web: httpx.AsyncClient, department: Department) -> None:
    sent = a_notice(
        title="示例市人民政府办公室关于印发便民服务方案的通知",
        doc_no="示政办发[2026]12号",
        issuers=["示例市人民政府办公室"],
        signed_date="二〇二六年八月三十日",
        body_text=None,
        body_html="<p>一、总体要求</p><script>alert(1)</script><p onclick=x()>二、主要任务</p>",
        attachments=[{"name": "方案.pdf", "url": "https://water.example.cn/1.pdf"}],
    )
    assert outcomes(await department.push(web, sent)) == ["new"]
    [queue_row] = (await queued(department)).values()
    item = await intake.latest_item(queue_row)
    assert str(item.doc_no) == "示政办发〔2026〕12号"
    assert item.published_at == datetime(2026, 9, 1, 2, 30, tzinfo=UTC)
    assert str(item.signed_date) == "2026-08-30"
    assert item.kind is ItemKind.policy
    assert "alert" not in item.body_html
    assert "onclick" not in item.body_html
    assert [attachment.name for attachment in item.attachments] == ["方案.pdf"]


async def test_publish_revise_and_withdraw_keep_every_version(web: httpx.AsyncClient, department: Department) -> None:
    assert outcomes(await department.push(web, a_notice())) == ["new"]
    assert outcomes(await department.push(web, a_notice())) == ["same"]
    revised = a_notice(action="revise", body_text="停水推迟一天。")
    assert outcomes(await department.push(web, revised)) == ["changed"]
    assert outcomes(await department.push(web, {"id": "停水-1", "action": "withdraw"})) == ["withdrawn"]
    [item] = (await queued(department)).values()
    assert item.gone_at_source
    assert len(await intake.versions(item)) == 2
    assert outcomes(await department.push(web, revised)) == ["restored"]
    [item] = (await queued(department)).values()
    assert not item.gone_at_source


async def test_withdrawing_an_adopted_item_asks_for_the_editors_attention(
    web: httpx.AsyncClient, department: Department, store: Store
) -> None:
    await department.push(web, a_notice())
    [item] = (await queued(department)).values()
    adopted = {"state": TriageState.adopted, "adopted_version_no": 1}
    await store.transaction(lambda session: intake.change_items({item.id: adopted}, session))
    await department.push(web, {"id": "停水-1", "action": "withdraw"})
    [item] = (await queued(department)).values()
    assert (item.gone_at_source, item.state) == (True, TriageState.changed)
    await department.push(web, a_notice())
    [item] = (await queued(department)).values()
    assert (item.gone_at_source, item.state) == (False, TriageState.adopted)


async def test_a_bad_item_loses_only_itself_and_says_how_to_mend_it(
    web: httpx.AsyncClient, department: Department
) -> None:
    answer = await department.push(web, a_notice(1), a_notice(2, published_at="2026-13-45"), a_notice(3))
    assert outcomes(answer) == ["new", "refused", "new"]
    assert (answer.json()["accepted"], answer.json()["refused"]) == (2, 1)
    [problem] = answer.json()["results"][1]["problems"]
    assert (problem["field"], problem["code"]) == ("published_at", "ITEM_DATE_INVALID")
    assert "2026-09-01" in problem["message"]
    assert (await queued(department)).keys() == {"停水-1", "停水-3"}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"id": ""}, ("id", "ITEM_FIELD_MISSING")),
        ({"title": None}, ("title", "ITEM_INVALID")),
        ({"title": "x" * 501}, ("title", "ITEM_FIELD_TOO_LONG")),
        ({"titel": "x"}, ("titel", "ITEM_FIELD_UNKNOWN")),
        ({"kind": "诗歌"}, ("kind", "ITEM_KIND_UNKNOWN")),
        ({"kind": {"$ne": 1}}, ("kind", "ITEM_KIND_UNKNOWN")),
        ({"url": "javascript:alert(1)"}, ("url", "ITEM_URL_INVALID")),
        ({"attachments": [{"name": "x", "url": "file:///etc/passwd"}]}, ("attachments.0.url", "ITEM_URL_INVALID")),
        ({"published_at": 20260901}, ("published_at", "ITEM_INVALID")),
        ({"action": "delete"}, ("action", "ITEM_ACTION_UNKNOWN")),
        ({"action": "revise"}, ("id", "ITEM_UNKNOWN")),
        ({"action": ["publish"]}, ("action", "ITEM_ACTION_UNKNOWN")),
    ],
)
async def test_each_fault_has_its_field_and_code(
    web: httpx.AsyncClient, department: Department, fields: dict[str, Any], expected: tuple[str, str]
) -> None:
    answer = await department.push(web, a_notice() | fields)
    assert (answer.status_code, answer.json()["code"]) == (422, "PUSH_ALL_REFUSED")
    assert expected in refused_codes(answer)
    assert await queued(department) == {}


async def test_withdrawing_what_was_never_sent_is_refused(web: httpx.AsyncClient, department: Department) -> None:
    answer = await department.push(web, {"id": "none", "action": "withdraw"})
    assert refused_codes(answer) == [("id", "ITEM_UNKNOWN")]


async def test_an_id_counts_once_in_a_delivery(web: httpx.AsyncClient, department: Department) -> None:
    answer = await department.push(web, a_notice(), a_notice(body_text="另一段文字"))
    assert outcomes(answer) == ["new", "refused"]
    assert refused_codes(answer, 1) == [("id", "ITEM_DUPLICATE")]


async def test_a_retry_gets_the_first_answer_and_stores_nothing_twice(
    web: httpx.AsyncClient, department: Department
) -> None:
    key = new_id()
    first = await department.push(web, a_notice(), key=key)
    await department.push(web, a_notice(body_text="后来的修改"))
    again = await department.push(web, a_notice(), key=key)
    assert (again.status_code, again.json()) == (200, first.json())
    [item] = (await queued(department)).values()
    assert item.latest_version_no == 2
    deliveries = [record for record in await sources.history(department.source.id) if record.rows]
    assert len(deliveries) == 2


async def test_a_key_for_another_body_is_refused(web: httpx.AsyncClient, department: Department) -> None:
    key = new_id()
    await department.push(web, a_notice(1), key=key)
    answer = await department.push(web, a_notice(2), key=key)
    assert (answer.status_code, answer.json()["code"]) == (409, "IDEMPOTENCY_KEY_REUSED")
    assert (await queued(department)).keys() == {"停水-1"}


async def refusal(web: httpx.AsyncClient, department: Department, body: bytes, headers: dict[str, str]) -> str:
    answer = await web.post(department.path, content=body, headers=headers)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.status_code == 401
    assert await queued(department) == {}
    return str(answer.json()["code"])


BODY = json.dumps(a_notice()).encode()


@pytest.mark.parametrize("header", ["x-zhengwu-key", "x-zhengwu-timestamp", "x-zhengwu-signature", "idempotency-key"])
async def test_each_header_is_needed_and_named(web: httpx.AsyncClient, department: Department, header: str) -> None:
    headers = department.headers(BODY, new_id())
    del headers[header]
    answer = await web.post(department.path, content=BODY, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "SIGNATURE_MISSING")
    assert answer.json()["details"]["headers"] == [header]


@pytest.mark.parametrize("minutes", [-6, 6])
async def test_a_recorded_request_is_worthless_after_five_minutes(
    web: httpx.AsyncClient, department: Department, store: Store, minutes: int
) -> None:
    at = (store.now() + timedelta(minutes=minutes)).timestamp()
    assert await refusal(web, department, BODY, department.headers(BODY, new_id(), at=at)) == "SIGNATURE_EXPIRED"


@pytest.mark.parametrize("part", ["body", "path", "key", "time", "secret"])
async def test_nothing_that_is_signed_can_be_exchanged(
    web: httpx.AsyncClient, deps: Deps, department: Department, part: str
) -> None:
    headers, body = department.headers(BODY, new_id()), BODY
    match part:
        case "body":
            body = BODY + b" "
        case "path":
            headers = department.headers(BODY, new_id(), path="/api/v1/sources/other/items")
        case "key":
            headers["idempotency-key"] = new_id()
        case "time":
            headers["x-zhengwu-timestamp"] = str(int(headers["x-zhengwu-timestamp"]) + 1)
        case "secret":
            stranger = await a_department(deps, "stranger")
            department.secret = stranger.secret
            headers = department.headers(BODY, new_id())
    assert await refusal(web, department, body, headers) == "SIGNATURE_INVALID"
    key = await keys.of_source(department.source.id)
    assert key is not None
    assert key.refusals == 1
    assert key.last_refusal is not None


async def test_a_key_of_one_source_opens_no_other(web: httpx.AsyncClient, deps: Deps, department: Department) -> None:
    other = await a_department(deps, "other")
    other.key_id, other.secret = department.key_id, department.secret
    assert await refusal(web, other, BODY, other.headers(BODY, new_id())) == "SIGNATURE_INVALID"


async def test_unknown_source_is_answered_like_a_wrong_signature(
    web: httpx.AsyncClient, department: Department
) -> None:
    path = "/api/v1/sources/nowhere/items"
    answer = await web.post(path, content=BODY, headers=department.headers(BODY, new_id(), path=path))
    assert (answer.status_code, answer.json()["code"]) == (401, "SIGNATURE_INVALID")


async def test_a_rotated_key_works_and_the_one_before_it_for_a_week(
    web: httpx.AsyncClient, deps: Deps, department: Department
) -> None:
    renewed = await with_new_key(deps, department.source, generation=1)
    assert outcomes(await department.push(web, a_notice(1))) == ["new"]
    assert outcomes(await renewed.push(web, a_notice(2))) == ["new"]
    moment = deps.store.now() + timedelta(days=8)
    deps.store.now = lambda: moment
    assert (await department.push(web, a_notice(3))).json()["code"] == "SIGNATURE_INVALID"
    assert outcomes(await renewed.push(web, a_notice(3))) == ["new"]


async def test_a_paused_source_says_so(web: httpx.AsyncClient, department: Department) -> None:
    source = await sources.load(department.source.id)
    source.state = SourceState.paused
    await sources.save(source, expected_version=source.version)
    answer = await department.push(web, a_notice())
    assert (answer.status_code, answer.json()["code"]) == (409, "SOURCE_NOT_ACCEPTING")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"[{}]", b'{"items": []}', b'{"items": [1]}', b'{"items": {}}', b"\xff"]
)
async def test_a_body_that_is_no_delivery_is_refused_whole(
    web: httpx.AsyncClient, department: Department, body: bytes
) -> None:
    answer = await web.post(department.path, content=body, headers=department.headers(body, new_id()))
    assert (answer.status_code, answer.json()["code"]) == (400, "PUSH_MALFORMED")


async def test_a_source_that_sends_by_itself_is_never_due(department: Department, store: Store) -> None:
    assert await sources.due(store.now() + timedelta(days=400), 10) == []


async def test_limits_of_items_and_bytes(web: httpx.AsyncClient, department: Department) -> None:
    answer = await department.push(web, *(a_notice(number) for number in range(101)))
    assert (answer.status_code, answer.json()["code"]) == (413, "PUSH_TOO_MANY_ITEMS")
    body = b" " * (LARGEST_PUSH + 1)
    answer = await web.post(department.path, content=body, headers=department.headers(body, new_id()))
    assert (answer.status_code, answer.json()["code"]) == (413, "REQUEST_TOO_LARGE")


async def test_what_was_sent_and_refused_stands_in_the_sources_history(
    web: httpx.AsyncClient, department: Department
) -> None:
    await department.push(web, a_notice(1), a_notice(2, kind="诗歌"))
    [record] = await sources.history(department.source.id)
    assert (record.outcome, record.rows, record.new) == (FetchOutcome.news, 2, 1)
    assert [error.code for error in record.item_errors] == ["ITEM_KIND_UNKNOWN"]
    health = (await sources.load(department.source.id)).health
    assert health.last_news_at is not None


async def test_the_description_names_the_route_and_every_field(web: httpx.AsyncClient) -> None:
    description = (await web.get("/api/v1/openapi.json")).json()
    operation = description["paths"]["/api/v1/sources/{source_id}/items"]["post"]
    named = {parameter["name"] for parameter in operation["parameters"]}
    assert {"x-zhengwu-key", "x-zhengwu-timestamp", "x-zhengwu-signature", "idempotency-key"} <= named
    schemas = description["components"]["schemas"]
    assert {"id", "title", "body_html", "interprets"} <= schemas["PushedItem"]["properties"].keys()
    assert {"400", "401", "409", "413", "422"} <= operation["responses"].keys()
    references = {
        line.split('"')[1].rpartition("/")[2] for line in json.dumps(description, indent=0).split('"$ref": ')[1:]
    }
    assert references <= schemas.keys()
