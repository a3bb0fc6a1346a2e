"""Facts are read alike however they are written, and told apart where they differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_models.official_text.facts import Fact, FactKind, agree, find_facts, told_by, unanswered


def found(text: str) -> set[tuple[str, str]]:
    return {(fact.kind.value, fact.value) for fact in find_facts(text)}


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("定于2024年5月6日停水", ("日期", "2024-05-06")),
        ("定于２０２４年５月６日停水", ("日期", "2024-05-06")),
        ("二〇二四年五月六日", ("日期", "2024-05-06")),
        ("5月6日起", ("日期", "-05-06")),
        ("2024年度计划", ("年份", "2024")),
        ("2024—2026年", ("年份", "2024")),
        ("8:00至17:00", ("时间", "08:00-17:00")),
        ("上午8时到下午5时30分", ("时间", "08:00-17:30")),
        ("下午2点至5点半", ("时间", "14:00-17:30")),
        ("早8时", ("时间", "08:00")),
        ("影响1,200户居民", ("数字", "1200户")),
        ("补助３０％", ("数字", "30%")),
        ("第二批名单", ("数字", "第2批")),
        ("工期三天", ("数字", "3天")),
        ("省道S122线", ("数字", "S122线")),
        ("示政办发〔2024〕12号", ("文号", "示政办发〔2024〕12号")),
        ("请拨（025）83305888", ("电话", "02583305888")),
        ("请拨12345", ("电话", "12345")),
        ("手机13800000000", ("电话", "13800000000")),
        ("位于长和路", ("地点", "长和路")),
        ("当事人：示例甲建材有限公司", ("名称", "示例甲建材有限公司")),
        ("任命王小明同志为局长", ("名称", "王小明")),
    ],
)
def test_a_fact_is_read_in_its_normal_form(text: str, fact: tuple[str, str]) -> None:
    assert fact in found(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2024年5月6日", "数字"),
        ("示政办发〔2024〕12号", "年份"),
        ("用时8小时", "时间"),
        ("投资33305888元", "电话"),
        ("近日将开工", "日期"),
    ],
)
def test_what_one_kind_has_taken_no_other_reads(text: str, kind: str) -> None:
    assert kind not in {one for one, _ in found(text)}


@pytest.mark.parametrize(
    ("kind", "one", "other", "expected"),
    [
        (FactKind.date, "2024-05-06", "-05-06", True),
        (FactKind.date, "2024-05-06", "2025-05-06", False),
        (FactKind.date, "2024-05-06", "-05-07", False),
        (FactKind.date, "2024-05-", "2024-05-06", False),
        (FactKind.place, "示例市人民路", "人民路", True),
        (FactKind.place, "中山路", "人民路", False),
        (FactKind.phone, "02583305888", "83305888", True),
        (FactKind.time, "08:00-17:00", "08:00", True),
        (FactKind.time, "08:00-17:00", "09:00-17:00", False),
        (FactKind.quantity, "1200户", "1200人", True),
        (FactKind.quantity, "3天", "3月", False),
        (FactKind.quantity, "1200户", "1300户", False),
    ],
)
def test_facts_agree_when_one_only_says_less(kind: FactKind, one: str, other: str, expected: bool) -> None:
    assert agree(Fact(kind, one), Fact(kind, other)) is expected
    assert agree(Fact(kind, other), Fact(kind, one)) is expected


@pytest.mark.parametrize(
    ("words", "after", "expected"),
    [
        ("人民", "路停水", FactKind.place),
        ("云桥巷", "沿线", FactKind.place),
        ("甲", "建材有限公司", FactKind.name),
        ("将", "采取临时管控措施", None),
        ("请", "居民提前储水", None),
    ],
)
def test_a_name_is_known_by_the_word_it_ends_in(words: str, after: str, expected: FactKind | None) -> None:
    assert told_by(words, after) is expected


TEXTS = st.text("2024年5月6日上午8:00-17:30至人民路（第三批）1200户、电话025。，\n示政发〔〕号abc", max_size=60)


@given(TEXTS)
def test_any_text_can_be_read_and_answers_itself(text: str) -> None:
    facts = find_facts(text)
    assert unanswered(facts, facts) == []


@given(TEXTS, TEXTS)
def test_agreement_is_symmetric(one: str, other: str) -> None:
    for mine in find_facts(one):
        for theirs in find_facts(other):
            assert agree(mine, theirs) is agree(theirs, mine)
