"""What is shown of a hit: marks in place, excerpts around them, the clause that says it."""

from hypothesis import given
from hypothesis import strategies as st

from content_models.official_text.outline import outline
from content_models.search.passages import LONGEST_EXCERPT, Part, clause, excerpt, marked, wanted_of
from content_models.search.understanding import understand
from content_models.search.vocabulary import vocabulary

BODY = """示例市停车管理办法
第一条 为了加强停车管理，制定本办法。
第二条 本市停车设施的规划、建设适用本办法。
第三条 残疾人驾驶的专用机动车，停放时免收停车费。
"""


def wanted(question: str) -> tuple[str, ...]:
    return wanted_of(understand(question, vocabulary()), relaxed=False)


def text(parts: tuple[Part, ...]) -> str:
    return "".join(part.text for part in parts)


def hits(parts: tuple[Part, ...]) -> list[str]:
    return [part.text for part in parts if part.is_hit]


def test_clause_is_the_one_that_says_most_of_it() -> None:
    found = clause(BODY, outline(BODY), wanted("残疾人 停车费"))
    assert found is not None
    assert (found.node_id, found.label) == ("art-3", "第三条")
    assert hits(found.excerpt) == ["残疾人", "停车费"]
    assert found.name == "第三条"


def test_what_the_title_says_as_well_does_not_choose_the_clause() -> None:
    asked = wanted("停车管理 停放")
    chosen = [clause(BODY, outline(BODY), asked, title) for title in ("示例市停车管理办法", "")]
    assert [found.node_id for found in chosen if found] == ["art-3", "art-1"]


def test_short_heading_is_the_name_and_not_repeated() -> None:
    body = "一、申请条件\n本市居民。\n二、补贴标准\n每户每月三百元租金补贴。\n"
    found = clause(body, outline(body), wanted("租金"))
    assert found is not None
    assert (found.name, text(found.excerpt).strip()) == ("二、补贴标准", "每户每月三百元租金补贴。")


def test_no_clause_where_no_section_says_it() -> None:
    assert clause(BODY, outline(BODY), wanted("养老金")) is None
    assert clause("没有分条的正文。", [], wanted("正文")) is None


def test_sayings_mark_what_they_mean() -> None:
    assert hits(marked("住房公积金提取办法", wanted("公积金"))) == ["住房公积金"]
    assert hits(marked("国办发〔2017〕47号文", wanted("国办发[2017]47号"))) == ["国办发〔2017〕47号"]


def test_full_width_and_case_are_marked_as_printed() -> None:
    assert hits(marked("关于ＡＩ应用的通知", wanted("ai应用"))) == ["ＡＩ应用"]


def test_excerpt_is_cut_around_what_was_found() -> None:
    long = "前文。" * 100 + "残疾人停车免费。" + "后文。" * 100
    shown = excerpt(long, ("残疾人", "停车"))
    assert hits(shown) == ["残疾人停车"]
    assert text(shown).startswith("…")
    assert text(shown).endswith("…")
    assert len(text(shown)) <= LONGEST_EXCERPT + 2


def test_markup_stays_text() -> None:
    shown = marked("<em>停车</em><script>", ("停车",))
    assert shown == (Part("<em>", False), Part("停车", True), Part("</em><script>", False))


@given(st.text(max_size=200), st.lists(st.text(min_size=1, max_size=5), max_size=5))
def test_marking_changes_no_character(body: str, wanted: list[str]) -> None:
    assert text(marked(body, wanted)) == body
    assert all(part.text for part in marked(body, wanted))
