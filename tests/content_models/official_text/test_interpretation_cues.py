import json
from pathlib import Path
from typing import Any

import pytest

from content_models.official_text.interpretation_cues import named_policies, reads

SAMPLES = Path(__file__).parents[4] / "shared/data/sample_policies.json"
# Named nowhere in the title, or reading a policy whose own title is unknown: suggestions for an editor.
FOR_EDITORS = {"I017", "I107"}


@pytest.fixture(scope="module")
def records() -> list[dict[str, Any]]:
    if not SAMPLES.exists():
        pytest.skip("the sample policies are not part of the repository")
    loaded: list[dict[str, Any]] = json.loads(SAMPLES.read_text())
    return [record for record in loaded if record["title"]]


def policies_read_by(title: str, records: list[dict[str, Any]]) -> list[str]:
    return [r["id"] for r in records if r["record_type"] == "policy" and reads(title, r["title"])]


def test_interpretations_find_their_policy_and_no_other(records: list[dict[str, Any]]) -> None:
    interpretations = [record for record in records if record["record_type"] == "interpretation"]
    assert len(interpretations) == 17
    for record in interpretations:
        expected = [] if record["id"] in FOR_EDITORS else record["interprets"]
        assert policies_read_by(record["title"], records) == expected, record["title"]


def test_what_only_sounds_like_an_interpretation_reads_nothing(records: list[dict[str, Any]]) -> None:
    negatives = [record for record in records if record["record_type"] == "negative"]
    assert len(negatives) == 12
    for record in negatives:
        assert policies_read_by(record["title"], records) == [], record["title"]


@pytest.mark.parametrize(
    ("interpretation", "policy", "does"),
    [
        ("《甲市某某办法》解读", "市政府关于印发《甲市某某办法（试行）》的通知", True),
        ("解读《甲市某某办法》", "甲市某某办法", True),
        ("《甲市某某办法》解读", "乙市某某办法", False),
        ("《甲市2024年某某措施》解读", "甲市2025年某某措施", False),
        ("《甲市某某措施（2024年版）》解读", "甲市某某措施（2025年版）", False),
        ("《甲市某某目录（第一批）》解读", "甲市某某目录（第二批）", False),
        ("《甲市某某办法（征求意见稿）》起草说明", "甲市某某办法", False),
        ("《甲市某某办法（征求意见稿）》的起草说明", "甲市某某办法（征求意见稿）", True),
        ("《甲市人民政府关于促进某某的意见》解读", "乙市人民政府关于促进某某的意见", False),
        ("《关于促进某某的意见》解读", "市政府关于促进某某的意见", True),
        ("《某某条例》解读", "某市人大常委会关于修改《某某条例》的决定", False),
        ("《关于全面推进某某工作的意见》解读", "市政府印发《关于全面推进某某工作的意见》实施细则的通知", False),
        ("关于印发甲市某某办法的通知", "甲市某某办法", False),
    ],
)
def test_reading_needs_equal_place_year_batch_and_stage(interpretation: str, policy: str, does: bool) -> None:
    assert reads(interpretation, policy) is does


def test_number_and_name_announced_in_the_opening_count_and_citations_do_not() -> None:
    named = named_policies(
        "某市低空政策解读",
        "近日，市政府办公室印发了《某市低空办法（试行）》（苏府办〔2025〕102号）（以下简称《办法》）。"
        "根据《国务院关于某事的意见》（国发〔2024〕1号），解读如下。",
    )
    assert named[0] == "苏府办〔2025〕102号"
    assert "某市低空办法" in named
    assert not any("国务院" in name or "国发" in name for name in named)


def test_an_opening_may_make_up_for_a_title_without_cue() -> None:
    head = "为便于理解，现将《某市低空办法》（苏府办〔2025〕102号）有关内容解读如下："
    assert named_policies("关于低空办法有关情况", head) == ["苏府办〔2025〕102号", "某市低空办法"]
    assert named_policies("关于征集政策解读作品的公告", head) == []


def test_news_names_nothing() -> None:
    assert named_policies("市政府常务会议审议通过《某某办法》", "市政府召开常务会议，审议《某某办法》。") == []
