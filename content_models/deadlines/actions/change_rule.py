"""`change_rule` 修改期限规则: a row put right, or ended on a day; the row before it holds again from the next day on.

What is open and was counted by the row is counted anew; what is past stays as it was.
"""

from typing import Any

from pydantic import Field

from content_models.audit.actions.note_change import differences, note_change
from content_models.deadlines import repository as deadlines
from content_models.deadlines.actions.enter_rule import CHANGED, ONLY_KEEPERS, SAID, RuleEntered, RuleTerms
from content_models.deadlines.documents import DeadlineRule
from content_models.deadlines.errors import RuleRefused
from content_models.deadlines.rules import fault_of_term
from content_models.kit.commands import perform
from content_models.kit.errors import InvalidInput
from content_models.kit.outbox import enqueue
from content_models.kit.store import Session, Store
from content_models.staff.rights import Right, require


class ChangeRule(RuleTerms):
    row_id: str
    expected_version: int = Field(ge=0)


async def change_rule(store: Store, command: ChangeRule) -> RuleEntered:
    """Raises NotAllowed, NotFound, InvalidInput (a shipped row), RuleRefused, VersionConflict, IdempotencyKeyReused."""
    return await perform(store, command, _change, RuleEntered)


async def _change(store: Store, session: Session, command: ChangeRule) -> RuleEntered:
    require(command.actor, Right.keep_reference, ONLY_KEEPERS)
    row = await deadlines.load(command.row_id, session)
    changes = _terms(changed_row(row, command))
    version = await deadlines.change(row.id, changes, expected_version=command.expected_version, session=session)
    said = differences(_terms(row), changes)
    await note_change(store, session, command.actor, "rule changed", f"rule.{row.id}", said)
    await enqueue(store, session, topic=CHANGED, subject_id=row.id, subject_version=version)
    return RuleEntered(row_id=row.id, version=version)


def changed_row(row: DeadlineRule, command: ChangeRule) -> DeadlineRule:
    """The row as it would stand. Raises InvalidInput, RuleRefused."""
    if row.version == 0:
        raise InvalidInput("随软件发布的规则不能改；要改期限，请录入一行本地的规则。")
    if problems := fault_of_term(row.valid_from, command.valid_to):
        raise RuleRefused(problems=problems)
    terms = {name: getattr(command, name) for name in SAID}
    changed: DeadlineRule = row.model_copy(update=terms | {"version": row.version + 1})
    return changed


def _terms(row: DeadlineRule) -> dict[str, Any]:
    return {name: getattr(row, name) for name in sorted(SAID)}
