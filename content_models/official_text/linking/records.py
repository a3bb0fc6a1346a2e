"""What goes into linking and what comes out of it."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

# How a text stands to a policy (domain tables 1.2 and 5.2).
Relation = Literal[
    "interprets", "explains_draft", "news_of", "implements", "forwards", "amends", "repeals", "consults_on",
    "evaluates", "official_explanation_of", "cites",
]  # fmt: skip


class LinkQuery(BaseModel):
    """A text that may be an interpretation. Only the title is always known."""

    model_config = ConfigDict(frozen=True)

    title: str
    body: str = ""  # its beginning is enough
    publisher: str | None = None  # who put it online, or who explains
    published: date | None = None
    is_interpretation: bool = False  # known from elsewhere: its column, an editor, a stated 解读方式


class PolicyEntry(BaseModel):
    """A policy as it can be linked to; what is unknown is None."""

    model_config = ConfigDict(frozen=True)

    id: str
    title: str | None
    doc_no: str | None = None  # normal form, or as printed
    issuer: str | None = None
    region: str | None = None  # 「江苏省苏州市」, 「全国」
    published: date | None = None  # or signed
    earlier_names: tuple[str, ...] = ()  # names of texts that this one re-issues or revises


class Suggestion(BaseModel):
    """A policy for an editor to confirm. `score` orders suggestions of one text, 0–1; it is no probability."""

    model_config = ConfigDict(frozen=True)

    policy_id: str
    score: float
    evidence: tuple[str, ...]  # in Chinese, shown to editors: 「文号相同」「名称相同，缺地名」
    relation: Relation = "interprets"


class Linking(BaseModel):
    """`auto` leaves no doubt; `suggested` holds everything else that deserves a look, best first, none twice.

    `others` are policies to which the text stands in another relation: news of it, a draft of it, …
    """

    model_config = ConfigDict(frozen=True)

    auto: tuple[Suggestion, ...] = ()
    suggested: tuple[Suggestion, ...] = ()
    others: tuple[Suggestion, ...] = ()

    @property
    def ranked(self) -> list[str]:
        """Policy ids, automatic links first."""
        return [one.policy_id for one in (*self.auto, *self.suggested)]
