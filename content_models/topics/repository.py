"""All queries for topics."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from beanie.operators import In, Or
from pymongo import ReplaceOne, UpdateOne

from content_models.kit.errors import NotFound, VersionConflict
from content_models.kit.store import Session
from content_models.topics import vocabulary
from content_models.topics.documents import Topic
from content_models.topics.rules import are_in_line


async def every_topic(session: Session | None = None) -> list[Topic]:
    """In the order they are shown."""
    return sorted(await Topic.find_all(session=session).to_list(), key=lambda topic: topic.position)


async def load(topic_id: str, session: Session | None = None) -> Topic:
    topic = await Topic.get(topic_id, session=session)
    if topic is None:
        raise NotFound("没有找到这个主题。", topic_id=topic_id)
    return topic


async def load_many(topic_ids: Iterable[str]) -> dict[str, Topic]:
    """By id; ids that do not exist are absent."""
    wanted = list(set(topic_ids))
    return {topic.id: topic for topic in await Topic.find(In(Topic.id, wanted)).to_list()} if wanted else {}


async def children_of(topic_ids: Iterable[str]) -> dict[str, list[Topic]]:
    """Topics that belong to each of these, in the order they are shown."""
    wanted = list(set(topic_ids))
    found = await Topic.find(In(Topic.parent_id, wanted)).to_list() if wanted else []
    found.sort(key=lambda topic: topic.position)
    return {one: [topic for topic in found if topic.parent_id == one] for one in wanted}


async def covered_by(topic_ids: Iterable[str]) -> dict[str, list[Topic]]:
    """What a follower of each of these reads besides: what belongs to it, what ended in it, and what it ended in, over
    as many changes as there were."""
    wanted = list(set(topic_ids))
    if not wanted:
        return {}
    around = Or(In(Topic.id, wanted), In(Topic.parent_id, wanted))
    found = {topic.id: topic for topic in await Topic.find(around).to_list()}
    found |= await ended_in(wanted)
    while later := {topic.successor_id for topic in found.values() if topic.successor_id} - found.keys():
        if not (more := await load_many(later)):
            break
        found |= more
    return {
        one: [topic for topic in found.values() if topic.parent_id == one or are_in_line(topic.id, one, found)]
        for one in wanted
    }


async def ended_in(topic_ids: Iterable[str]) -> dict[str, Topic]:
    """The topics that what is filed under these was called before, by id, over as many changes as there were."""
    found: dict[str, Topic] = {}
    wanted = set(topic_ids)
    while wanted:
        before = await Topic.find(In(Topic.successor_id, sorted(wanted))).to_list()
        wanted = {topic.id for topic in before} - found.keys()
        found |= {topic.id: topic for topic in before}
    return found


async def insert(topic: Topic, session: Session) -> None:
    """Raises pymongo's DuplicateKeyError for a slug that stands already."""
    await topic.insert(session=session)


async def change(topic_id: str, changes: Mapping[str, Any], *, expected_version: int, session: Session) -> int:
    """The version after the change. Raises VersionConflict."""
    stored = {
        name: datetime.combine(value, time.min) if isinstance(value, date) else value for name, value in changes.items()
    }
    result = await Topic.get_pymongo_collection().update_one(
        {"_id": topic_id, "version": {"$in": [expected_version, *([None] if expected_version == 1 else [])]}},
        {"$set": stored | {"version": expected_version + 1}},
        session=session,
    )
    if result.matched_count != 1:
        raise VersionConflict(expected=expected_version)
    return expected_version + 1


async def put_in_order(topic_ids: Iterable[str], session: Session) -> None:
    """Shown in this order from now on. The order is nobody's text: it raises no version."""
    writes = [UpdateOne({"_id": one}, {"$set": {"position": place}}) for place, one in enumerate(topic_ids)]
    await Topic.get_pymongo_collection().bulk_write(writes, ordered=False, session=session)


async def seed() -> int:
    """Write the shipped vocabularies. The city's own topics, those that an administrator changed, and the order in
    which they stand are left alone. Repeating it changes nothing; returns how many topics were new or different.
    """
    stored = {topic.id: topic for topic in await every_topic()}
    writes = [_as_shipped(topic, stored.get(topic.id)) for topic in vocabulary.every_topic()]
    result = await Topic.get_pymongo_collection().bulk_write(writes, ordered=False)
    return result.upserted_count + result.modified_count


def _as_shipped(topic: Topic, stored: Topic | None) -> ReplaceOne[dict[str, Any]]:
    body = topic.model_dump(exclude={"id", "revision_id"})
    if stored is None:
        return ReplaceOne({"_id": topic.id}, body, upsert=True)
    return ReplaceOne({"_id": topic.id, "version": {"$in": [1, None]}}, body | {"position": stored.position})
