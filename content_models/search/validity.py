"""效力 as the index holds it: two days of each release, taken from the events of `content_models.releases.validity`.

What carries no date is found as in force: search hides only what is known to have ended.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from content_models.releases.cards.records import IncomingLink
from content_models.releases.documents import Content, PolicyFacts
from content_models.releases.marks import ValidityMark
from content_models.releases.validity import begins_on, ends_on, events_of


class Validity(StrEnum):
    """效力状态 on a given day, as a filter of search."""

    in_force = "in_force"  # 有效
    pending = "pending"  # 尚未施行
    ended = "ended"  # 已废止或失效


class Term(NamedTuple):
    """The first day in force, and the first day no longer in force."""

    begins: date
    ends: date

    def on(self, day: date) -> Validity:
        if day >= self.ends:
            return Validity.ended
        return Validity.in_force if day >= self.begins else Validity.pending


ALWAYS = Term(date.min, date.max)


def term_of(content: Content, incoming: Iterable[IncomingLink] = (), marks: Iterable[ValidityMark] = ()) -> Term:
    """`incoming` = links of public releases to this one; `marks` = what editors have entered about it."""
    events = events_of(content.policy or PolicyFacts(), incoming, marks)
    return Term(begins_on(events) or date.min, ends_on(events) or date.max)
