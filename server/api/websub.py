"""`/api/v1/websub/{id}`: where hubs verify subscriptions and deliver (W3C WebSub §5.3, §7)."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import PlainTextResponse

from aggregators.websub.errors import SubscriptionUnknown
from aggregators.websub.receiving import confirm, denied, take_delivery
from content_models.sources.websub.rules import KEY_PURPOSE, secret_of
from server.api.body import ROOM, body_within
from server.deps import deps_of
from server.derived_keys import derived_key

LARGEST_DELIVERY = 3 * 1024 * 1024  # bytes

router = APIRouter()

Id = Annotated[str, Path(max_length=64)]


@router.get("/websub/{subscription_id}", summary="WebSub：中枢确认订阅")
async def verify_intent(
    request: Request,
    subscription_id: Id,
    mode: Annotated[str, Query(alias="hub.mode", max_length=20)],
    topic: Annotated[str, Query(alias="hub.topic", max_length=2000)],
    challenge: Annotated[str, Query(alias="hub.challenge", max_length=1000)] = "",
    lease_seconds: Annotated[int, Query(alias="hub.lease_seconds", ge=0, le=10**9)] = 0,
    reason: Annotated[str, Query(alias="hub.reason", max_length=2000)] = "",
) -> Response:
    store = deps_of(request).store
    if mode == "denied":
        await denied(store, subscription_id, topic, reason)
        return Response(status_code=204)
    if mode != "subscribe" or not challenge or not lease_seconds:  # we never unsubscribe: leases run out
        raise SubscriptionUnknown
    await confirm(store, subscription_id, topic, lease_seconds)
    return PlainTextResponse(challenge)


@router.post(
    "/websub/{subscription_id}",
    summary="WebSub：中枢投递",
    status_code=202,
    response_class=Response,
    max_body_size=LARGEST_DELIVERY * ROOM,
)
async def deliver(request: Request, subscription_id: Id) -> Response:
    deps = deps_of(request)
    await take_delivery(
        deps.store,
        subscription_id,
        await body_within(request, LARGEST_DELIVERY),
        signature=request.headers.get("x-hub-signature", ""),
        secret=secret_of(derived_key(deps.secret, KEY_PURPOSE), subscription_id),
        charset=_charset(request.headers.get("content-type", "")),
    )
    return Response(status_code=202)


def _charset(content_type: str) -> str | None:
    _, stated, label = content_type.lower().partition("charset=")
    return label.split(";")[0].strip(" \"'") or None if stated else None
