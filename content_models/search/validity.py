"""效力: from which day to which a release is in force. Computed from dates and links, never entered.

What carries no date is in force from the beginning and without end. A policy that another one repeals or replaces ends
on the day the other takes effect.
"""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from content_models.kit.clock import in_shanghai
from content_models.releases.documents import Content, LinkType

ENDING = frozenset({LinkType.repeals, LinkType.replaces})


class Validity(StrEnum):
    """效力状态 on a given day."""

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


class Ending(NamedTuple):
    """Another release that ends this one: what it says, and when it became public."""

    content: Content
    published_at: datetime


def term_of(content: Content, endings: Iterable[Ending] = ()) -> Term:
    facts = content.policy
    begins = (facts.effective_date if facts else None) or date.min
    ends = [_ends_on(ending) for ending in endings]
    if facts and facts.expiry_date:
        ends.append(facts.expiry_date)
    return Term(begins, min(ends, default=date.max))


def _ends_on(ending: Ending) -> date:
    facts = ending.content.policy
    return (facts.effective_date if facts else None) or in_shanghai(ending.published_at).date()
