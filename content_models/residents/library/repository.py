"""All queries for bookmarks and read marks."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from beanie.operators import In
from pymongo import UpdateOne

from content_models.kit.store import Session
from content_models.residents.library.documents import Bookmark, ReadMark
from content_models.residents.library.rules import bookmark_id, read_mark_id


async def bookmarked(resident_id: str, release_ids: Iterable[str]) -> set[str]:
    """Which of the releases the resident keeps."""
    ids = [bookmark_id(resident_id, release_id) for release_id in release_ids]
    return {found.release_id for found in await Bookmark.find(In(Bookmark.id, ids)).to_list()}


async def read(resident_id: str, release_ids: Iterable[str]) -> dict[str, datetime]:
    """When each of the releases was first read; those never read are left out."""
    ids = [read_mark_id(resident_id, release_id) for release_id in release_ids]
    return {found.release_id: found.at for found in await ReadMark.find(In(ReadMark.id, ids)).to_list()}


async def bookmarks_page(resident_id: str, limit: int, before: tuple[datetime, str] | None = None) -> list[Bookmark]:
    """Newest first, at most `limit`. `before` is (at, id) of the last one already shown."""
    query: dict[str, Any] = {"resident_id": resident_id}
    if before is not None:
        at, last_id = before
        query["$or"] = [{"at": {"$lt": at}}, {"at": at, "_id": {"$lt": last_id}}]
    return await Bookmark.find(query).sort("-at", "-_id").limit(limit).to_list()


async def count_bookmarks(resident_id: str, session: Session | None = None) -> int:
    return await Bookmark.find(Bookmark.resident_id == resident_id, session=session).count()


async def keep(bookmark: Bookmark, session: Session) -> None:
    """The first time stays."""
    if await Bookmark.get(bookmark.id, session=session) is None:
        await bookmark.insert(session=session)


async def drop(found_id: str, session: Session) -> None:
    await Bookmark.find_one(Bookmark.id == found_id, session=session).delete(session=session)


async def mark(marks: Sequence[ReadMark], session: Session) -> None:
    """Only those that are not there yet: the first reading keeps its time."""
    writes = [
        UpdateOne({"_id": one.id}, {"$setOnInsert": one.model_dump(by_alias=True, exclude={"id", "revision_id"})}, True)
        for one in marks
    ]
    await ReadMark.get_pymongo_collection().bulk_write(writes, ordered=False, session=session)


async def forget_reading(resident_id: str, session: Session) -> None:
    await ReadMark.get_pymongo_collection().delete_many({"resident_id": resident_id}, session=session)


async def delete_of(resident_id: str, session: Session) -> None:
    await Bookmark.get_pymongo_collection().delete_many({"resident_id": resident_id}, session=session)
    await forget_reading(resident_id, session)


async def all_of(resident_id: str, session: Session | None = None) -> tuple[list[Bookmark], list[ReadMark]]:
    bookmarks = await Bookmark.find(Bookmark.resident_id == resident_id, session=session).to_list()
    return bookmarks, await ReadMark.find(ReadMark.resident_id == resident_id, session=session).to_list()
