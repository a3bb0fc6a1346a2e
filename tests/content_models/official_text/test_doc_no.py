import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from content_models.official_text.code_lexicon import DEFAULT_LEXICON, SERIES_ALIASES
from content_models.official_text.doc_no import (
    _RUN,
    _WRAPPED_RUN,
    DocNo,
    InvalidDocNo,
    cited_doc_nos,
    find_doc_nos,
    own_doc_no,
    parse_doc_no,
)

NOT_NUMBERS = [
    "〔2024〕第3期",
    "国办发〔2024〕第3期",
    "第3012号",
    "GB/T 9704—2012",
    "(025)83305888号",
    "2017年第3季度",
    "六政〔201760",
    "国发〔2024〕0号",
    "公告第3号",
    "",
]


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("国办发〔2017〕42号", "国办发〔2017〕42号"),
        ("（2025）0012号", None),
        ("国发（2025）0012号", "国发〔2025〕12号"),
        ("国办发[2025] 12 号", "国办发〔2025〕12号"),
        ("国办发【2025】第12号", "国办发〔2025〕12号"),
        ("国办发〔２０１７〕４７号", "国办发〔2017〕47号"),
        ("国办发〔2017〕47\n\n号", "国办发〔2017〕47号"),
        ("苏政\n办发〔2016〕94号", "苏政办发〔2016〕94号"),
        ("国办发明电〔2025〕7号", "国办发明电〔2025〕7号"),
        ("（国办函〔2020〕109号）", "国办函〔2020〕109号"),
        ("发文字号：宁政办规字〔2026〕1号", "宁政办规字〔2026〕1号"),
        ("桂国资发〔2020〕1号", "桂国资发〔2020〕1号"),
        ("国务院令第711号", "国务院令第711号"),
        ("国令第711号", "国务院令第711号"),
        ("中华人民共和国国务院令\n第 711 号", "国务院令第711号"),
        ("江苏省人民政府令第148号", "江苏省人民政府令第148号"),
        ("主席令第四十一号", "主席令第41号"),
        ("交通运输部令2021年第5号", "交通运输部令2021年第5号"),
        ("财政部公告2023年第10号", "财政部公告2023年第10号"),
        ("海关总署公告〔2019〕第5号", "海关总署公告2019年第5号"),
    ],
)
def test_spellings_in_the_wild_become_one_normal_form(written: str, normal: str | None) -> None:
    if normal is None:
        with pytest.raises(InvalidDocNo):
            parse_doc_no(written)
    else:
        assert str(parse_doc_no(written)) == normal


@pytest.mark.parametrize("written", NOT_NUMBERS)
def test_what_is_no_number_is_refused_in_words_that_help(written: str) -> None:
    assert find_doc_nos(written) == []
    with pytest.raises(InvalidDocNo) as refusal:
        parse_doc_no(written)
    assert refusal.value.code == "INVALID_DOC_NO"
    assert "例如" in refusal.value.message


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("按照财库〔2022〕3号要求", ["财库〔2022〕3号"]),
        ("苏州市住房和城乡建设局苏住建规〔2020〕3号", ["苏住建规〔2020〕3号"]),
        ("苏州市住房和城乡建设局苏某建〔2020〕3号", ["苏某建〔2020〕3号"]),
        ("关于某事的通知国发〔2024〕3号", ["国发〔2024〕3号"]),
        ("和县和政发〔2020〕2号", ["和政发〔2020〕2号"]),
        ("执行国数据〔2024〕9号和苏数据规〔2024〕1号", ["国数据〔2024〕9号", "苏数据规〔2024〕1号"]),
        ("国办发〔2017〕47号、48号和〔2018〕1号", ["国办发〔2017〕47号", "国办发〔2017〕48号", "国办发〔2018〕1号"]),
        ("国办发〔2017〕47号、3号楼", ["国办发〔2017〕47号"]),
        ("印发皖财库〔2020〕1号", ["皖财库〔2020〕1号"]),
        ("根据国务院令第711号和江苏省人民政府令第148号", ["国务院令第711号", "江苏省人民政府令第148号"]),
    ],
)
def test_the_code_begins_after_lead_ins_and_organ_names(text: str, found: list[str]) -> None:
    assert [str(hit.doc_no) for hit in find_doc_nos(text)] == found


def test_spans_point_into_the_text_as_printed() -> None:
    text = "见《甲》（国办发\u3000〔２０１７〕47\n号、48号）。"
    assert [text[hit.start : hit.end] for hit in find_doc_nos(text)] == ["国办发\u3000〔２０１７〕47\n号", "48号"]


@pytest.mark.parametrize(
    ("title", "body", "field", "own"),
    [
        ("关于某事的通知", "各区人民政府：根据国发〔2024〕3号", "苏府〔2024〕1号", "苏府〔2024〕1号"),
        ("关于某事的通知（苏府〔2024〕1号）", "", None, "苏府〔2024〕1号"),
        ("关于某事的通知（苏府〔2024〕1号）（已失效）", "", None, "苏府〔2024〕1号"),
        ("关于某事的通知", "苏府〔2024〕1号\n\n各区人民政府：", None, "苏府〔2024〕1号"),
        ("关于某事的通知", "苏州市人民政府文件\n苏府〔2024〕1号", "不详", "苏府〔2024〕1号"),
        ("关于修订《某办法》（苏府〔2024〕1号）的通知", "", None, None),
        ("解读《某办法》（苏府〔2024〕1号）", "", None, None),
        ("关于某事的通知", "根据国发〔2024〕3号，现通知如下", None, None),
        ("关于某事的通知", "现将国发〔2024〕3号文件转发给你们", None, None),
        ("关于某事的通知", "国发〔2024〕3号文件印发以来", None, None),
        ("关于某事的通知", "《某通知》（国发〔2024〕3号）印发以来", None, None),
        ("关于某事的通知", "很" * 30 + "苏府〔2024〕1号", None, None),
    ],
)
def test_own_number_is_told_from_cited_ones(title: str, body: str, field: str | None, own: str | None) -> None:
    number = own_doc_no(title, body, field)
    assert (str(number) if number else None) == own


def test_citations_are_listed_once_and_without_the_own_number() -> None:
    body = "苏府〔2024〕1号\n根据国发〔2024〕3号和国办发〔2017〕47号、国发〔2024〕3号"
    assert list(map(str, cited_doc_nos("通知", body))) == ["国发〔2024〕3号", "国办发〔2017〕47号"]


def test_only_orders_and_announcements_go_without_a_year() -> None:
    with pytest.raises(ValidationError):
        DocNo(code="苏政发", year=None, seq=1)


def test_every_number_of_the_sample_policies_is_read_back() -> None:
    samples = Path(__file__).parents[4] / "shared/data/sample_policies.json"
    if not samples.exists():
        pytest.skip("the sample policies are not part of the repository")
    numbers = [record["doc_no"] for record in json.loads(samples.read_text()) if record.get("doc_no")]
    # 「…公告」 without a number is how one congress's announcement is filed: it is no 文号
    assert [number for number in numbers if not find_doc_nos(number)] == ["无锡市人民代表大会常务委员会公告"]
    readable = [number for number in numbers if find_doc_nos(number)]
    assert [str(parse_doc_no(number)) for number in readable] == readable


codes = st.sampled_from(sorted(DEFAULT_LEXICON - SERIES_ALIASES.keys()))
years = st.integers(1949, 2099)


@given(codes, years, st.integers(1, 9999), st.booleans())
def test_what_is_printed_is_read_back(code: str, year: int, seq: int, dated: bool) -> None:
    doc_no = DocNo(code=code, year=year if dated or not code.endswith("令") else None, seq=seq)
    assert parse_doc_no(str(doc_no)) == doc_no


@given(st.text(alphabet="国办发苏政〔〕（）[2017]号第、和令公告\n 　一十０0的知", max_size=60))
def test_any_text_may_be_searched(text: str) -> None:
    hits = find_doc_nos(text)
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    assert all(earlier.end <= later.start for earlier, later in pairwise(hits))


@given(st.text(st.sampled_from("苏政办发a \n，1〔"), max_size=40))
def test_letters_before_a_number_are_those_that_a_search_forwards_finds(before: str) -> None:
    direct, wrapped = _RUN.match(before[::-1]), _WRAPPED_RUN.match(before[::-1])
    forwards = re.search(r"[一-鿿A-Za-z]{1,24}(?=\s*$)", before)
    wrapped_forwards = re.search(r"(?:[一-鿿A-Za-z]\s*){1,24}$", before)
    assert (direct and direct[1][::-1]) == (forwards and forwards[0])
    assert (wrapped and "".join(wrapped[0].split())[::-1]) == (
        wrapped_forwards and "".join(wrapped_forwards[0].split())
    )
