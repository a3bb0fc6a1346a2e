"""效力: whether a document is in force, computed from events for any day (domain rules 1.2; 规章制定程序条例 art. 39).

No status is stored: the document's own dates, the public documents that amend, repeal or replace it and what editors
have entered (a repeal whose paper is not ours) are the events, so "what was in force on 2024-05-01" has an answer, and
a withdrawn repeal repeals nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from content_models.kit.clock import in_shanghai
from content_models.releases.cards.records import IncomingLink
from content_models.releases.documents import LinkType, PolicyFacts
from content_models.releases.marks import ValidityMark


class ValidityStatus(StrEnum):
    """效力状态."""

    pending = "pending"  # 尚未施行
    in_force = "in_force"  # 有效
    amended = "amended"  # 已修改, in force as amended
    partly_lapsed = "partly_lapsed"  # 部分失效
    revised = "revised"  # 已修订: a whole new text has taken its place
    repealed = "repealed"  # 废止
    lapsed = "lapsed"  # 失效
    unknown = "unknown"  # 待核: no date says since when


IN_FORCE = frozenset({ValidityStatus.in_force, ValidityStatus.amended, ValidityStatus.partly_lapsed})
ENDED = frozenset({ValidityStatus.revised, ValidityStatus.repealed, ValidityStatus.lapsed})


class ValidityEventKind(StrEnum):
    effective = "effective"  # 施行
    amended = "amended"  # 修改
    revised = "revised"  # 修订
    repealed = "repealed"  # 废止
    replaced = "replaced"  # 被替代
    lapsed = "lapsed"  # 宣布失效
    expired = "expired"  # 有效期届满


@dataclass(frozen=True, slots=True)
class ValidityEvent:
    """From the beginning of `on` the document stands differently. `clauses`: node ids; empty means the whole."""

    kind: ValidityEventKind
    on: date
    basis_id: str | None = None  # the release that says so; None: the document itself
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Validity:
    """How a document stands on one day: since when, and until when as far as is known (exclusive)."""

    status: ValidityStatus
    since: date | None
    until: date | None

    @property
    def is_in_force(self) -> bool:
        return self.status in IN_FORCE


_BY_LINK = {
    LinkType.amends: ValidityEventKind.amended,
    LinkType.revises: ValidityEventKind.revised,
    LinkType.repeals: ValidityEventKind.repealed,
    LinkType.replaces: ValidityEventKind.replaced,
    LinkType.lapses: ValidityEventKind.lapsed,
}
_AFTER = {
    ValidityEventKind.effective: ValidityStatus.in_force,
    ValidityEventKind.amended: ValidityStatus.amended,
    ValidityEventKind.revised: ValidityStatus.revised,
    ValidityEventKind.repealed: ValidityStatus.repealed,
    ValidityEventKind.replaced: ValidityStatus.repealed,
    ValidityEventKind.lapsed: ValidityStatus.lapsed,
    ValidityEventKind.expired: ValidityStatus.lapsed,
}
VALIDITY_LINKS = frozenset(_BY_LINK)  # what they lead to stands differently afterwards
ENDING_LINKS = frozenset(link for link, kind in _BY_LINK.items() if _AFTER[kind] in ENDED)  # what they lead to ends


def events_of(
    facts: PolicyFacts, incoming: Iterable[IncomingLink], marks: Iterable[ValidityMark] = ()
) -> list[ValidityEvent]:
    """In the order in which they take effect. 「自印发之日起施行」 is a missing effective date: the signing stands in.

    `expiry_date` is the last day in force (「有效期至2026年12月31日」).
    """
    events = []
    if begins := facts.effective_date or facts.signed_date:
        events.append(ValidityEvent(ValidityEventKind.effective, begins))
    if facts.expiry_date:
        events.append(ValidityEvent(ValidityEventKind.expired, facts.expiry_date + timedelta(days=1)))
    events += [_event(one) for one in incoming if one.link.type in _BY_LINK]
    events += [_marked(one) for one in marks]
    return sorted(events, key=lambda event: (event.on, event.kind is not ValidityEventKind.effective))


def _event(incoming: IncomingLink) -> ValidityEvent:
    link = incoming.link
    said = link.effective_on or incoming.effective_date or incoming.signed_date
    on = said or in_shanghai(incoming.published_at).date()
    return ValidityEvent(_BY_LINK[link.type], on, incoming.source_id, tuple(link.clauses))


def _marked(mark: ValidityMark) -> ValidityEvent:
    return ValidityEvent(ValidityEventKind(mark.kind), mark.on, mark.basis_id, tuple(mark.clauses))


def validity_on(events: Sequence[ValidityEvent], day: date) -> Validity:
    """What has ended stays ended: a later amendment revives nothing."""
    begins = begins_on(events)
    known = ValidityStatus.unknown if begins is None else ValidityStatus.pending
    validity = Validity(known, None, begins)
    for event in events:
        if event.on > day:
            return Validity(validity.status, validity.since, event.on)
        if validity.status not in ENDED:
            validity = Validity(_after(event, validity.status), event.on, None)
    return Validity(validity.status, validity.since, None)


def begins_on(events: Iterable[ValidityEvent]) -> date | None:
    """The day on which the document takes effect, if it is known."""
    return next((event.on for event in events if event.kind is ValidityEventKind.effective), None)


def ends_on(events: Iterable[ValidityEvent]) -> date | None:
    """The first day on which the whole document is no longer in force, as far as is known."""
    return next((event.on for event in events if _AFTER[event.kind] in ENDED and not event.clauses), None)


def _after(event: ValidityEvent, before: ValidityStatus) -> ValidityStatus:
    status = _AFTER[event.kind]
    if status in ENDED and event.clauses:
        return before if before is ValidityStatus.pending else ValidityStatus.partly_lapsed
    if status is ValidityStatus.amended and before is ValidityStatus.partly_lapsed:
        return before
    if status is ValidityStatus.amended and before is ValidityStatus.pending:
        return before  # amended before it takes effect: what takes effect is the amended text
    return status
