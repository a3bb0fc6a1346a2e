"""The viewer's inbox, page by page, and marking entries as read."""

from typing import Annotated

import strawberry

from content_models.residents import documents
from content_models.residents.actions import read_inbox
from content_models.residents.inbox import repository as inboxes
from mobile_api.commands import command
from mobile_api.context import Info, as_actor
from mobile_api.inbox.types import InboxConnection, InboxEdge, InboxEntry, MarkReadInput, ReadState
from mobile_api.moments import TIMED, from_position, position_of
from mobile_api.paging import After, Cursors, First, PageInfo, page_size
from mobile_api.problems import AnyProblem, settled

CURSORS = Cursors("inbox", TIMED)

Entries = Annotated[MarkReadInput, strawberry.argument(name="input", description="消息 / The entries")]


async def inbox(info: Info, first: First = 20, after: After = None) -> InboxConnection:
    resident_id = info.context.viewer()
    size, secret = page_size(first), info.context.deps.cursor_secret
    before = from_position(CURSORS.decode(after, secret)) if after else None
    entries = await inboxes.inbox_page(resident_id, size + 1, before)
    edges = [InboxEdge(cursor=_cursor(entry, secret), node=InboxEntry(entry=entry)) for entry in entries[:size]]
    return InboxConnection(
        resident_id=resident_id,
        edges=edges,
        page_info=PageInfo(has_next_page=len(entries) > size, end_cursor=edges[-1].cursor if edges else after),
    )


async def mark_inbox_read(info: Info, entries: Entries) -> ReadState | AnyProblem:
    return await settled(mark_read(info, entries))


async def mark_read(info: Info, entries: Entries) -> ReadState:
    resident_id = info.context.viewer()
    asked = command(
        read_inbox.MarkRead,
        actor=as_actor(resident_id),
        idempotency_key=entries.idempotency_key,
        resident_id=resident_id,
        entry_ids=entries.entry_ids,
    )
    read = await read_inbox.mark_read(info.context.store, asked)
    return ReadState(resident_id=resident_id, marked=read.marked)


def _cursor(entry: documents.InboxEntry, secret: bytes) -> str:
    return CURSORS.encode(position_of(entry.at, entry.id), secret)
