"""主题 in the schema."""

import strawberry

from content_models.kit.clock import in_shanghai
from content_models.topics import documents
from content_models.topics.rules import in_use
from mobile_api.context import Info
from mobile_api.fields import field
from mobile_api.nodes.types import Node


@strawberry.type(description="主题 / A topic that can be followed")
class Topic(Node):
    topic: strawberry.Private[documents.Topic]

    def node_key(self) -> tuple[str, str]:
        return "Topic", self.topic.id

    @field("标识，长期不变 / Stable identifier")
    def id(self) -> strawberry.ID:
        return strawberry.ID(self.topic.id)

    @field("名称 / Name")
    def name(self) -> str:
        return self.topic.name

    @field("上级主题的标识 / Identifier of the parent topic")
    def parent_id(self) -> strawberry.ID | None:
        return strawberry.ID(self.topic.parent_id) if self.topic.parent_id else None

    @field("上级主题 / The topic it belongs to")
    async def parent(self, info: Info) -> "Topic | None":
        found = await info.context.loaders.topics.load(self.topic.parent_id) if self.topic.parent_id else None
        return Topic(topic=found) if found else None

    @field("下级主题 / The topics that belong to it")
    async def children(self, info: Info) -> list["Topic"]:
        today = in_shanghai(info.context.store.now()).date()
        found = await info.context.loaders.subtopics.load(self.topic.id) or []
        return [Topic(topic=one) for one in found if in_use(one, today)]

    @field("属于国务院主题分类 / Of the State Council's classification; else of daily life")
    def official(self) -> bool:
        return self.topic.official
