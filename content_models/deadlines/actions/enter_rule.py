"""`enter_rule` 录入期限规则: a new row of the rule table. What begins before it stays counted by the row of its day."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from content_models.audit.actions.note_change import differences, note_change
from content_models.deadlines import repository as deadlines
from content_models.deadlines.documents import DeadlineRule, DurationUnit
from content_models.deadlines.errors import RuleRefused
from content_models.deadlines.rules import fault_of_term
from content_models.deadlines.shipped import RULE_NAMES, row_id
from content_models.kit.commands import Command, clash_as, perform
from content_models.kit.errors import Conflict, InvalidInput
from content_models.kit.outbox import enqueue
from content_models.kit.store import Session, Store
from content_models.staff.rights import Right, require

CHANGED = "rules.changed"  # of the outbox: whoever keeps deadlines counts the open ones anew
ONLY_KEEPERS = "只有管理员可以管理期限规则。"
SAID = {"value", "unit", "basis", "valid_to"}


class RuleTerms(Command):
    """How long, by whose word, and until when."""

    value: int = Field(ge=1, le=1000)
    unit: DurationUnit
    basis: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200)]
    valid_to: date | None = None


class EnterRule(RuleTerms):
    rule_id: str
    valid_from: date


class RuleEntered(BaseModel):
    row_id: str
    version: int = 1


async def enter_rule(store: Store, command: EnterRule) -> RuleEntered:
    """Raises NotAllowed, InvalidInput (no such rule), RuleRefused, Conflict (a row begins on that day),
    IdempotencyKeyReused."""
    with clash_as(Conflict("这条规则在这一天已有一行，请另选生效日期。", rule_id=command.rule_id)):
        return await perform(store, command, _enter_rule, RuleEntered)


async def _enter_rule(store: Store, session: Session, command: EnterRule) -> RuleEntered:
    require(command.actor, Right.keep_reference, ONLY_KEEPERS)
    row = row_from(store, command)
    await deadlines.insert(row, session)
    said = differences({}, command.model_dump(include=SAID | {"valid_from"}))
    await note_change(store, session, command.actor, "rule entered", f"rule.{row.id}", said)
    await enqueue(store, session, topic=CHANGED, subject_id=row.id, subject_version=row.version)
    return RuleEntered(row_id=row.id)


def row_from(store: Store, command: EnterRule) -> DeadlineRule:
    """The row as it would be entered. Raises InvalidInput, RuleRefused."""
    if command.rule_id not in RULE_NAMES:
        raise InvalidInput("没有这条期限规则。", rule_id=command.rule_id)
    if problems := fault_of_term(command.valid_from, command.valid_to):
        raise RuleRefused(problems=problems)
    return DeadlineRule(
        id=row_id(command.rule_id, command.valid_from),
        **command.model_dump(exclude={"actor", "idempotency_key"}),
        entered_by=command.actor,
        at=store.now(),
    )
