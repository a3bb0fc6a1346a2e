"""The list of topics."""

from typing import Annotated

import strawberry

from content_models.kit.clock import in_shanghai
from content_models.topics import repository as topics
from content_models.topics.rules import in_use
from mobile_api.context import Info
from mobile_api.topics.types import Topic

TopicId = Annotated[strawberry.ID, strawberry.argument(description="主题标识 / Topic id")]


async def all_topics(info: Info) -> list[Topic]:
    """Those that may be followed now; an ended one is still found by its id."""
    today = in_shanghai(info.context.store.now()).date()
    return [Topic(topic=topic) for topic in await topics.every_topic() if in_use(topic, today)]


async def topic(info: Info, id: TopicId) -> Topic | None:
    found = await info.context.loaders.topics.load(id)
    return Topic(topic=found) if found else None
