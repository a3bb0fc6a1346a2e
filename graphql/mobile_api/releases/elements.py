"""解读要素 in the schema."""

import strawberry

from content_models.releases import elements
from content_models.releases.elements import ElementKind
from mobile_api.enums import expose
from mobile_api.fields import field

expose(
    ElementKind,
    "解读要素 / What an interpretation has to say",
    {
        ElementKind.background: "背景依据 / Background and basis",
        ElementKind.goals: "目标任务 / Aims and tasks",
        ElementKind.main_points: "主要内容 / Main points",
        ElementKind.scope: "适用范围 / To whom and what it applies",
        ElementKind.standards: "执行标准 / Standards to go by",
        ElementKind.cautions: "注意事项 / What to mind",
        ElementKind.key_terms: "关键词诠释 / Key terms explained",
        ElementKind.benefits: "惠民利民举措 / What residents gain",
        ElementKind.differences: "新旧政策差异 / What is different from before",
    },
)


@strawberry.type(description="一项解读要素 / One element of an interpretation")
class ReadingElement:
    element: strawberry.Private[elements.ReadingElement]

    @field("要素 / Which element")
    def kind(self) -> ElementKind:
        return self.element.kind

    @field("内容 / What is said of it")
    def text(self) -> str:
        return self.element.text
