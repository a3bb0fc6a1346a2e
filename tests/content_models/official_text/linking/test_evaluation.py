"""The linker against known answers: the hostile set, and the sample file where it is at hand."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from content_models.official_text.linking.evaluation import Score, judge, score_of
from content_models.official_text.linking.sample_file import SampleFile, SampleFileInvalid
from tests.content_models.official_text.linking import hostile

SAMPLES = Path(__file__).parents[5] / "shared/data/sample_policies.json"
FOR_EDITORS = {"I017", "I107"}  # a text whose own title is unknown, and one named nowhere


def samples(records: list[dict[str, Any]]) -> SampleFile:
    return SampleFile.parse(orjson.dumps(records))


def scored(records: list[dict[str, Any]]) -> Score:
    return score_of(judge(samples(records)))


@pytest.mark.parametrize(("part", "recall"), [("tuning", 0.85), ("held_out", 0.8)])
def test_the_hostile_set_is_linked_precisely_and_shown_nearly_whole(part: str, recall: float) -> None:
    found = {name: scored(getattr(hostile, name)()) for name in ("tuning", "held_out")}
    told = "; ".join(f"{name}: {score}" for name, score in found.items())
    score = found[part]
    assert score.links >= 45, told
    assert score.negatives >= 50, told
    assert score.precision >= 0.99, told
    assert score.recall >= recall, told
    assert score.recall_at_5 >= 0.95, told


def test_the_parts_of_the_hostile_set_share_nothing() -> None:
    tuning, held_out = ({record["title"] for record in part()} for part in (hostile.tuning, hostile.held_out))
    assert not tuning & held_out
    assert len(tuning) + len(held_out) > 300


@pytest.fixture(scope="module")
def sample_file() -> SampleFile:
    if not SAMPLES.exists():
        pytest.skip("the sample policies are not part of the repository")
    return SampleFile.parse(SAMPLES.read_bytes())


def test_the_sample_file_is_linked_without_error_and_every_target_shown(sample_file: SampleFile) -> None:
    judged = judge(sample_file)
    score = score_of(judged)
    assert (score.targets, score.negatives) == (17, 12)
    assert {one.record.id for one in judged if one.wrong} == set(), str(score)
    assert {one.record.id for one in judged if one.missed} == FOR_EDITORS, str(score)
    assert score.recall_at_5 == 1.0, str(score)
    assert score.suggested_for_negatives == 0, str(score)


def test_fields_may_be_null_and_unknown_ones_are_ignored() -> None:
    nulls = dict.fromkeys(("doc_no", "issuer", "region", "published_date", "signed_date", "relations"))
    records: list[dict[str, Any]] = [
        {"record_type": "policy", "id": "p", "title": "甲市某某办法", "mood": "good", **nulls},
        {"record_type": "policy", "id": "q", "title": None, **nulls},
        {"record_type": "interpretation", "id": "i", "title": "《甲市某某办法》解读", "interprets": ["p", "elsewhere"]},
        {"record_type": "interpretation", "id": "j", "title": None, "interprets": None, "published_date": "上个月"},
        {"record_type": "negative", "id": "n", "title": "甲市新闻", "tempting_targets": ["p"]},
    ]
    score = scored(records)
    assert (score.links, score.wrong, score.targets, score.missed) == (1, 0, 1, 0)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "JSON"),
        (b"[{]", "第 1 行"),
        (b"\xff\xfe", "JSON"),
        (b'{"record_type": "policy"}', "JSON 数组"),
        (b'[{"record_type": "policy", "id": "p"}, {"record_type": "poem", "id": "x"}]', "第 2 条"),
        (b'[{"record_type": "policy", "title": "x"}]', "id"),
        (b'[{"record_type": "policy", "id": "p", "title": ["x"]}]', "title"),
        (b"[1]", "第 1 条"),
    ],
)
def test_a_bad_file_is_refused_in_words_that_help(content: bytes, told: str) -> None:
    with pytest.raises(SampleFileInvalid) as refused:
        SampleFile.parse(content)
    assert told in refused.value.message


def test_a_byte_order_mark_is_no_reason_to_refuse() -> None:
    assert SampleFile.parse(b"\xef\xbb\xbf[]").policies == []
