"""Keeping releases, noting what was read, and showing both."""

from collections.abc import Sequence
from typing import Annotated, TypeVar

import strawberry

from content_models.residents.library import repository as library
from content_models.residents.library.actions import bookmark as verbs
from content_models.residents.library.actions.bookmark import BookmarkCommand, Unbookmark
from content_models.residents.library.actions.note_reading import NoteReading, note_reading
from mobile_api.commands import command
from mobile_api.context import Context, Info, as_actor
from mobile_api.library.types import (
    Bookmark,
    BookmarkConnection,
    BookmarkEdge,
    BookmarkInput,
    BookmarkState,
    ReadingInput,
    ReadingNoted,
    ViewerMark,
)
from mobile_api.moments import TIMED, from_position, position_of
from mobile_api.paging import After, Cursors, First, PageInfo, page_size
from mobile_api.problems import AnyProblem, settled
from mobile_api.releases.presence import require_live

CURSORS = Cursors("bookmarks", TIMED)
C = TypeVar("C", bound=BookmarkCommand)
Kept = Annotated[BookmarkInput, strawberry.argument(name="input", description="发布件 / The release")]
Read = Annotated[ReadingInput, strawberry.argument(name="input", description="读过的 / What was read")]


async def bookmarks(info: Info, first: First = 20, after: After = None) -> BookmarkConnection:
    resident_id, secret = info.context.viewer(), info.context.deps.cursor_secret
    size = page_size(first)
    before = from_position(CURSORS.decode(after, secret)) if after else None
    found = await library.bookmarks_page(resident_id, size + 1, before)
    edges = [
        BookmarkEdge(cursor=CURSORS.encode(position_of(one.at, one.id), secret), node=Bookmark(bookmark=one))
        for one in found[:size]
    ]
    end = edges[-1].cursor if edges else after
    return BookmarkConnection(edges=edges, page_info=PageInfo(has_next_page=len(found) > size, end_cursor=end))


async def marks(resident_id: str, release_ids: Sequence[str]) -> list[ViewerMark]:
    kept, read = await library.bookmarked(resident_id, release_ids), await library.read(resident_id, release_ids)
    return [
        ViewerMark(release_id=strawberry.ID(one), bookmarked=one in kept, read_at=read.get(one)) for one in release_ids
    ]


async def bookmark(info: Info, kept: Kept) -> BookmarkState | AnyProblem:
    return await settled(_bookmark(info.context, kept))


async def unbookmark(info: Info, kept: Kept) -> BookmarkState | AnyProblem:
    return await settled(_unbookmark(info.context, kept))


async def note_read(info: Info, read: Read) -> ReadingNoted | AnyProblem:
    return await settled(_note(info.context, read))


async def _bookmark(context: Context, kept: BookmarkInput) -> BookmarkState:
    asked = _command(BookmarkCommand, context, kept)
    await require_live(kept.release_id)
    answer = await verbs.bookmark(context.store, asked)
    return BookmarkState(release_id=kept.release_id, bookmarked=answer.bookmarked)


async def _unbookmark(context: Context, kept: BookmarkInput) -> BookmarkState:
    answer = await verbs.unbookmark(context.store, _command(Unbookmark, context, kept))
    return BookmarkState(release_id=kept.release_id, bookmarked=answer.bookmarked)


async def _note(context: Context, read: ReadingInput) -> ReadingNoted:
    resident_id = context.viewer()
    asked = command(
        NoteReading,
        actor=as_actor(resident_id),
        idempotency_key=read.idempotency_key,
        resident_id=resident_id,
        release_ids=read.release_ids,
    )
    noted = await note_reading(context.store, asked)
    return ReadingNoted(release_ids=[strawberry.ID(one) for one in noted.release_ids])


def _command(kind: type[C], context: Context, kept: BookmarkInput) -> C:
    resident_id = context.viewer()
    return command(
        kind,
        actor=as_actor(resident_id),
        idempotency_key=kept.idempotency_key,
        resident_id=resident_id,
        release_id=kept.release_id,
    )
