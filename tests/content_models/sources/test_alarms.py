"""Which alarms stand after a poll: every rule with what raises it, what does not, and what says nothing."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from content_models.sources.alarms import alarms_after
from content_models.sources.documents import (
    AlarmKind,
    AlarmLevel,
    Duties,
    FetchError,
    FetchOutcome,
    FetchRecord,
    Health,
    Source,
    SourceFamily,
)
from content_models.sources.duties import ANY_COLUMN, DOCUMENTS, NEWS, Duty, duty_of

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SHAPE = "/tz/000000/t0_0.html"


# Built without a store: the rules are pure.


def a_source(**fields: Any) -> Source:
    return Source.model_construct(
        name="示例局", organ_id="o", family=SourceFamily.trs_static, url="http://a.example/tz/", **fields
    )


def a_list(**fields: Any) -> FetchRecord:
    given = {
        "source_id": "s",
        "at": NOW,
        "outcome": FetchOutcome.nothing_new,
        "rows": 10,
        "shapes": [SHAPE],
        "newest_at": NOW - timedelta(days=1),
    }
    return FetchRecord.model_construct(**(given | fields))


def failed(code: str = "SOURCE_TIMEOUT") -> FetchRecord:
    error = FetchError(code=code, message="太慢。", at=NOW)
    return FetchRecord.model_construct(source_id="s", at=NOW, outcome=FetchOutcome.failed, error=error)


def unchanged(**fields: Any) -> FetchRecord:
    return FetchRecord.model_construct(source_id="s", at=NOW, outcome=FetchOutcome.not_modified, **fields)


def standing(
    poll: FetchRecord, *lists: FetchRecord, health: Health | None = None, source: Source | None = None
) -> dict[AlarmKind, AlarmLevel]:
    findings = alarms_after(source or a_source(), health or Health(), poll, lists, NOW)
    return {kind: finding.level for kind, finding in findings.items() if finding}


def said_nothing(poll: FetchRecord, *lists: FetchRecord) -> set[AlarmKind]:
    return set(AlarmKind) - set(alarms_after(a_source(), Health(), poll, lists, NOW))


def test_a_healthy_list_raises_nothing() -> None:
    assert standing(a_list(), a_list(), a_list()) == {}


def test_the_first_list_of_a_source_raises_nothing() -> None:
    assert standing(a_list()) == {}


@pytest.mark.parametrize(
    ("days", "level"),
    [(9, None), (10, None), (11, AlarmLevel.amber), (14, AlarmLevel.amber), (15, AlarmLevel.red)],
)
def test_silence_counts_from_the_newest_item_even_when_nothing_changed(days: int, level: AlarmLevel | None) -> None:
    health = Health(newest_item_at=NOW - timedelta(days=days), last_news_at=NOW)
    news = a_source(column_name="工作动态")
    assert standing(unchanged(), health=health, source=news).get(AlarmKind.silent) is level


def test_without_dates_silence_counts_from_our_last_news() -> None:
    health = Health(last_news_at=NOW - timedelta(days=8))
    weekly = a_source(duties=Duties(days=7))
    assert standing(unchanged(), health=health, source=weekly) == {AlarmKind.silent: AlarmLevel.red}


def test_a_source_that_never_had_anything_is_not_called_silent() -> None:
    assert standing(unchanged()) == {}


@pytest.mark.parametrize(
    ("name", "days", "duty"),
    [
        ("要闻", None, NEWS),
        ("通知公告", None, DOCUMENTS),
        ("政策文件", None, DOCUMENTS),
        ("机构职能", None, ANY_COLUMN),
        (None, None, ANY_COLUMN),
        ("要闻", 3, Duty(timedelta(days=3), timedelta(days=3))),
    ],
)
def test_the_duty_is_the_sources_own_or_that_of_its_kind_of_column(
    name: str | None, days: int | None, duty: Duty
) -> None:
    assert duty_of(a_source(column_name=name, duties=Duties(days=days))) == duty


@pytest.mark.parametrize(
    ("failures", "level"), [(1, None), (2, None), (3, AlarmLevel.amber), (10, AlarmLevel.red), (99, AlarmLevel.red)]
)
def test_failures_in_a_row(failures: int, level: AlarmLevel | None) -> None:
    assert standing(failed(), health=Health(consecutive_failures=failures)).get(AlarmKind.failing) is level


def test_an_empty_list_is_an_alarm_of_its_own() -> None:
    poll = failed("EMPTY_LISTING")
    assert standing(poll, health=Health(consecutive_failures=1)) == {AlarmKind.no_rows: AlarmLevel.red}


@pytest.mark.parametrize(("untitled", "alarm"), [(0, False), (4, False), (5, True), (10, True)])
def test_rows_without_titles(untitled: int, alarm: bool) -> None:
    assert (AlarmKind.no_titles in standing(a_list(untitled=untitled))) is alarm


def test_new_addresses_all_over_the_list_are_a_new_shape() -> None:
    assert standing(a_list(shapes=["/art/0/0/0/art_0_0.html"]), a_list()) == {AlarmKind.new_shape: AlarmLevel.amber}


def test_a_list_that_still_has_some_of_its_addresses_is_the_same() -> None:
    assert standing(a_list(shapes=["/zt/0.html", SHAPE]), a_list(shapes=[SHAPE])) == {}


def test_a_new_shape_that_has_held_for_ten_lists_is_the_new_normal() -> None:
    new = a_list(shapes=["/art/0.html"])
    assert AlarmKind.new_shape in standing(new, *[new] * 9, a_list())
    assert standing(new, *[new] * 10, a_list()) == {}


@pytest.mark.parametrize(("days", "alarm"), [(0, False), (1, False), (2, True), (400, True)])
def test_the_newest_date_going_back(days: int, alarm: bool) -> None:
    poll = a_list(newest_at=NOW - timedelta(days=1 + days))
    assert (AlarmKind.going_back in standing(poll, a_list())) is alarm


def test_a_list_without_dates_goes_nowhere() -> None:
    assert standing(a_list(newest_at=None), a_list()) == {}


@pytest.mark.parametrize(
    ("chars", "usual", "alarm"),
    [(0, 800, True), (40, 800, True), (90, 300, False), (200, 4000, False), (30, 40, False)],
)
def test_bodies_that_shrink(chars: int, usual: int, alarm: bool) -> None:
    poll = a_list(articles=5, body_chars=chars)
    assert (AlarmKind.thin_bodies in standing(poll, a_list(articles=5, body_chars=usual))) is alarm


def test_one_picture_story_is_no_redesign_but_three_in_a_row_are() -> None:
    picture, usual = a_list(articles=1, body_chars=0), a_list(articles=20, body_chars=900)
    assert standing(picture, usual) == {}
    assert standing(picture, picture, usual) == {}
    assert standing(picture, picture, picture, usual) == {AlarmKind.thin_bodies: AlarmLevel.red}


def test_a_poll_that_proves_nothing_leaves_alarms_as_they_are() -> None:
    lists_only = {AlarmKind.no_titles, AlarmKind.new_shape, AlarmKind.going_back, AlarmKind.thin_bodies}
    assert said_nothing(unchanged()) == lists_only
    assert said_nothing(failed()) == {*lists_only, AlarmKind.no_rows}
    assert said_nothing(a_list()) == {AlarmKind.thin_bodies}
    held = FetchRecord.model_construct(source_id="s", at=NOW, outcome=FetchOutcome.held_back)
    assert said_nothing(held) == set(AlarmKind)
