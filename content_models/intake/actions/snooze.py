"""`snooze` 暂缓: out of the queue until a time; then `wake_snoozed` brings it back by itself."""

from datetime import timedelta
from functools import partial

import structlog
from pydantic import AwareDatetime, Field

from content_models.intake import repository as intake
from content_models.intake.actions.spike import Triaged, require_decidable, state_in_queue
from content_models.intake.documents import TriageState
from content_models.intake.triage_log.documents import TriageEventKind
from content_models.intake.triage_log.recording import record, stand_of
from content_models.kit.actors import SYSTEM
from content_models.kit.commands import Command, perform
from content_models.kit.errors import InvalidInput
from content_models.kit.store import Session, Store

SNOOZABLE = frozenset({TriageState.pending, TriageState.snoozed})
LONGEST = timedelta(days=90)
SCANNED = 500  # items a scan

log = structlog.get_logger()


class Snooze(Command):
    """暂缓至 `until`, at most 90 days ahead."""

    item_id: str
    expected_version: int = Field(ge=1)
    until: AwareDatetime


async def snooze(store: Store, command: Snooze) -> Triaged:
    """Raises VersionConflict, WrongState, NotAllowed, NotFound, InvalidInput (a time that is past or too far)."""
    return await perform(store, command, _snooze, Triaged, wakes="triage")


async def wake_snoozed(store: Store) -> int:
    """Put back what is due; returns how many. A scan of the store: run it from time to time, in any process."""
    woken = 0
    for item_id in await intake.snoozed_until(store.now(), SCANNED):
        woken += await store.transaction(partial(_wake, store, item_id))
    if woken:
        log.info("snoozed_items_back", items=woken)
        await store.wake("triage")
    return woken


async def _snooze(store: Store, session: Session, command: Snooze) -> Triaged:
    now = store.now()
    if not now < command.until <= now + LONGEST:
        raise InvalidInput(f"请选择从现在起 {LONGEST.days} 天以内的时间。")
    item = await require_decidable(command.item_id, command.expected_version, command.actor, SNOOZABLE, session)
    await intake.change_state(
        item,
        TriageState.snoozed,
        expected_version=command.expected_version,
        now=now,
        session=session,
        snoozed_until=command.until,
        snoozed_by=command.actor,
    )
    version = command.expected_version + 1
    details = {"until": command.until}
    event_id = await record(
        store, session, TriageEventKind.snoozed, command.actor, [stand_of(item, version)], details=details
    )
    return Triaged(item_id=item.id, state=TriageState.snoozed, version=version, event_id=event_id)


async def _wake(store: Store, item_id: str, session: Session) -> int:
    """1, or 0 when an editor has been faster."""
    item = await intake.load(item_id, session)
    if item.state is not TriageState.snoozed or item.snoozed_until is None or item.snoozed_until > store.now():
        return 0
    state = await state_in_queue(item, session)
    await intake.change_state(item, state, expected_version=item.version, now=store.now(), session=session)
    await record(store, session, TriageEventKind.woken, SYSTEM, [stand_of(item, item.version + 1)])
    return 1
