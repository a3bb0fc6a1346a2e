"""Which policy an interpretation reads: linked only beyond doubt, suggested with evidence, never another text."""

from datetime import date
from typing import Any

import pytest

from content_models.official_text.linking.index import PolicyIndex
from content_models.official_text.linking.rank import MOST_SUGGESTED, rank
from content_models.official_text.linking.records import Linking, LinkQuery, PolicyEntry


def linking(title: str, *policies: PolicyEntry | str, **query: Any) -> Linking:
    """Policies given by title alone are those of a city whose name the title carries."""
    entries = [one if isinstance(one, PolicyEntry) else PolicyEntry(id=one, title=one) for one in policies]
    return rank(LinkQuery(title=title, **query), PolicyIndex(entries))


def auto(found: Linking) -> list[str]:
    return [one.policy_id for one in found.auto]


def shown(found: Linking) -> list[str]:
    return [one.policy_id for one in found.suggested]


SUZHOU = PolicyEntry(
    id="苏", title="市政府关于促进某某的意见", issuer="苏州市人民政府", region="江苏省苏州市", doc_no="苏府〔2025〕12号"
)
NANJING = SUZHOU.model_copy(update={"id": "宁", "issuer": "南京市人民政府", "region": "江苏省南京市", "doc_no": None})


@pytest.mark.parametrize(
    ("interpretation", "policy", "does"),
    [
        ("《甲市某某办法》解读", "市政府关于印发《甲市某某办法（试行）》的通知", True),
        ("解读《甲市某某办法》", "甲市某某办法", True),
        ("《甲市某某办法》解读", "乙市某某办法", False),
        ("《甲市2024年某某措施》解读", "甲市2025年某某措施", False),
        ("《甲市某某措施（2024年版）》解读", "甲市某某措施（2025年版）", False),
        ("《甲市某某目录（第一批）》解读", "甲市某某目录（第二批）", False),
        ("《甲市某某目录（第一批）》解读", "甲市某某目录（第一批）", True),
        ("《甲市“十四五”某某规划》解读", "甲市“十五五”某某规划", False),
        ("《甲市规范整合乙类某某项目的通知》解读", "甲市规范整合丙类某某项目的通知", False),
        ("《甲市某某办法（征求意见稿）》起草说明", "甲市某某办法", False),
        ("《甲市某某办法（征求意见稿）》的起草说明", "甲市某某办法（征求意见稿）", True),
        ("《甲市人民政府关于促进某某的意见》解读", "乙市人民政府关于促进某某的意见", False),
        ("《某某条例》解读", "某市人大常委会关于修改《某某条例》的决定", False),
        ("《关于修改〈甲市某某条例〉的决定》解读", "甲市人大常委会关于修改《甲市某某条例》的决定", True),
        ("《关于修改〈甲市某某条例〉的决定》解读", "甲市某某条例", False),
        ("《关于全面推进某某工作的意见》解读", "甲市政府印发《关于全面推进某某工作的意见》实施细则的通知", False),
        (
            "《〈关于全面推进某某工作的意见〉实施细则》解读",
            "国务院办公厅印发《关于全面推进某某工作的意见》实施细则的通知",
            True,
        ),
        ("解读《甲市某某办法》实施细则", "甲市某某办法", False),
        ("关于印发甲市某某办法的通知", "甲市某某办法", False),
        ("甲市某某条例图解", "甲市某某条例", True),
        ("一图读懂甲市建设“人工智能+”行动方案", "关于印发甲市建设“人工智能+”行动方案（2025～2026年）的通知", True),
        ("一图读懂甲市建设人工智能行动方案", "关于印发甲市建设“人工智能+”行动方案的通知", False),
        ("《甲市某某办法(试行)》政策解读", "甲市某某办法（试行）", True),
        ("视频｜《甲市某某办法》", "甲市某某办法", True),
        ("视频｜《甲市某某办法》今起施行", "甲市某某办法", False),
        ("司法部、财政部有关负责人就某某管理条例修订答记者问", "中华人民共和国某某管理条例", True),
        ("专家解读《甲市某某办法》系列之三", "甲市某某办法", True),
        ("《政府采购招标投标管理办法》解读", "政府采购招标投标管理办法", True),
        ("重磅！《甲市政府关于印发<甲市某某办法>的通知》图解", "甲市政府关于印发《甲市某某办法》的通知", True),
        ("《甲市某某条例》专家解读之一：筑牢某某制度", "甲市某某条例", True),
        ("专家解读｜《甲市某某条例》：为某某护航", "甲市某某条例", True),
        ("专家解读｜《甲市某某条例》：配套实施细则来了", "甲市某某条例", False),
        ("热点问答 | 甲市某某条例十问十答", "甲市某某条例", True),
        ("某某怎么办？甲市某某管理办法图解来了", "甲市某某管理办法", True),
        ("《甲市促进某某发展的若干措施》解读", "甲市促进某某发展若干措施", True),
    ],
)
def test_linking_needs_equal_place_year_batch_class_and_stage(interpretation: str, policy: str, does: bool) -> None:
    assert auto(linking(interpretation, policy)) == ([policy] if does else [])


def test_near_identical_names_of_another_class_are_not_even_suggested() -> None:
    mine, other = "甲省规范整合体被系统类医疗服务价格项目的通知", "甲省规范整合美容整形类医疗服务价格项目的通知"
    found = linking(f"《{mine}》政策解读", mine, other)
    assert (auto(found), shown(found)) == ([mine], [])
    assert shown(linking(f"《{mine}》政策解读", other)) == []


@pytest.mark.parametrize(
    ("title", "relation"),
    [
        ("甲市政府印发《甲市某某办法》", "news_of"),
        ("关于贯彻落实《甲市某某办法》的通知", "implements"),
        ("关于公开征求《甲市某某办法（修订征求意见稿）》意见的公告", "consults_on"),
        ("《甲市某某办法》实施情况评估", "evaluates"),
        ("关于《甲市某某办法》适用问题的解释", "official_explanation_of"),
        ("转发《甲市某某办法》的通知", "forwards"),
        ("关于废止《甲市某某办法》的决定", "repeals"),
    ],
)
def test_what_is_no_interpretation_is_told_by_its_real_relation(title: str, relation: str) -> None:
    found = linking(title, "甲市某某办法")
    assert (auto(found), shown(found)) == ([], [])
    assert [(one.policy_id, one.relation) for one in found.others] == [("甲市某某办法", relation)]


def test_what_explains_a_draft_does_not_read_what_became_of_it() -> None:
    found = linking("《甲市某某办法（草案）》解读", "甲市某某办法")
    assert (auto(found), shown(found)) == ([], [])
    assert [one.relation for one in found.others] == ["explains_draft"]


@pytest.mark.parametrize(
    "title",
    [
        "国常会解读｜某某工作",
        "关于征集“政策解读”短视频作品的公告",
        "甲市政策文件解读工作实施办法",
        "关于做好政策解读工作的通知",
        "甲市某某办法解读培训班开班",
        "对市人大第3012号建议的答复",
        "《人民日报》评论某某",
        "关于《甲市某某》专项课题公开招标的公告",
    ],
)
def test_what_only_sounds_like_an_interpretation_is_offered_nothing(title: str) -> None:
    found = linking(title, "甲市某某办法", "甲市某某")
    assert (auto(found), shown(found)) == ([], [])


def test_the_publisher_supplies_a_place_that_the_name_leaves_out() -> None:
    title = "《关于促进某某的意见》政策解读"
    found = linking(title, SUZHOU, NANJING, publisher="苏州市发展和改革委员会")
    assert auto(found) == ["苏"]
    assert "地名由发布机构补足" in found.auto[0].evidence
    assert auto(linking(title, SUZHOU, NANJING, publisher="无锡市")) == []


def test_a_local_publisher_may_explain_what_is_evidently_the_nations() -> None:
    named = PolicyEntry(id="部", title="财政部关于延续某某优惠的公告", issuer="财政部", region="全国")
    law = PolicyEntry(id="法", title="某某数据共享条例", issuer="国务院", region="全国")
    plan = PolicyEntry(id="案", title="国务院关于印发《推动某某更新行动方案》的通知", issuer="国务院", region="全国")
    local = {"publisher": "江苏省财政厅"}
    assert auto(linking("《财政部关于延续某某优惠的公告》解读", named, law, plan, **local)) == ["部"]
    assert auto(linking("《某某数据共享条例》解读", named, law, plan, **local)) == ["法"]
    own_or_not = linking("《推动某某更新行动方案》解读", named, law, plan, **local)
    assert (auto(own_or_not), shown(own_or_not)) == ([], ["案"])
    assert auto(linking("《推动某某更新行动方案》解读", named, law, plan, publisher="国家发展改革委")) == ["案"]


def test_without_a_place_or_publisher_an_editor_chooses() -> None:
    found = linking("《关于促进某某的意见》政策解读", SUZHOU, NANJING)
    assert (auto(found), sorted(shown(found))) == ([], ["宁", "苏"])
    assert "名称中缺地名，不能断定是哪个地方的" in found.suggested[0].evidence


def test_a_number_with_the_name_decides_and_a_number_alone_does_not() -> None:
    body = "为便于理解，现将《关于促进某某的意见》（苏府〔2025〕12号）解读如下："
    assert auto(linking("政策解读", SUZHOU, NANJING, body=body)) == ["苏"]
    other = "为便于理解，现将《某某管理办法》（苏府〔2025〕12号）解读如下："
    found = linking("政策解读", SUZHOU, body=other)
    assert (auto(found), shown(found)) == ([], ["苏"])
    assert "名称不同" in found.suggested[0].evidence


def test_a_wrong_number_is_a_doubt() -> None:
    body = "现将《关于促进某某的意见》（苏府〔2024〕99号）解读如下："
    found = linking("政策解读", SUZHOU, body=body, publisher="苏州市")
    assert auto(found) == []
    assert any("文号不同" in words for words in found.suggested[0].evidence)


def test_what_the_body_announces_gives_way_to_what_the_title_names() -> None:
    body = "近日，省政府印发《江苏省某某办法》（以下简称《办法》）。"
    assert auto(linking("《襄阳市某某办法》解读", "江苏省某某办法", body=body)) == []
    assert auto(linking("新政策有哪些看点", "江苏省某某办法", body=body, is_interpretation=True)) == ["江苏省某某办法"]


def test_of_two_versions_the_one_published_with_the_interpretation_is_meant() -> None:
    old = PolicyEntry(id="旧", title="甲市某某办法", published=date(2019, 3, 1))
    new = PolicyEntry(id="新", title="甲市某某办法", published=date(2025, 6, 1))
    title = "《甲市某某办法》解读"
    assert auto(linking(title, old, new, published=date(2025, 6, 3))) == ["新"]
    undated = linking(title, old, new)
    assert (auto(undated), sorted(shown(undated))) == ([], ["新", "旧"])
    early = linking(title, new, published=date(2020, 1, 1))
    assert auto(early) == []
    assert "解读早于文件，可能针对旧版本" in early.suggested[0].evidence


def test_the_forwarding_notice_is_not_the_text_it_forwards() -> None:
    forwarder = "甲市人民政府转发乙局关于促进某某的意见的通知"
    assert auto(linking("《关于促进某某的意见》解读", forwarder)) == []


def test_several_named_policies_are_all_linked() -> None:
    found = linking("《甲市某某办法》《甲市某某细则》政策解读", "甲市某某办法", "甲市某某细则", "乙市某某办法")
    assert auto(found) == ["甲市某某办法", "甲市某某细则"]


@pytest.mark.parametrize(
    "title", ["《甲市公共停车场建设管理…", "《甲市公共停车场建设管理办", "《甲市公共停车场建设管理办法》政策解…"]
)
def test_a_title_cut_by_a_list_is_a_suggestion(title: str) -> None:
    found = linking(title, "甲市公共停车场建设管理办法", "甲市公共停车场收费办法", is_interpretation=True)
    assert (auto(found), shown(found)[0]) == ([], "甲市公共停车场建设管理办法")


def test_a_paraphrase_is_a_suggestion_with_its_evidence() -> None:
    found = linking(
        "视频｜停车难怎么解？苏州公共停车场新办法划重点",
        "苏州市公共停车场管理办法",
        "南京市公共停车场管理办法",
        publisher="苏州市",
    )
    assert (auto(found), shown(found)) == ([], ["苏州市公共停车场管理办法"])
    assert "同一地方" in found.suggested[0].evidence


def test_a_reissued_text_is_found_by_the_name_of_the_old_one() -> None:
    reissued = PolicyEntry(
        id="新", title=None, issuer="甲市乙区", region="甲市乙区", earlier_names=("乙区某某实施细则",)
    )
    found = linking("关于重新发布《乙区某某实施细则》的政策解读", reissued, publisher="甲市乙区")
    assert (auto(found), shown(found)) == ([], ["新"])


def test_an_amendment_explained_is_the_decision_that_amends_where_there_is_one() -> None:
    law, decision = "甲市某某停车条例", "甲市人民代表大会常务委员会关于修改《甲市某某停车条例》的决定"
    found = linking("关于《甲市某某停车条例》修改情况的解读", law, decision)
    assert (auto(found), sorted(shown(found))) == ([], sorted([law, decision]))
    assert auto(linking("《甲市某某停车条例》修订解读", law)) == [law], "a revised text published anew is itself meant"
    assert auto(linking("《甲市某某停车条例》解读", law, decision)) == [law]


@pytest.mark.parametrize(
    ("publisher", "published", "linked"),
    [
        ("无锡市医疗保障局", date(2025, 10, 10), ["市"]),
        ("江苏省医疗保障局", date(2025, 9, 12), ["省"]),
        ("无锡市财政局", date(2025, 10, 10), []),
        ("医疗保障局", date(2025, 10, 10), []),
        ("无锡市医疗保障局", date(2026, 10, 10), []),
        ("无锡市医疗保障局", None, []),
    ],
)
def test_an_issuer_that_explains_at_once_means_its_own_text_of_a_common_name(
    publisher: str, published: date | None, linked: list[str]
) -> None:
    title = "关于做好2025年某某保障工作的通知"
    province = PolicyEntry(
        id="省", title=title, issuer="江苏省医疗保障局", region="江苏省", published=date(2025, 9, 10)
    )
    city = PolicyEntry(
        id="市", title=title, issuer="无锡市医疗保障局", region="江苏省无锡市", published=date(2025, 10, 9)
    )
    found = linking(f"《{title}》政策解读", province, city, publisher=publisher, published=published)
    assert auto(found) == linked


def test_a_title_that_names_only_a_number_is_a_suggestion() -> None:
    found = linking("苏府〔2025〕12号文件解读", SUZHOU, NANJING)
    assert (auto(found), shown(found)) == ([], ["苏"])
    assert "标题只有文号，没有名称" in found.suggested[0].evidence


def test_at_most_five_are_suggested_and_none_twice() -> None:
    found = linking("政策解读｜公共停车场管理", *(f"苏州市公共停车场管理办法之{n}" for n in "一二三四五六七"))
    assert len(shown(found)) == len(set(shown(found))) == MOST_SUGGESTED
