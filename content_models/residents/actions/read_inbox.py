"""Mark inbox entries as read (标为已读)."""

from pydantic import BaseModel, Field

from content_models.kit.commands import Command, perform
from content_models.kit.store import Session, Store
from content_models.residents import repository as residents
from content_models.residents.inbox import repository as inboxes


class MarkRead(Command):
    """`entry_ids` of somebody else, or unknown ones, are passed over."""

    resident_id: str
    entry_ids: list[str] = Field(min_length=1, max_length=200)


class InboxRead(BaseModel):
    marked: int


async def mark_read(store: Store, command: MarkRead) -> InboxRead:
    """The first reading keeps its time. Raises NotFound (no such resident), IdempotencyKeyReused."""
    return await perform(store, command, _mark_read, InboxRead, wakes="inbox")


async def _mark_read(store: Store, session: Session, command: MarkRead) -> InboxRead:
    await residents.load(command.resident_id, session)
    marked = await inboxes.mark_read(command.resident_id, command.entry_ids, store.now(), session)
    return InboxRead(marked=marked)
