"""主题 in the schema."""

import strawberry

from content_models.topics import documents
from mobile_api.fields import field


@strawberry.type(description="主题 / A topic that can be followed")
class Topic:
    topic: strawberry.Private[documents.Topic]

    @field("标识，长期不变 / Stable identifier")
    def id(self) -> strawberry.ID:
        return strawberry.ID(self.topic.id)

    @field("名称 / Name")
    def name(self) -> str:
        return self.topic.name

    @field("上级主题的标识 / Identifier of the parent topic")
    def parent_id(self) -> strawberry.ID | None:
        return strawberry.ID(self.topic.parent_id) if self.topic.parent_id else None

    @field("属于国务院主题分类 / Of the State Council's classification; else of daily life")
    def official(self) -> bool:
        return self.topic.official
