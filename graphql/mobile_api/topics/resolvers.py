"""The list of topics."""

from typing import Annotated

import strawberry

from content_models.topics import repository as topics
from mobile_api.context import Info
from mobile_api.topics.types import Topic

TopicId = Annotated[strawberry.ID, strawberry.argument(description="主题标识 / Topic id")]


async def all_topics() -> list[Topic]:
    return [Topic(topic=topic) for topic in await topics.every_topic()]


async def topic(info: Info, id: TopicId) -> Topic | None:
    found = await info.context.loaders.topics.load(id)
    return Topic(topic=found) if found else None
