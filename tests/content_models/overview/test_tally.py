"""统计: a day's events counted once, the same however often, and by the day of Asia/Shanghai."""

from datetime import date, datetime, timedelta

import pytest

from content_models.kit.store import Store
from content_models.overview import repository as overview
from content_models.overview.actions.tally import BACK_AT_ONCE, figures_of, tally
from content_models.overview.counting import seen_by
from content_models.overview.rules import kept, median, share_of, totals_of
from content_models.releases import repository as releases
from content_models.sources.documents import FetchOutcome, FetchRecord
from tests.content_models.bundles.support import at, organ, released
from tests.desk import SIGNERS, Desk

DAY = date(2026, 11, 25)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


@pytest.fixture
async def desk(store: Store) -> Desk:
    await organ()
    at(store, moment("2026-11-25T09:00:00"))
    return Desk(store)


async def polled(source: str, when: str, new: int) -> None:
    await FetchRecord(source_id=source, at=moment(when), outcome=FetchOutcome.news, new=new).insert()


async def test_intake_is_summed_by_source_within_the_day_of_shanghai(store: Store, desk: Desk) -> None:
    await polled("a", "2026-11-25T00:00:00", 2)
    await polled("a", "2026-11-25T23:59:59", 3)
    await polled("b", "2026-11-25T12:00:00", 1)
    await polled("b", "2026-11-24T23:59:59", 7)
    await polled("b", "2026-11-26T00:00:00", 7)
    assert (await figures_of(store, DAY, is_today=True)).intake == {"a": 5, "b": 1}


async def test_review_times_publications_and_corrections(store: Store, desk: Desk) -> None:
    change = await desk.submitted(await desk.draft())
    for hours, (stage, signer) in enumerate(SIGNERS.items(), 1):
        at(store, store.now() + timedelta(hours=hours))
        change = await desk.signed(change, stage, signer)
    published = await released(store, change)
    release = await releases.load(published.release_id)
    content = (await releases.load_revision(published.revision)).content
    edited = await desk.edited(release, content.model_copy(update={"body_html": "<p>改过的示例。</p>"}))
    await released(store, await desk.reviewed(edited))

    figures = await figures_of(store, DAY, is_today=True)
    assert (figures.published, figures.corrected, figures.withdrawn) == (1, 1, 0)
    assert figures.reviews == {"first": [0, 60], "second": [0, 120], "final": [0, 180]}
    assert figures.to_publication == []  # written by editors: nothing arrived


async def test_each_organ_has_its_own_figures_and_nobody_elses(store: Store, desk: Desk) -> None:
    await polled("a", "2026-11-25T10:00:00", 2)
    await polled("b", "2026-11-25T10:00:00", 7)
    published = await released(store, await desk.reviewed(await desk.draft()))
    organ_id = (await releases.load(published.release_id)).publisher_id
    figures = await figures_of(store, DAY, is_today=True)
    own = seen_by(figures, frozenset({organ_id}), {"a": organ_id, "b": "other"})
    assert (own.published, own.intake) == (1, {"a": 2})
    assert own.reviews.keys() == figures.reviews.keys()
    strange = seen_by(figures, frozenset({"other"}), {"a": organ_id, "b": "other"})
    assert (strange.published, strange.reviews, strange.intake) == (0, {}, {"b": 7})
    assert seen_by(figures, None, {}) == figures


async def test_tallying_again_changes_nothing_and_days_behind_are_made_up_for(store: Store, desk: Desk) -> None:
    await polled("a", "2026-11-25T10:00:00", 2)
    await polled("a", "2026-11-20T10:00:00", 9)
    first = await tally(store)
    assert first[:2] == [DAY, DAY - timedelta(days=1)]
    assert len(first) == 2 + BACK_AT_ONCE
    again = await tally(store)
    assert not set(first[2:]) & set(again)
    found = await overview.figures_of([DAY, date(2026, 11, 20), date(2020, 1, 1)])
    assert {day: one.intake for day, one in found.items()} == {DAY: {"a": 2}, date(2026, 11, 20): {"a": 9}}


def test_shares_are_interpolated_and_thinning_out_keeps_the_middle() -> None:
    assert median([]) is None
    assert median([3]) == 3
    assert median([1, 2, 3, 10]) == 2.5
    assert share_of(list(range(101)), 0.9) == 90
    many = list(range(50_000))
    assert abs((median(kept(many)) or 0) - 25_000) < 50
    assert len(kept(many)) <= 2000


def test_totals_are_ranked() -> None:
    assert list(totals_of([{"a": 1, "b": 5}, {"a": 3}, {"c": 5}]).items()) == [("b", 5), ("c", 5), ("a", 4)]
