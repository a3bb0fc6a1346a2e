"""note_failure 知悉: somebody has seen that a scheduled release did not go out; the notice leaves the console."""

from pydantic import BaseModel

from content_models.editorial.schedules import repository as schedules
from content_models.kit.commands import Command, perform
from content_models.kit.store import Session, Store
from content_models.releases import repository as releases
from content_models.staff.rights import Right, require, require_sight


class NoteFailure(Command):
    schedule_id: str


class Noted(BaseModel):
    schedule_id: str


async def note_failure(store: Store, command: NoteFailure) -> Noted:
    """Raises NotAllowed, NotFound."""
    return await perform(store, command, _note, Noted)


async def _note(store: Store, session: Session, command: NoteFailure) -> Noted:
    require(command.actor, Right.schedule)
    row = await schedules.load(command.schedule_id, session)
    require_sight(command.actor, (await releases.load(row.release_id, session)).publisher_id)
    row.seen_by = row.seen_by or command.actor.name
    await schedules.save(row, session)
    return Noted(schedule_id=row.id)
