"""`bookmark` 收藏, `unbookmark` 取消收藏. Asking twice is the same as asking once."""

from pydantic import BaseModel, Field

from content_models.kit.commands import Command, perform
from content_models.kit.store import Session, Store
from content_models.residents import repository as residents
from content_models.residents.library import repository as library
from content_models.residents.library.documents import Bookmark
from content_models.residents.library.rules import MOST_BOOKMARKS, TooManyBookmarks, bookmark_id


class BookmarkCommand(Command):
    """Whether the release exists is the caller's to check; one that was withdrawn can still be dropped."""

    resident_id: str
    release_id: str = Field(min_length=1, max_length=128)


class Unbookmark(BookmarkCommand):
    pass


class Bookmarked(BaseModel):
    bookmarked: bool


async def bookmark(store: Store, command: BookmarkCommand) -> Bookmarked:
    """Raises NotFound (no such resident), TooManyBookmarks, IdempotencyKeyReused."""
    return await perform(store, command, _bookmark, Bookmarked)


async def unbookmark(store: Store, command: Unbookmark) -> Bookmarked:
    """Raises NotFound (no such resident), IdempotencyKeyReused."""
    return await perform(store, command, _unbookmark, Bookmarked)


async def _bookmark(store: Store, session: Session, command: BookmarkCommand) -> Bookmarked:
    await residents.load(command.resident_id, session)
    if await library.count_bookmarks(command.resident_id, session) >= MOST_BOOKMARKS:
        raise TooManyBookmarks(most=MOST_BOOKMARKS)
    found_id = bookmark_id(command.resident_id, command.release_id)
    row = Bookmark(id=found_id, resident_id=command.resident_id, release_id=command.release_id, at=store.now())
    await library.keep(row, session)
    return Bookmarked(bookmarked=True)


async def _unbookmark(_: Store, session: Session, command: Unbookmark) -> Bookmarked:
    await residents.load(command.resident_id, session)
    await library.drop(bookmark_id(command.resident_id, command.release_id), session)
    return Bookmarked(bookmarked=False)
