"""`deliver` 报送: what a department sends itself, each item for itself, all of it in one transaction.

publish adds or, for an id already known, revises; revise insists that the id is known; withdraw marks the item as
gone at its source. Nothing is ever deleted, and what an editor decided stands.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

from content_models.intake import repository as intake
from content_models.intake.actions.receive import BATCH, receive_batch
from content_models.intake.documents import IntakeItem
from content_models.intake.newcomers import despite_races
from content_models.intake.rules import Incoming, Verdict, after_coming_back, after_going
from content_models.kit.commands import Command, perform
from content_models.kit.errors import ZhengwuError
from content_models.kit.store import Session, Store
from content_models.sources import repository as sources
from content_models.sources.documents import Source, SourceState
from content_models.sources.keys.errors import SourceNotAccepting

MOST_ITEMS = BATCH  # of one delivery, so that it fits into one transaction


class ItemUnknown(ZhengwuError):
    """Asked to revise or withdraw what was never sent."""

    code = "ITEM_UNKNOWN"
    status = 404
    default_message = "没有收到过这个编号的内容，无法修改或撤回；请核对编号，新内容请用 publish。"


class DeliveryAction(StrEnum):
    publish = "publish"
    revise = "revise"
    withdraw = "withdraw"


class Outcome(StrEnum):
    """What became of one item of a delivery."""

    new = "new"
    changed = "changed"
    same = "same"
    restored = "restored"  # withdrawn before, sent again unchanged
    withdrawn = "withdrawn"
    refused = "refused"


class Problem(BaseModel):
    """Why an item was refused, in words that say how to mend it. `field` is dotted, "" for the item as a whole."""

    model_config = ConfigDict(frozen=True)

    field: str = ""
    code: str
    message: str


class Delivery(BaseModel):
    """One item as sent. `incoming` is absent for a withdrawal; with `problems` nothing else counts."""

    model_config = ConfigDict(frozen=True)

    id: str | None
    action: DeliveryAction = DeliveryAction.publish
    incoming: Incoming | None = None
    problems: list[Problem] = []


class Deliver(Command):
    """At most MOST_ITEMS items. `body_sha256` is of the request as sent: a retry repeats it byte by byte."""

    source_id: str
    body_sha256: str
    deliveries: list[Delivery]

    def fingerprint(self) -> str:
        """Of what was sent, not of what our rules of the day read from it."""
        return self.body_sha256


class ItemResult(BaseModel):
    """In the order of the request. `item_id` is ours, for support; absent when refused."""

    position: int
    id: str | None
    outcome: Outcome
    item_id: str | None = None
    problems: list[Problem] = []


class Delivered(BaseModel):
    results: list[ItemResult]

    def count(self, *outcomes: Outcome) -> int:
        return sum(result.outcome in outcomes for result in self.results)

    @property
    def item_ids(self) -> list[str]:
        """Those that are new or changed."""
        fresh = (Outcome.new, Outcome.changed)
        return [result.item_id for result in self.results if result.item_id and result.outcome in fresh]


async def deliver(store: Store, command: Deliver) -> Delivered:
    """The same key with the same body again gives the first answer.

    Raises IdempotencyKeyReused, SourceNotAccepting, NotFound for the source.
    """
    return await despite_races(lambda: perform(store, command, _deliver, Delivered, wakes="triage"))


async def _deliver(store: Store, session: Session, command: Deliver) -> Delivered:
    source = await sources.load(command.source_id, session)
    if source.state is not SourceState.active:
        raise SourceNotAccepting(source_id=source.id)
    ids = [delivery.id for delivery in command.deliveries if delivery.id and not delivery.problems]
    known = await intake.by_key(source.id, ids, session)
    checked = [_check(delivery, known) for delivery in command.deliveries]
    verdicts = await _take_in(store, source, checked, session)
    await _mark(store, known, checked, verdicts, session)
    return Delivered(
        results=[_result(source, position, delivery, known, verdicts) for position, delivery in enumerate(checked)]
    )


def _check(delivery: Delivery, known: Mapping[str, IntakeItem]) -> Delivery:
    if delivery.problems or delivery.action is DeliveryAction.publish or delivery.id in known:
        return delivery
    unknown = Problem(field="id", code=ItemUnknown.code, message=ItemUnknown.default_message)
    return delivery.model_copy(update={"problems": [unknown]})


async def _take_in(
    store: Store, source: Source, deliveries: Sequence[Delivery], session: Session
) -> dict[str, Verdict]:
    """The verdict on each text, by item key."""
    arrivals = [delivery.incoming for delivery in deliveries if delivery.incoming and not delivery.problems]
    decisions = await receive_batch(store, source, arrivals, session)
    return {decision.incoming.item_key: decision.verdict for decision in decisions}


async def _mark(
    store: Store,
    known: Mapping[str, IntakeItem],
    deliveries: Sequence[Delivery],
    verdicts: Mapping[str, Verdict],
    session: Session,
) -> None:
    """Flag what was withdrawn and unflag what came back, as for pages that go and come back at their source."""
    changes: dict[str, dict[str, Any]] = {}
    for delivery in deliveries:
        item = known.get(delivery.id or "")
        withdraws = delivery.action is DeliveryAction.withdraw
        if item is None or delivery.problems or item.gone_at_source is withdraws:
            continue
        changes[item.id] = {"gone_at_source": withdraws, "updated_at": store.now()}
        if withdraws:
            changes[item.id]["state"] = after_going(item.state)
        elif verdicts[item.item_key] is Verdict.same:
            changes[item.id]["state"] = after_coming_back(item)
    await intake.change_items(changes, session)


def _result(
    source: Source,
    position: int,
    delivery: Delivery,
    known: Mapping[str, IntakeItem],
    verdicts: Mapping[str, Verdict],
) -> ItemResult:
    if delivery.problems or delivery.id is None:
        return ItemResult(position=position, id=delivery.id, outcome=Outcome.refused, problems=delivery.problems)
    item_id = intake.item_id(source.id, delivery.id)
    if delivery.action is DeliveryAction.withdraw:
        return ItemResult(position=position, id=delivery.id, outcome=Outcome.withdrawn, item_id=item_id)
    outcome = Outcome(verdicts[delivery.id])
    was_gone = delivery.id in known and known[delivery.id].gone_at_source
    if outcome is Outcome.same and was_gone:
        outcome = Outcome.restored
    return ItemResult(position=position, id=delivery.id, outcome=outcome, item_id=item_id)
