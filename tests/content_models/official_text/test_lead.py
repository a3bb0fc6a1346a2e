"""What a card shows of a text that nobody summarised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_models.official_text.lead import lead


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "国发〔2024〕7号\n【示例】本页正文为演示编写。\n各省、自治区、直辖市人民政府：\n为了让办事更方便，现就有关事项通知如下。",
            "为了让办事更方便，现就有关事项通知如下。",
        ),
        ("一、总体要求\n（一）坚持便民原则，减少办事材料。", "（一）坚持便民原则，减少办事材料。"),
        ("示例市水务局\n2026年11月23日", ""),
        ("", ""),
    ],
)
def test_only_running_text_counts(text: str, expected: str) -> None:
    assert lead(text, 80) == expected


@given(st.text(), st.integers(2, 200))
def test_it_is_never_longer_than_asked(text: str, length: int) -> None:
    assert len(lead(text, length)) <= length
