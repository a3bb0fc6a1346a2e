"""`forget` 注销: everything that is known of a resident goes, at once (个人信息保护法 art. 47).

What stays is a row that says that this id is nobody's, so that no later write brings it back.
"""

from pydantic import BaseModel

from content_models.kit.commands import Command, perform
from content_models.kit.store import Session, Store
from content_models.residents import repository as residents
from content_models.residents.changes import repository as changes
from content_models.residents.changes.rules import WAKES
from content_models.residents.documents import Resident
from content_models.residents.identities import repository as identities
from content_models.residents.library import repository as library
from content_models.residents.sessions import repository as sessions


class Forget(Command):
    resident_id: str


class Forgotten(BaseModel):
    forgotten: bool


async def forget(store: Store, command: Forget) -> Forgotten:
    """Raises NotFound (no such resident, or forgotten before), IdempotencyKeyReused."""
    return await perform(store, command, _forget, Forgotten, wakes=WAKES)


async def _forget(store: Store, session: Session, command: Forget) -> Forgotten:
    resident = await residents.load(command.resident_id, session)
    await identities.delete_of(resident.id, session)
    await sessions.delete_of(resident.id, session)
    await library.delete_of(resident.id, session)
    await residents.delete_everything_of(resident.id, session)
    await changes.end(resident.id, store.now(), session)
    await residents.save(Resident(id=resident.id, created_at=resident.created_at, deleted_at=store.now()), session)
    return Forgotten(forgotten=True)
