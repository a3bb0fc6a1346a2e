"""`enter_rule` 录入期限规则: a new row of the rule table. What was counted by an earlier row stays as it was."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints
from pymongo.errors import DuplicateKeyError

from content_models.deadlines import repository as deadlines
from content_models.deadlines.documents import DeadlineRule, DurationUnit
from content_models.deadlines.shipped import RULE_NAMES, row_id
from content_models.kit.commands import Command, perform
from content_models.kit.errors import Conflict, InvalidInput
from content_models.kit.store import Session, Store
from content_models.staff.rights import Right, require


class EnterRule(Command):
    rule_id: str
    value: int = Field(ge=1, le=1000)
    unit: DurationUnit
    basis: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200)]
    valid_from: date


class RuleEntered(BaseModel):
    row_id: str


async def enter_rule(store: Store, command: EnterRule) -> RuleEntered:
    """Raises NotAllowed, InvalidInput (no such rule), Conflict (a row begins on that day), IdempotencyKeyReused."""
    try:
        return await perform(store, command, _enter_rule, RuleEntered)
    except DuplicateKeyError as clash:
        raise Conflict("这条规则在这一天已有一行，请另选生效日期。", rule_id=command.rule_id) from clash


async def _enter_rule(store: Store, session: Session, command: EnterRule) -> RuleEntered:
    require(command.actor, Right.keep_reference)
    if command.rule_id not in RULE_NAMES:
        raise InvalidInput("没有这条期限规则。", rule_id=command.rule_id)
    row = DeadlineRule(
        id=row_id(command.rule_id, command.valid_from),
        **command.model_dump(include={"rule_id", "value", "unit", "basis", "valid_from"}),
        entered_by=command.actor,
        at=store.now(),
    )
    await deadlines.insert(row, session)
    return RuleEntered(row_id=row.id)
