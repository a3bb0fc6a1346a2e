import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_models.official_text.folding import align
from content_models.official_text.labels import may_open, read_label
from content_models.official_text.outline import outline, read_outline, reflow


def addresses(text: str) -> list[tuple[str, str]]:
    return [(section.node_id, section.heading) for section in outline(text)]


def test_levels_of_an_official_paper() -> None:
    text = (
        "一、总体要求\n（一）指导思想。正文甲。\n1.第一点。正文\n（1）细目\n①再细\n2．第二点\n"
        "（二）原则。正文\n二、任务\n（一）头一件"
    )
    assert addresses(text) == [
        ("s1", "总体要求"),
        ("s1.1", "指导思想"),
        ("s1.1.1", "第一点"),
        ("s1.1.1.1", "细目"),
        ("s1.1.1.1.1", "再细"),
        ("s1.1.2", "第二点"),
        ("s1.2", "原则"),
        ("s2", "任务"),
        ("s2.1", "头一件"),
    ]
    assert [section.level for section in outline(text)] == [1, 2, 3, 4, 5, 3, 2, 1, 2]


def test_labels_and_offsets_are_those_of_the_text_as_printed() -> None:
    text = "标题\n\n\u3000\u3000一、总体要求\n\u3000\u3000（一）指导思想。正文"
    sections = outline(text)
    assert [section.label for section in sections] == ["一、", "（一）"]
    assert [text[section.offset :].startswith(section.label + section.heading) for section in sections] == [True, True]


def test_articles_run_through_chapters_and_count_their_paragraphs() -> None:
    text = (
        "第一章 总则\n第一条 为了规范某事，制定本办法。\n"
        "第二条 本办法所称某事：\n（一）甲；\n（二）乙。\n本条另有一款：\n（一）丙。\n"
        "第二章 职责\n第三条 某局负责：\n（一）丁：\n1.戊；\n第三条之一 增加一条。\n第五条 跳了一号。"
    )
    assert [address for address, _ in addresses(text)] == [
        "ch-1",
        "art-1",
        "art-2",
        "art-2.p1.i1",
        "art-2.p1.i2",
        "art-2.p2.i1",
        "ch-2",
        "art-3",
        "art-3.p1.i1",
        "art-3.p1.i1.m1",
        "art-3-1",
        "art-5",
    ]
    assert read_outline(text).warnings == ["编号不连续：“第五条”之前没有第4项，请核对原文。"]


@pytest.mark.parametrize(
    "text",
    [
        "1.5倍以内的，照此办理",
        "2.0版上线",
        "第三条规定的情形除外",
        "二、从第二项开始没有第一项",
        "（三）也是如此",
        "（2）没有（1）",
        "十五、跳得太远",
        "正文提到一、二、三等奖",
        "第一章规定了总则",
    ],
)
def test_what_opens_no_section(text: str) -> None:
    assert outline(text) == []


def test_rows_of_a_table_are_no_clauses() -> None:
    text = "附件\n任务分工表\n序号 任务 单位\n（1）规范清单 某局\n（2）审核清单 某局\n1.某事"
    assert addresses(text) == [("annex-1", "任务分工表")]


def test_annexes_and_enclosed_texts_have_addresses_of_their_own() -> None:
    text = (
        "一、通知事项\n正文\n二、要求\n正文\n某某方案\n一、目标\n正文\n"
        "附件1\n清单\n一、甲\n正文\n附件2\n另一清单\n一、乙"
    )
    assert addresses(text) == [
        ("s1", "通知事项"),
        ("s2", "要求"),
        ("t2.s1", "目标"),
        ("annex-1", "清单"),
        ("annex-1.s1", "甲"),
        ("annex-2", "另一清单"),
        ("annex-2.s1", "乙"),
    ]


def test_a_contents_page_gives_way_to_the_text() -> None:
    text = "规划\n第一章 背景\n第二章 目标\n第一章 背景\n正文甲。\n第二章 目标\n正文乙。"
    sections = outline(text)
    assert [section.node_id for section in sections] == ["ch-1", "ch-2"]
    assert text[sections[0].offset :].startswith("第一章 背景\n正文甲")


def test_a_contents_page_inside_an_annex_leaves_the_annex() -> None:
    text = "附件\n第一章 背景\n第二章 目标\n第一章 背景\n正文甲。\n第二章 目标"
    assert [address for address, _ in addresses(text)] == ["annex-1", "annex-1.ch-1", "annex-1.ch-2"]


def test_a_quote_hash_survives_a_change_of_spacing_and_numbering() -> None:
    before, after = outline("一、总体 要求\n")[0], outline("一、前言\n二、总体要求")[1]
    assert before.quote_hash == after.quote_hash


def wrapped(*paragraphs: str, width: int = 28) -> str:
    """As a PDF prints them: indented, `width` a line, blank lines between all lines, a page number inside."""
    lines: list[str] = []
    for paragraph in paragraphs:
        text = "　　" + paragraph
        lines += [text[at : at + width].strip() + " " for at in range(0, len(text), width)]
    lines.insert(len(lines) // 2, "︱ 13 ︱")
    return "\n\n".join(lines)


PROSE = "示例正文按照要求认真组织实施，重点做好以下各项工作，确保取得实效，" * 4 + "让群众看得到、听得懂。"


def test_lines_broken_by_a_pdf_become_paragraphs_again() -> None:
    paragraphs = ["一、总体要求", "（一）指导思想。" + PROSE, PROSE, "二、任务", PROSE]
    assert reflow(wrapped(*paragraphs)).splitlines() == paragraphs


def test_a_short_heading_is_not_glued_to_its_text_and_page_marks_go() -> None:
    text = wrapped("一、试点范围", PROSE, "二、任务", PROSE)
    assert addresses(text) == [("s1", "试点范围"), ("s2", "任务")]
    assert "13" not in reflow(text)


def test_paragraphs_stay_as_they_are() -> None:
    text = "\n".join([PROSE, "短句。", PROSE * 2, "又一段。"] * 3)
    assert reflow(text) == text


LINES = """一、甲
二、乙
（一）丙。正文
（二）丁
1.戊
2.己
（1）庚
①辛
第一章 总则
第一条 为了
第一条之一 加
第二条 又
第零条 无
附件
附件2
序号 任务
正文。
— 3 —
　　三、壬
""".splitlines()

papers = st.lists(st.sampled_from([*LINES, "\x0b", PROSE]) | st.text(max_size=20), max_size=30).map("\n".join)


@given(papers)
def test_any_paper_has_unique_addresses_that_point_at_their_headings(text: str) -> None:
    sections = outline(text)
    assert len({section.node_id for section in sections}) == len(sections)
    assert [section.offset for section in sections] == sorted(section.offset for section in sections)
    for section in sections:
        assert text[section.offset :].startswith(section.label)
        rest = text[section.offset + len(section.label) :].lstrip()
        # the name of an annex stands on the next line, a page mark may come between
        assert rest.startswith(section.heading[:1]) if section.level else section.heading[:1] in rest


@given(st.text(st.sampled_from("附第(（一二⼀十百零〇1１①⑳章条、.件a序号 "), max_size=8).map(str.strip))
def test_no_label_is_overlooked_by_the_look_at_its_first_character(line: str) -> None:
    assert may_open(line) or read_label(align(line)) is None
