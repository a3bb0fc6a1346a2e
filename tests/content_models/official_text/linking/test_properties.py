"""What holds for any title: no failure, one answer, and no link once a place, year or batch has changed."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_models.official_text.linking.index import PolicyIndex
from content_models.official_text.linking.rank import rank
from content_models.official_text.linking.records import Linking, LinkQuery, PolicyEntry

HAN = "低空经济养老服务停车管理教育医疗数据安全工业园发展促进保障"
CUES = (
    "《{}》政策解读",
    "一图读懂《{}》",
    "{}图解",
    "解读丨{}",
    "有关负责人就《{}》答记者问",
    "《{}》问答（第二期）",
    "《关于印发〈{}〉的通知》解读",
)
GENRES = ("条例", "管理办法", "实施方案", "若干措施", "实施细则")
CITIES = ("苏州市", "青岛市", "昆明市", "甲市", "武汉市江夏区")
HOSTILE = st.text(
    st.sampled_from(
        "《》〈〉<>【】（）()〔〕|丨：就答记者问解读一图关于印发的通知省市区县2025年第一批号…"
        + HAN
        + string.ascii_letters
    )
)

subjects = st.text(st.sampled_from(HAN), min_size=4, max_size=12)
names = st.builds(lambda subject, genre: subject + genre, subjects, st.sampled_from(GENRES))
cues = st.sampled_from(CUES)
cities = st.sampled_from(CITIES)
years = st.integers(2015, 2035)


def linked(cue: str, name: str, policy: str) -> Linking:
    return rank(LinkQuery(title=cue.format(name)), PolicyIndex([PolicyEntry(id="p", title=policy)]))


@given(HOSTILE, HOSTILE, HOSTILE)
def test_any_text_gets_an_answer_and_always_the_same(title: str, body: str, policy: str) -> None:
    query = LinkQuery(title=title, body=body, is_interpretation=len(title) % 2 == 0)
    index = PolicyIndex([PolicyEntry(id="a", title=policy), PolicyEntry(id="b", title=title)])
    found = rank(query, index)
    assert rank(query, index) == found
    assert len(found.ranked) == len(set(found.ranked))


@pytest.mark.parametrize("unit", ["就a", "《", "《〈", "一", "(a)", "就《a》", "关于修改", "征求", " "])
def test_a_title_of_any_length_is_answered_at_once(unit: str) -> None:
    long = unit * 20_000 + "答记者问"  # quadratic rules would take a minute
    index = PolicyIndex([PolicyEntry(id="a", title=long, doc_no=long, region=long, issuer=long)])
    assert set(rank(LinkQuery(title=long, body=long, publisher=long), index).ranked) <= {"a"}


@given(cues, cities, names)
def test_a_named_policy_is_linked(cue: str, city: str, name: str) -> None:
    assert linked(cue, city + name, city + name).ranked == ["p"]
    assert linked(cue, city + name, f"{city}人民政府关于印发《{city}{name}（试行）》的通知").auto


@given(cues, st.lists(cities, min_size=2, max_size=2, unique=True), names)
def test_another_place_is_never_linked_nor_suggested(cue: str, two: list[str], name: str) -> None:
    assert linked(cue, two[0] + name, two[1] + name) == Linking()


@given(cues, cities, st.lists(years, min_size=2, max_size=2, unique=True), names)
def test_another_year_is_never_linked_nor_suggested(cue: str, city: str, two: list[int], name: str) -> None:
    one, other = two
    for form in ("{city}{year}年{name}", "{city}{name}（{year}年版）", "{city}{year}年度{name}"):
        mine, theirs = (form.format(city=city, year=year, name=name) for year in (one, other))
        assert linked(cue, mine, mine).auto
        assert linked(cue, mine, theirs) == Linking()


@given(cues, cities, st.lists(st.sampled_from("一二三四五六"), min_size=2, max_size=2, unique=True), names)
def test_another_batch_is_never_linked_nor_suggested(cue: str, city: str, two: list[str], name: str) -> None:
    mine, theirs = (f"{city}{name}（第{batch}批）" for batch in two)
    assert linked(cue, mine, mine).auto
    assert linked(cue, mine, theirs) == Linking()


@given(cues, cities, names)
@pytest.mark.parametrize("stage", ["征求意见稿", "草案", "送审稿"])
def test_a_draft_and_its_final_text_are_never_linked(stage: str, cue: str, city: str, name: str) -> None:
    draft = f"{city}{name}（{stage}）"
    assert not linked(cue, draft, city + name).auto
    assert not linked(cue, city + name, draft).auto


@given(cues, cities, names, st.lists(names, max_size=8))
def test_other_policies_never_change_which_one_is_linked(cue: str, city: str, name: str, others: list[str]) -> None:
    target = PolicyEntry(id="p", title=city + name)
    crowd = [PolicyEntry(id=f"o{n}", title=f"{city}{other}") for n, other in enumerate(others) if other != name]
    found = rank(LinkQuery(title=cue.format(city + name)), PolicyIndex([*crowd, target]))
    assert [one.policy_id for one in found.auto] == ["p"]
