"""Whether a document is in force on a day: from its own dates and from what public documents say about it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_models.releases.cards.records import IncomingLink
from content_models.releases.documents import Link, LinkType, PolicyFacts, ReleaseKind
from content_models.releases.marks import MarkKind, ValidityMark
from content_models.releases.validity import ENDED, ValidityEventKind, ValidityStatus, events_of, validity_on

SIGNED, EFFECTIVE = date(2020, 3, 1), date(2020, 5, 1)


def said(type: LinkType, on: date | None, *clauses: str, **facts: date) -> IncomingLink:
    link = Link(type=type, target_id="old", effective_on=on, clauses=list(clauses))
    return IncomingLink(link, f"by-{type}", ReleaseKind.policy, datetime(2024, 1, 1, 20, tzinfo=UTC), **facts)


def status(day: date, *incoming: IncomingLink, **facts: date) -> ValidityStatus:
    dates = {"signed_date": SIGNED, "effective_date": EFFECTIVE} | facts
    return validity_on(events_of(PolicyFacts(**dates), incoming), day).status


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2020, 4, 30), ValidityStatus.pending),
        (date(2020, 5, 1), ValidityStatus.in_force),
        (date(2022, 1, 1), ValidityStatus.amended),
        (date(2023, 1, 1), ValidityStatus.partly_lapsed),
        (date(2023, 12, 31), ValidityStatus.partly_lapsed),
        (date(2024, 6, 1), ValidityStatus.repealed),
        (date(2030, 1, 1), ValidityStatus.repealed),
    ],
)
def test_a_life_from_signing_to_repeal(day: date, expected: ValidityStatus) -> None:
    life = [
        said(LinkType.repeals, date(2024, 6, 1)),
        said(LinkType.amends, date(2022, 1, 1)),
        said(LinkType.repeals, date(2023, 1, 1), "art-3"),
        said(LinkType.amends, date(2025, 1, 1)),  # revives nothing
    ]
    assert status(day, *life) is expected


def test_effective_on_signing_when_nothing_else_is_said() -> None:
    assert status(SIGNED - timedelta(1), effective_date=None) is ValidityStatus.pending
    assert status(SIGNED, effective_date=None) is ValidityStatus.in_force


def test_without_any_date_it_is_unknown_until_something_is_said() -> None:
    nothing = {"signed_date": None, "effective_date": None}
    assert status(date(2024, 1, 1), **nothing) is ValidityStatus.unknown
    assert status(date(2024, 1, 1), said(LinkType.lapses, date(2021, 1, 1)), **nothing) is ValidityStatus.lapsed


def test_the_expiry_date_is_the_last_day_in_force() -> None:
    assert status(date(2021, 12, 31), expiry_date=date(2021, 12, 31)) is ValidityStatus.in_force
    assert status(date(2022, 1, 1), expiry_date=date(2021, 12, 31)) is ValidityStatus.lapsed


def test_a_repeal_takes_effect_with_the_document_that_repeals() -> None:
    effective = said(LinkType.replaces, None, signed_date=date(2022, 1, 1), effective_date=date(2022, 3, 1))
    (_, event) = events_of(PolicyFacts(signed_date=SIGNED), [effective])
    assert (event.kind, event.on, event.basis_id) == (ValidityEventKind.replaced, date(2022, 3, 1), "by-replaces")
    (_, event) = events_of(PolicyFacts(signed_date=SIGNED), [said(LinkType.replaces, None)])
    assert event.on == date(2024, 1, 2), "published at 20:00 UTC is the next day in China"


def test_links_that_say_nothing_about_validity_are_no_events() -> None:
    assert len(events_of(PolicyFacts(signed_date=SIGNED), [said(LinkType.interprets, None)])) == 1


def test_amended_before_it_takes_effect_it_is_still_to_come() -> None:
    assert status(date(2020, 4, 15), said(LinkType.amends, date(2020, 4, 1))) is ValidityStatus.pending
    assert status(EFFECTIVE, said(LinkType.amends, date(2020, 4, 1))) is ValidityStatus.in_force


DAYS = st.dates(date(2019, 1, 1), date(2026, 1, 1))
SAID = st.builds(said, st.sampled_from([*LinkType]), DAYS)


@given(st.lists(SAID, max_size=5), DAYS, DAYS)
def test_what_has_ended_stays_ended(incoming: list[IncomingLink], one: date, other: date) -> None:
    events = events_of(PolicyFacts(signed_date=SIGNED), incoming)
    earlier, later = validity_on(events, min(one, other)), validity_on(events, max(one, other))
    assert earlier.status not in ENDED or later.status is earlier.status
    assert earlier.until is None or min(one, other) < earlier.until


def test_what_an_editor_entered_counts_like_any_other_event() -> None:
    mark = ValidityMark(
        id="m",
        kind=MarkKind.lapsed,
        on=date(2023, 7, 1),
        basis="清理结果公告",
        by="李科长",
        at=datetime(2023, 6, 1, tzinfo=UTC),
    )
    events = events_of(PolicyFacts(effective_date=EFFECTIVE), (), [mark])
    assert validity_on(events, date(2023, 6, 30)).status is ValidityStatus.in_force
    assert validity_on(events, date(2023, 7, 1)).status is ValidityStatus.lapsed


def test_every_kind_that_can_be_entered_is_an_event() -> None:
    assert {kind.value for kind in MarkKind} <= {kind.value for kind in ValidityEventKind}
