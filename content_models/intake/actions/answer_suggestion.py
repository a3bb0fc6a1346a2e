"""`answer_suggestion`: the editor decides whether two items are one. Either answer is final for the clusterer."""

from pydantic import BaseModel, Field

from content_models.intake import repository as intake
from content_models.intake.actions.regroup import merge_items
from content_models.intake.actions.spike import check_may_triage
from content_models.intake.clusters import repository as clusters
from content_models.intake.documents import SuggestionState
from content_models.intake.regrouping import groups_around
from content_models.intake.triage_log.documents import TriageEventKind
from content_models.intake.triage_log.recording import record_regrouping, snapshot
from content_models.kit.commands import Command, perform
from content_models.kit.errors import WrongState
from content_models.kit.store import Session, Store
from content_models.staff.rights import require_sight


class AnswerSuggestion(Command):
    """是同源 merges the two; 不是同源 keeps them apart for ever."""

    suggestion_id: str
    expected_version: int = Field(ge=1)
    is_same: bool


class Answered(BaseModel):
    suggestion_id: str
    state: SuggestionState
    event_id: str = ""


async def answer_suggestion(store: Store, command: AnswerSuggestion) -> Answered:
    """Raises VersionConflict, WrongState (answered already), NotAllowed, NotFound."""
    return await perform(store, command, _answer, Answered, wakes="triage")


async def _answer(store: Store, session: Session, command: AnswerSuggestion) -> Answered:
    check_may_triage(command.actor)
    suggestion = await clusters.load_suggestion(command.suggestion_id, session)
    if suggestion.state is not SuggestionState.open:
        raise WrongState("这条同源建议已有人处理，请刷新列表。", state=suggestion.state, allowed=[SuggestionState.open])
    state = SuggestionState.accepted if command.is_same else SuggestionState.declined
    await clusters.decide(
        suggestion,
        state,
        actor=command.actor,
        expected_version=command.expected_version,
        now=store.now(),
        session=session,
    )
    items = [await intake.load(item_id, session) for item_id in suggestion.item_ids]
    for item in items:
        require_sight(command.actor, item.organ_id)
    before = await snapshot(await groups_around(items, session), session)
    if command.is_same:
        await merge_items(store, items, session)
    else:
        pair = frozenset(suggestion.item_ids)
        await clusters.keep_apart([pair], actor=command.actor, at=store.now(), session=session)
    kind = TriageEventKind.merged if command.is_same else TriageEventKind.declined
    event_id = await record_regrouping(store, session, kind, command.actor, before, suggestion_id=suggestion.id)
    return Answered(suggestion_id=suggestion.id, state=state, event_id=event_id)
