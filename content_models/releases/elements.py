"""解读要素 and 条款对应: what an interpretation states beside its text (domain table 1.3)."""

from enum import StrEnum

from pydantic import BaseModel, Field

PASSAGE = 60  # characters of a paragraph that say which it is
QUOTE = 60


class ElementKind(StrEnum):
    """解读要素, in the order in which they are read."""

    background = "background"  # 背景依据
    goals = "goals"  # 目标任务
    main_points = "main_points"  # 主要内容
    scope = "scope"  # 适用范围
    standards = "standards"  # 执行标准
    cautions = "cautions"  # 注意事项
    key_terms = "key_terms"  # 关键词诠释
    benefits = "benefits"  # 惠民利民举措
    differences = "differences"  # 新旧政策差异


class ReadingElement(BaseModel):
    """One element in a few sentences, as residents read it before the text."""

    kind: ElementKind
    text: str = Field(min_length=1, max_length=1000)


class ClauseReading(BaseModel):
    """条款对应: an editor's word that one paragraph of the interpretation explains one clause of a policy.

    The paragraph is known by its first characters, the clause by its address and its first words: both are found again
    when the text around them changes.
    """

    passage: str = Field(min_length=1, max_length=PASSAGE)
    policy_id: str = Field(max_length=80)
    node_id: str = Field(max_length=80)
    quote: str = Field(default="", max_length=QUOTE)

    @property
    def clause(self) -> str:
        """`<policy id>#<node id>`, as one value."""
        return f"{self.policy_id}#{self.node_id}"
