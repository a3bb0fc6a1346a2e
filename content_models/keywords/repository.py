"""All queries for followed words and their hits."""

from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterable
from datetime import datetime

from pymongo import ReplaceOne

from content_models.keywords.documents import FollowedKeyword, KeywordHit
from content_models.keywords.rules import hit_id
from content_models.kit.store import Session


async def note_followed(keyword: str, at: datetime, session: Session) -> None:
    """Somebody follows the word from now on."""
    await FollowedKeyword.get_pymongo_collection().update_one(
        {"_id": keyword}, {"$set": {"since": at}}, upsert=True, session=session
    )


async def followed_since(moment: datetime | None) -> list[FollowedKeyword]:
    """Words that got a follower after `moment`; all of them when it is None."""
    query = {} if moment is None else {"since": {"$gt": moment}}
    return await FollowedKeyword.find(query).to_list()


async def every_keyword(batch: int = 500) -> AsyncIterator[list[str]]:
    after = ""
    words = FollowedKeyword.get_pymongo_collection()
    while rows := await words.find({"_id": {"$gt": after}}, {"_id": 1}).sort("_id", 1).limit(batch).to_list():
        yield [row["_id"] for row in rows]
        after = rows[-1]["_id"]


async def forget(keywords: Iterable[str], before: datetime) -> int:
    """Delete those of the words that nobody has begun to follow since `before`."""
    query = {"_id": {"$in": list(keywords)}, "since": {"$lt": before}}
    return (await FollowedKeyword.get_pymongo_collection().delete_many(query)).deleted_count


async def record_hits(release_id: str, keywords: Iterable[str], at: datetime) -> None:
    """Recording a hit again keeps one."""
    writes = [
        ReplaceOne(
            {"_id": hit_id(keyword, release_id)},
            {"keyword": keyword, "release_id": release_id, "at": at},
            upsert=True,
        )
        for keyword in keywords
    ]
    if writes:
        await KeywordHit.get_pymongo_collection().bulk_write(writes, ordered=False)


async def drop_hits(release_id: str, keywords: Iterable[str]) -> None:
    """The release says these words no longer."""
    if gone := [hit_id(keyword, release_id) for keyword in keywords]:
        await KeywordHit.get_pymongo_collection().delete_many({"_id": {"$in": gone}})


async def hits_of(release_ids: Collection[str]) -> dict[str, list[str]]:
    """The words each release was found to say, in a stable order."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    query = {"release_id": {"$in": list(release_ids)}}
    async for row in KeywordHit.get_pymongo_collection().find(query, {"release_id": 1, "keyword": 1}):
        found[row["release_id"]].append(row["keyword"])
    return {release_id: sorted(keywords) for release_id, keywords in found.items()}
