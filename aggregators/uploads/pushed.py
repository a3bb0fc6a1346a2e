"""The body of a push-in: items as JSON, checked one by one, so that a bad one loses only itself. Pure."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from aggregators.uploads.convert import to_incoming
from aggregators.uploads.errors import ItemDuplicate, PushActionUnknown, PushMalformed, PushTooManyItems
from aggregators.uploads.submitted import Fault, SubmittedItem, faults_of
from content_models.intake.actions.deliver import MOST_ITEMS, Delivery, DeliveryAction, Problem
from content_models.sources.documents import Source

Id = Annotated[str, Field(min_length=1, max_length=200, description="贵单位给这条内容的编号，一条一号")]


def _said(value: Any) -> Any:
    return DeliveryAction.publish if value is None else value


class PushedItem(SubmittedItem):
    """发布或修改一条内容."""

    id: Id
    action: Annotated[Literal["publish", "revise"], BeforeValidator(_said)] = "publish"


class Withdrawal(BaseModel):
    """撤回一条内容: marked as gone at its source, never deleted."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    id: Id
    action: Literal["withdraw"]


class PushBody(BaseModel):
    """The shape for the API's description; `read_deliveries` also takes a single item without `items`."""

    items: Annotated[list[PushedItem | Withdrawal], Field(min_length=1, max_length=MOST_ITEMS)]


def read_deliveries(source: Source, body: bytes) -> list[Delivery]:
    """In the order of the body. Raises PushMalformed, PushTooManyItems."""
    items = _items(body)
    if len(items) > MOST_ITEMS:
        raise PushTooManyItems(limit=MOST_ITEMS, sent=len(items))
    return list(_deliveries(source, items))


def _items(body: bytes) -> list[dict[str, Any]]:
    try:
        sent = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise PushMalformed(line=error.lineno, column=error.colno) from error
    items = sent["items"] if isinstance(sent, dict) and "items" in sent else [sent]
    if not isinstance(items, list) or not items or not all(isinstance(item, dict) for item in items):
        raise PushMalformed
    return items


def _deliveries(source: Source, items: list[dict[str, Any]]) -> Iterator[Delivery]:
    seen: set[str] = set()
    for item in items:
        delivery = _delivery(source, item)
        if delivery.id in seen and not delivery.problems:
            delivery = _refused(item, [Fault.of(ItemDuplicate, "id")])
        yield delivery
        if delivery.id and not delivery.problems:
            seen.add(delivery.id)


def _delivery(source: Source, item: dict[str, Any]) -> Delivery:
    action = item.get("action") or DeliveryAction.publish
    if not isinstance(action, str) or action not in set(DeliveryAction):
        return _refused(item, [Fault.of(PushActionUnknown, "action")])
    try:
        if action == DeliveryAction.withdraw:
            return Delivery(id=Withdrawal.model_validate(item).id, action=DeliveryAction.withdraw)
        pushed = PushedItem.model_validate(item)
    except ValidationError as error:
        return _refused(item, faults_of(error))
    incoming = to_incoming(source, pushed)
    if isinstance(incoming, Fault):
        return _refused(item, [incoming])
    return Delivery(id=pushed.id, action=DeliveryAction(pushed.action), incoming=incoming)


def _refused(item: dict[str, Any], faults: list[Fault]) -> Delivery:
    named = item.get("id")
    return Delivery(
        id=named[:200] if isinstance(named, str) else None,
        problems=[Problem(field=fault.field, code=fault.code, message=fault.message) for fault in faults],
    )
