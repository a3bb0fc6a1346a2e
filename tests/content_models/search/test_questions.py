"""What can be asked, and what comes first: numbers in any form, sayings, pinyin, slips, quoted words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content_models.search.engine.tantivy_index import TantivyIndex
from content_models.search.understanding import LONGEST, understand
from content_models.search.vocabulary import vocabulary
from tests.content_models.search.library import ask, ids, index_of, release


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TantivyIndex]:
    index = index_of(tmp_path_factory.mktemp("search"))
    yield index
    index.close()


@pytest.mark.parametrize(
    "number",
    [
        "示政办发〔2017〕47号",
        "示政办发[2017]47号",
        "示政办发【2017】47号",
        "示政办发（2017）47号",
        "示政办发 (2017) 第47 号",
        "示政办发〔２０１７〕４７号",
        "示政办发〔2017〕0047号",
        "示政办发2017年47号",
        "示政办发 2017 47",
        "示政办发2017-47号",
        "〔2017〕47号",
        "文号：示政办发〔2017〕47号",
    ],
)
def test_number_in_any_form_finds_its_document_before_those_that_cite_it(library: TantivyIndex, number: str) -> None:
    assert ids(ask(library, number)) == ["sites", "reads"]


@pytest.mark.parametrize("number", ["示例省人民政府令第148号", "省政府令148号", "148号令", "令第148号"])
def test_order_is_found_by_its_number(library: TantivyIndex, number: str) -> None:
    assert ids(ask(library, number))[:1] == ["order"]


def test_what_only_looks_like_a_number_is_text(library: TantivyIndex) -> None:
    assert understand("南京市2025年50条措施", vocabulary()).numbers == ()
    assert ids(ask(library, "示政办发〔2017〕48号")) == []


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("公积金怎么提取", "fund"),
        ("请问住房公积金如何办理提取", "fund"),
        ("gjj", "fund"),
        ("gongjijin", "fund"),
        ("gong ji jin tiqu", "fund"),
        ("飞无人机", "low"),
        ("dikong feixing", "low"),
        ("dkfx", "low"),
        ("气象服务", "low"),
        ("热力站值班电话", "heat"),
        ("低空飞形服务", "low"),
        ("公共数剧", "order"),
        ("“自住住房”", "fund"),
        ("示例市低空飞行服务保障办法（试行）", "low"),
        ("ＤＫＦＸ", "low"),
    ],
)
def test_is_understood(library: TantivyIndex, question: str, first: str) -> None:
    assert ids(ask(library, question))[:1] == [first]


def test_pieces_that_stand_in_an_article_go_before_words_that_lie_apart(tmp_path: Path) -> None:
    index = index_of(
        tmp_path,
        release("together", "示例市实施办法", body="材料齐全的当场受理。对网约配送员给予岗位技能补贴。" * 2),
        release("apart", "示例市工作方案", body="对网约配送员给予慰问。岗位另行安排，技能培训给予补贴。", weight=1.4),
    )
    assert ids(ask(index, "网约配送员 岗位技能补贴")) == ["together", "apart"]
    index.close()


@pytest.mark.parametrize("question", ["残疾学生 房租减免", "房租减免 残疾学生"])
def test_pieces_of_one_sentence_go_before_pieces_of_two(tmp_path: Path, question: str) -> None:
    """The other one is of a weightier kind, and says each as often."""
    far = "房租减免由住建部门另行规定，本办法不作调整，执行中有疑问的由财政部门解释。残疾学生给予体检补助。"
    index = index_of(
        tmp_path,
        release(
            "near",
            "示例市实施办法",
            body="对符合条件的残疾学生给予房租减免。其余由住建部门另行规定，疑问由财政部门解释。",
        ),
        release("far", "示例市工作方案", body=far, weight=1.2),
    )
    assert ids(ask(index, question)) == ["near", "far"]
    index.close()


def test_quoted_words_must_stand_together(library: TantivyIndex) -> None:
    assert set(ids(ask(library, "“政府网站发展”"))) == {"sites", "reads"}
    assert ids(ask(library, "“网站政府”")) == []


def test_one_character_is_enough(library: TantivyIndex) -> None:
    assert set(ids(ask(library, "低"))) == {"low"}
    assert "heat" in ids(ask(library, "热"))


def test_what_has_not_all_of_it_is_called_close(library: TantivyIndex) -> None:
    assert not ask(library, "低空飞行").relaxed
    assert ask(library, "低空飞形").relaxed


@pytest.mark.parametrize(
    "question", ["", " ", "！？。，", "🙂🙂", "\x00\x1f", "\ud800", "的", "“”", "〔〕[]【】", "'\"\\", "第号"]
)
def test_nothing_asked_nothing_found(library: TantivyIndex, question: str) -> None:
    assert ask(library, question).hits == []


@pytest.mark.parametrize(
    "question",
    [
        "title:低空 AND *",
        "+低空 -飞行",
        "低空~2^9",
        "(((((",
        "[* TO *]",
        "/re.*x/",
        "a" * 10_000,
        "低空" * 5_000,
        "NOT",
        '"' * 99,
    ],
)
def test_query_syntax_and_floods_are_only_text(library: TantivyIndex, question: str) -> None:
    assert ask(library, question).total <= len(ids(ask(library, question, first=100)))


def test_only_the_beginning_of_a_long_question_counts(library: TantivyIndex) -> None:
    assert understand("低" * 10_000, vocabulary()).whole == "低" * LONGEST


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_no_question_is_refused(library: TantivyIndex, question: str) -> None:
    found = ask(library, question)
    assert len(found.hits) == len(set(ids(found))) <= found.total
