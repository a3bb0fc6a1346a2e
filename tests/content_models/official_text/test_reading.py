"""The real opinion that the system was commissioned by, as a PDF tool extracted it."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_models.official_text.reading import OfficialText, read_official_text, recover_title

OPINION = Path(__file__).parents[4] / "shared/data/jiangsu_pilot_opinion_2017.txt"


@pytest.fixture(scope="module")
def text() -> str:
    if not OPINION.exists():
        pytest.skip("the text of the 2017 opinion is not part of the repository")
    return OPINION.read_text()


@pytest.fixture(scope="module")
def opinion(text: str) -> OfficialText:
    return read_official_text(text)


def test_its_title_is_recovered_from_three_lines(opinion: OfficialText) -> None:
    assert opinion.title == "省政府办公厅关于开展基层政务公开标准化规范化试点工作的实施意见"


def test_its_headings_are_addressable(opinion: OfficialText, text: str) -> None:
    first = {section.node_id: section.heading for section in opinion.outline if section.level == 1}
    assert first == {"s1": "总体要求", "s2": "试点范围", "s3": "重点任务", "s4": "工作进度", "s5": "保障措施"}
    second = {section.node_id: section for section in opinion.outline if section.level == 2}
    assert len(second) == 22
    assert second["s3.8"].heading == "整合建设统一的政务发布移动客户端"
    assert second["s4.1"].heading == "正式启动试点（2017年9月1日起）"
    assert text[second["s3.8"].offset :].startswith("（八）整合建设统一的政务发布移动客户端")
    assert opinion.warnings == []


def test_its_annex_is_one_node_without_the_rows_of_its_table(opinion: OfficialText) -> None:
    annex = [section for section in opinion.outline if section.node_id.startswith("annex")]
    assert [(section.node_id, section.level) for section in annex] == [("annex-1", 0)]
    assert annex[0].heading == "基层政务公开标准化规范化试点任务分工及进度安排"


def test_it_cites_four_papers_and_bears_no_number_itself(opinion: OfficialText) -> None:
    assert opinion.doc_no is None
    assert list(map(str, opinion.cited)) == [
        "国办发〔2017〕42号",
        "国办发〔2015〕86号",
        "苏政办发〔2016〕94号",
        "国办发〔2017〕47号",
    ]


def test_its_full_dates(opinion: OfficialText) -> None:
    assert opinion.dates == [date(2017, 9, 1), date(2017, 9, 15)]
    assert opinion.signed_date is None
    assert opinion.effective_date is None


def test_its_paragraphs_are_whole_and_without_page_furniture(opinion: OfficialText) -> None:
    assert any(paragraph.startswith("未纳入试点的其他设区市") for paragraph in opinion.paragraphs)
    assert "各市、县（市、区）人民政府，省各委办厅局，省各直属单位：" in opinion.paragraphs
    assert not any("︱" in paragraph for paragraph in opinion.paragraphs)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            "某市人民政府文件\n苏府〔2024〕1号\n市政府关于某事的\n意见（试行）\n各区人民政府：\n正文",
            "市政府关于某事的意见（试行）",
        ),
        ("某市低空办法\n第一章 总则", "某市低空办法"),
        ("我市召开大会\n今天上午。", "我市召开大会"),
        ("", ""),
    ],
)
def test_titles_of_other_papers(head: str, title: str) -> None:
    assert recover_title(head) == title


@given(st.text(max_size=200))
def test_any_text_may_be_read(text: str) -> None:
    assert read_official_text(text).paragraphs is not None
