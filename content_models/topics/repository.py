"""All queries for topics."""

from collections.abc import Iterable

from beanie.operators import In
from pymongo import ReplaceOne

from content_models.topics import vocabulary
from content_models.topics.documents import Topic


async def every_topic() -> list[Topic]:
    """In the order they are shown."""
    return sorted(await Topic.find_all().to_list(), key=lambda topic: topic.position)


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


async def seed() -> int:
    """Write the shipped vocabularies; topics of the city's own stay. Repeating it changes nothing.

    Returns how many topics were new or different.
    """
    writes = [
        ReplaceOne({"_id": topic.id}, topic.model_dump(exclude={"id", "revision_id"}), upsert=True)
        for topic in vocabulary.every_topic()
    ]
    result = await Topic.get_pymongo_collection().bulk_write(writes, ordered=False)
    return result.upserted_count + result.modified_count
