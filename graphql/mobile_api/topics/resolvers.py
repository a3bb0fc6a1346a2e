"""The list of topics."""

from content_models.topics import repository as topics
from mobile_api.topics.types import Topic


async def all_topics() -> list[Topic]:
    return [Topic(topic=topic) for topic in await topics.every_topic()]
