"""Issue (问题): what one check holds against a text, where, and what to do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

MOST_PLACES = 3  # named in an issue; the rest is counted


class Severity(StrEnum):
    """red 严重 blocks publishing; yellow 提示 asks somebody to look."""

    red = "red"
    yellow = "yellow"


class IssueCode(StrEnum):
    """What kind of issue it is: stable, for programs and statistics."""

    organ_missing = "organ_missing"
    organ_unknown = "organ_unknown"
    doc_no_missing = "doc_no_missing"
    doc_no_form = "doc_no_form"
    doc_no_year = "doc_no_year"
    doc_no_clash = "doc_no_clash"
    date_order = "date_order"
    identity_number = "identity_number"
    mobile_number = "mobile_number"
    bank_card = "bank_card"
    secrecy_mark = "secrecy_mark"
    not_for_release = "not_for_release"
    listed_word = "listed_word"
    fixed_expression = "fixed_expression"
    dead_link = "dead_link"
    image_without_alt = "image_without_alt"
    image_alt_empty_words = "image_alt_empty_words"
    image_only = "image_only"
    copied_reading = "copied_reading"
    few_elements = "few_elements"
    clause_gone = "clause_gone"
    title_too_long = "title_too_long"
    attachment_unread = "attachment_unread"


class Issue(BaseModel):
    """`found` is masked where it is personal data, so that an issue may be logged and shown to anybody."""

    model_config = ConfigDict(frozen=True)

    code: IssueCode
    severity: Severity
    where: str
    message: str
    advice: str
    found: str = ""
    rule: str = ""  # 词表与版本, where a list says so

    @property
    def blocks(self) -> bool:
        return self.severity is Severity.red


@dataclass(frozen=True, slots=True)
class Hit:
    """One place at which a rule found something."""

    where: str
    found: str


def together(hits: Sequence[Hit]) -> tuple[str, str]:
    """Where, and what, in a few words: the first places by name, the rest as a number."""
    places = list(dict.fromkeys(hit.where for hit in hits))
    shown = "、".join(places[:MOST_PLACES])
    where = f"{shown} 等 {len(places)} 处" if len(places) > MOST_PLACES else shown
    return where, "、".join(dict.fromkeys(hit.found for hit in hits[:MOST_PLACES]))
