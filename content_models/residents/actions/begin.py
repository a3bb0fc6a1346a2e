"""`begin` 开始使用: an anonymous resident for an installation of the app, before it may be notified."""

from pydantic import BaseModel, Field

from content_models.kit.commands import Command, perform
from content_models.kit.ids import derived_id
from content_models.kit.store import Session, Store
from content_models.residents import repository as residents
from content_models.residents.documents import Resident
from content_models.residents.sessions.actions.open_session import open_session


class Begin(Command):
    """`installation` is a random value of the app's own, 32 characters at least: whoever knows it is the app. Only
    its derived id is kept."""

    installation: str = Field(min_length=32, max_length=128)


class Begun(BaseModel):
    resident_id: str
    session_id: str
    generation: int


def newcomer(installation: str) -> str:
    """Who acts when nobody is known yet: an id only the installation itself can ask under."""
    return derived_id("newcomer", installation)


async def begin(store: Store, command: Begin) -> Begun:
    """Raises IdempotencyKeyReused."""
    return await perform(store, command, _begin, Begun)


async def _begin(store: Store, session: Session, command: Begin) -> Begun:
    resident = Resident(created_at=store.now())
    await residents.insert(resident, session)
    opened = await open_session(store, session, resident.id)
    return Begun(resident_id=resident.id, session_id=opened.id, generation=opened.generation)
