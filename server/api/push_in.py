"""`POST /api/v1/sources/{source_id}/items`: departments send items themselves. docs/push-in.md is the senders' page."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Request
from pydantic import BaseModel

from aggregators.uploads.errors import PushAllRefused
from aggregators.uploads.pushed import PushBody, read_deliveries
from content_models.intake.actions.deliver import Deliver, Delivered, ItemResult, Outcome, deliver
from content_models.intake.actions.group import group_new_items
from content_models.kit.actors import Actor, ActorKind
from content_models.kit.errors import NotAuthenticated, NotFound
from content_models.kit.ids import derived_id
from content_models.kit.store import Store
from content_models.sources import repository as sources
from content_models.sources.arrivals import repository as arrivals
from content_models.sources.documents import FetchError, FetchOutcome, FetchRecord, Source
from content_models.sources.keys import repository as keys
from content_models.sources.keys.errors import SignatureInvalid
from content_models.sources.keys.rules import KEY_PURPOSE, SignedRequest, signed_request, verify
from server.api.body import ROOM, body_within
from server.deps import Deps, deps_of
from server.derived_keys import derived_key

LARGEST_PUSH = 5 * 1024 * 1024  # bytes
REFUSALS = {
    400: "请求体不是 JSON，或结构不对（PUSH_MALFORMED）",
    401: "签名缺失、过期或不正确（SIGNATURE_MISSING、SIGNATURE_EXPIRED、SIGNATURE_INVALID）",
    409: "幂等键已用于别的内容（IDEMPOTENCY_KEY_REUSED），或来源已暂停（SOURCE_NOT_ACCEPTING）",
    413: "超过 5 MB 或 100 条（REQUEST_TOO_LARGE、PUSH_TOO_MANY_ITEMS）",
    422: "全部条目有误（PUSH_ALL_REFUSED），逐条原因在 details.results",
}

router = APIRouter()


class PushAnswer(BaseModel):
    """逐条结果, in the order of the request."""

    source_id: str
    accepted: int
    refused: int
    results: list[ItemResult]


@router.post(
    "/sources/{source_id}/items",
    summary="报送：发布、修改或撤回 1 至 100 条内容",
    max_body_size=LARGEST_PUSH * ROOM,
    response_model_exclude_none=True,
    responses={
        status: {"description": words, "content": {"application/problem+json": {}}}
        for status, words in REFUSALS.items()
    },
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/PushBody"}}},
        }
    },
)
async def push_items(
    request: Request,
    source_id: Annotated[str, Path(max_length=64)],
    x_zhengwu_key: Annotated[str | None, Header(description="密钥编号，zk_ 开头")] = None,
    x_zhengwu_timestamp: Annotated[str | None, Header(description="Unix 秒，与服务器相差不超过 300 秒")] = None,
    x_zhengwu_signature: Annotated[str | None, Header(description="v1= 加 HMAC-SHA256 的十六进制")] = None,
    idempotency_key: Annotated[str | None, Header(description="8 至 128 个可见 ASCII 字符，每次新报送换一个")] = None,
) -> PushAnswer:
    deps = deps_of(request)
    signed, source = await _authenticated(deps, request, source_id)
    delivered = await deliver(
        deps.store,
        Deliver(
            actor=Actor(kind=ActorKind.department, id=source.id, name=source.name),
            idempotency_key=signed.idempotency_key,
            source_id=source.id,
            body_sha256=signed.body_sha256,
            deliveries=await asyncio.to_thread(read_deliveries, source, signed.body),
        ),
    )
    await group_new_items(deps.store, delivered.item_ids)
    await _note(deps.store, source, signed.idempotency_key, delivered)
    return _answer(source, delivered)


async def _authenticated(deps: Deps, request: Request, source_id: str) -> tuple[SignedRequest, Source]:
    """Who asks is settled before anything else is said, also about whether the source exists."""
    body = await body_within(request, LARGEST_PUSH)
    try:
        signed = signed_request(request.method, request.url.path, request.headers, body)
        key = await keys.of_source(source_id)
        verify(signed, key, derived_key(deps.secret, KEY_PURPOSE), deps.store.now())
    except NotAuthenticated as refusal:
        now = deps.store.now()
        await keys.note_refusal(source_id, FetchError(code=refusal.code, message=refusal.message, at=now))
        raise
    await keys.note_use(source_id, deps.store.now())
    try:
        return signed, await sources.load(source_id)
    except NotFound as gone:
        raise SignatureInvalid from gone


async def _note(store: Store, source: Source, idempotency_key: str, delivered: Delivered) -> None:
    """In the source's history, once however often the same delivery is sent."""
    now = store.now()
    new, changed = delivered.count(Outcome.new), delivered.count(Outcome.changed)
    errors = [
        FetchError(code=problem.code, message=problem.message, at=now, subject=result.id)
        for result in delivered.results
        for problem in result.problems
    ]
    record = FetchRecord(
        id=derived_id("delivery", source.id, idempotency_key),
        source_id=source.id,
        at=now,
        outcome=FetchOutcome.news if new or changed else FetchOutcome.nothing_new,
        rows=len(delivered.results),
        new=new,
        changed=changed,
        item_errors=errors[:20],
    )
    await arrivals.note(record, now)


def _answer(source: Source, delivered: Delivered) -> PushAnswer:
    refused = delivered.count(Outcome.refused)
    if refused == len(delivered.results):
        raise PushAllRefused(
            results=[result.model_dump(mode="json", exclude_none=True) for result in delivered.results]
        )
    return PushAnswer(
        source_id=source.id,
        accepted=len(delivered.results) - refused,
        refused=refused,
        results=delivered.results,
    )


def body_schemas() -> dict[str, Any]:
    """What the body may hold, for the API's description. Read from the raw bytes, so FastAPI does not know it."""
    schema = PushBody.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**schema.pop("$defs"), "PushBody": schema}
