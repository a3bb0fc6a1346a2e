"""Words: the vocabulary file, corrections, suggestions, pinyin, validity and weight."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_models.kit.store import Store
from content_models.organs.documents import Organ, OrganLevel
from content_models.releases.cards.records import IncomingLink
from content_models.releases.documents import Content, Link, LinkType, PolicyFacts, ReleaseKind
from content_models.releases.validity import ENDED, ValidityStatus, events_of, validity_on
from content_models.search.correcting import closest, did_you_mean
from content_models.search.folding import fold_text
from content_models.search.pinyin import initials, spelled
from content_models.search.rules import weight_of
from content_models.search.suggesting import Directory, Suggestion, SuggestionKind, suggest
from content_models.search.understanding import understand
from content_models.search.validity import ALWAYS, Validity, term_of
from content_models.search.vocabulary import vocabulary
from content_models.topics.documents import Topic
from tests.content_models.search.library import index_of

WORDS = vocabulary()


READINGS = [("银行", "yinhang"), ("行政", "xingzheng"), ("重庆", "chongqing"), ("5G基站", "5gjizhan")]


@pytest.mark.parametrize(("text", "letters"), READINGS)
def test_readings_go_by_words(text: str, letters: str) -> None:
    assert spelled(fold_text(text)) == letters


def test_initials() -> None:
    assert initials("住房公积金") == "zfgjj"


@given(st.text(max_size=80))
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold_text(text)) == len(text)
    assert fold_text(fold_text(text)) == fold_text(text)


def test_vocabulary_has_an_owner_and_no_phrase_for_itself() -> None:
    assert WORDS.version
    assert [phrase for phrase, others in WORDS.alternatives.items() if phrase in others or not others] == []


@pytest.mark.parametrize(
    ("question", "titles", "relaxed", "meant"),
    [
        ("低空经纪", ["苏州市低空经济促进条例"], False, "低空经济"),
        ("社宝", ["社保缴费指南"], False, "社保"),
        ("政府网站发展指因", ["政府网站发展指引"], True, "政府网站发展指引"),
        ("低空经济", ["苏州市低空经济促进条例"], False, None),
        ("停车", ["停水通知"], True, None),
        ("完全无关的问题", ["停水通知"], True, None),
        ("gjj", [], True, "公积金"),
        ("", ["停水通知"], True, None),
    ],
)
def test_did_you_mean(question: str, titles: list[str], relaxed: bool, meant: str | None) -> None:
    assert did_you_mean(understand(question, WORDS), titles, WORDS, relaxed=relaxed) == meant


@given(st.text("低空经济", min_size=1, max_size=6), st.text("低空经济促进", max_size=12))
def test_closest_part_is_part_of_the_text(wanted: str, text: str) -> None:
    found, errors = closest(wanted, text)
    assert found in text
    assert 0 <= errors <= len(wanted)
    assert (errors == 0) == (wanted in text)


def city() -> Directory:
    """Two organs, of which one has become the other, and two topics. Needs an open store: these are documents."""
    common = {"level": OrganLevel.municipal, "region_code": "320000"}
    now = Organ(id="water", full_name="示例市水务局", short_name="市水务局", aliases=["水利局"], **common)
    was = Organ(id="old", full_name="示例市水利局", short_name="水利局", valid_to=date(2019, 1, 1), **common)
    topics = [Topic(id="housing", name="住房"), Topic(id="water-power", name="停水停电")]
    return Directory(WORDS.popular, [now, was], topics)


@pytest.mark.parametrize(
    ("prefix", "first"),
    [
        ("水务", Suggestion(SuggestionKind.organ, "示例市水务局", "water")),
        ("shui", Suggestion(SuggestionKind.organ, "示例市水务局", "water")),
        ("slj", Suggestion(SuggestionKind.organ, "示例市水务局", "water")),
        ("zhufang", Suggestion(SuggestionKind.topic, "住房", "housing")),
        ("住房公积金提", Suggestion(SuggestionKind.phrase, "住房公积金提取")),
        ("示政办发〔20", Suggestion(SuggestionKind.doc_no, "示政办发〔2017〕47号")),
        ("低空飞", Suggestion(SuggestionKind.release, "示例市低空飞行服务保障办法（试行）", "low")),
    ],
)
async def test_suggestions(store: Store, tmp_path: Path, prefix: str, first: Suggestion) -> None:
    found = suggest(prefix, city(), index_of(tmp_path), 8)
    assert first in found
    assert len({one.text for one in found}) == len(found) <= 8


@pytest.mark.parametrize("prefix", ["", " ", "？！", "\ud800", "\x00", "🙂"])
def test_nothing_typed_nothing_offered(tmp_path: Path, prefix: str) -> None:
    assert suggest(prefix, Directory(WORDS.popular), index_of(tmp_path), 8) == []


def content(**facts: date) -> Content:
    return Content(title="示例办法", policy=PolicyFacts(**facts))


def test_validity_of_a_day() -> None:
    """`expiry_date` is the last day in force."""
    term = term_of(content(effective_date=date(2024, 1, 1), expiry_date=date(2025, 12, 31)))
    days = {date(2023, 12, 31): Validity.pending, date(2024, 1, 1): Validity.in_force, date(2026, 1, 1): Validity.ended}
    assert {day: term.on(day) for day in days} == days
    assert term_of(Content(title="动态")) == ALWAYS


dates = st.dates(date(2020, 1, 1), date(2020, 1, 20))


@given(
    facts=st.builds(
        PolicyFacts,
        signed_date=st.none() | dates,
        effective_date=st.none() | dates,
        expiry_date=st.none() | dates,
    ),
    said=st.lists(st.tuples(st.sampled_from(LinkType), st.none() | dates, st.booleans()), max_size=4),
    day=dates,
)
def test_the_index_and_the_cards_never_disagree_about_what_has_ended(
    facts: PolicyFacts, said: list[tuple[LinkType, date | None, bool]], day: date
) -> None:
    published = datetime(2020, 1, 10, 17, tzinfo=UTC)
    incoming = [
        IncomingLink(
            Link(type=type, target_id="this", effective_on=on, clauses=["art-3"] if in_part else []),
            "other",
            ReleaseKind.policy,
            published,
        )
        for type, on, in_part in said
    ]
    shown = validity_on(events_of(facts, incoming), day).status
    found = term_of(Content(title="示例办法", policy=facts), incoming).on(day)
    expected = Validity.ended if shown in ENDED else Validity.in_force
    assert found is (Validity.pending if shown is ValidityStatus.pending else expected)


def test_authority_and_age_weigh() -> None:
    now, then = datetime(2026, 1, 1, tzinfo=UTC), datetime(2014, 1, 1, tzinfo=UTC)
    policy = weight_of(ReleaseKind.policy, OrganLevel.municipal, now)
    assert policy > weight_of(ReleaseKind.news, OrganLevel.municipal, now)
    assert policy > weight_of(ReleaseKind.policy, OrganLevel.town, now)
    assert policy == pytest.approx(2 * weight_of(ReleaseKind.policy, OrganLevel.municipal, then), rel=0.01)
