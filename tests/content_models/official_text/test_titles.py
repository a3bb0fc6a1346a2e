import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_models.official_text import cue_words
from content_models.official_text.doc_no import DocNo
from content_models.official_text.folding import align, fold_key, fold_title_key
from content_models.official_text.genres import split_suffixes
from content_models.official_text.quoted import quoted_names
from content_models.official_text.titles import genre_of, issuers_of, kind_of, parse_title, title_cores


def test_radicals_spaces_quotes_and_zeros_fold_away() -> None:
    assert fold_key("⻓江\u200b 办\u3000法“试行” 二〇") == fold_key('长江办法"试行" 二○')
    assert fold_key("⼯作 ⽂件") == "工作文件"
    assert fold_key("ＡＰＩ 开放") == "api 开放"


def test_titles_of_several_sites_get_one_key() -> None:
    keys = {
        fold_title_key(title)
        for title in (
            "市政府关于印发《某某办法（试行）》的通知",
            "市政府关于印发某某办法(试行)的通知（已失效）",
            "市政府 关于印发〈某某办法（试行）〉的通知_某市人民政府网",
            "市政府关于印发《某某办法（试行）》的通知 - 某某门户网站",
        )
    }
    assert len(keys) == 1
    assert fold_title_key("深入实施“人工智能+”行动") != fold_title_key("深入实施人工智能行动")


@given(st.text(max_size=60))
def test_folding_a_key_again_changes_nothing(text: str) -> None:
    assert fold_key(fold_key(text)) == fold_key(text)
    assert fold_title_key(fold_title_key(text)) == fold_title_key(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("印发《甲办法》和《乙办法》", ["甲办法", "乙办法"]),
        ("《关于印发〈甲办法〉的通知》解读", ["关于印发〈甲办法〉的通知", "甲办法"]),
        ("《关于印发《甲办法》的通知》", ["关于印发《甲办法》的通知", "甲办法"]),
        ("《关于印发<甲办法>的通知》", ["关于印发<甲办法>的通知", "甲办法"]),
        ("一图读懂《关于加强某某监管的…", ["关于加强某某监管的"]),
        ("多余》的书名号 3<5", []),
    ],
)
def test_names_in_title_marks(text: str, names: list[str]) -> None:
    assert [quoted.name for quoted in quoted_names(text)] == names


@pytest.mark.parametrize(
    ("title", "issuers", "verb", "name", "genre", "suffixes"),
    [
        (
            "市政府办公室关于印发苏州市加快建设“人工智能+”城市行动方案（2025～2026年）的通知",
            ["市政府办公室"],
            "印发",
            "苏州市加快建设“人工智能+”城市行动方案",
            "通知",
            ["2025～2026年"],
        ),
        (
            "中共中央办公厅 国务院办公厅关于印发《碳达峰碳中和综合评价考核办法》的通知",
            ["中共中央办公厅", "国务院办公厅"],
            "印发",
            "碳达峰碳中和综合评价考核办法",
            "通知",
            [],
        ),
        (
            "国务院办公厅印发《关于全面推进政务公开工作的意见》实施细则的通知",
            ["国务院办公厅"],
            "印发",
            "《关于全面推进政务公开工作的意见》实施细则",
            "通知",
            [],
        ),
        (
            "海关总署关于公布某某规定的公告",
            ["海关总署"],
            "公布",
            "某某规定",
            "公告",
            [],
        ),
        ("南京市低空飞行服务保障办法（试行）", [], None, "南京市低空飞行服务保障办法", "办法", ["试行"]),
        ("我市召开大会", [], None, "我市召开大会", None, []),
    ],
)
def test_a_title_taken_apart(
    title: str, issuers: list[str], verb: str | None, name: str, genre: str | None, suffixes: list[str]
) -> None:
    parts = parse_title(title)
    assert (parts.issuers, parts.verb, parts.name, parts.genre, parts.suffixes) == (
        issuers,
        verb,
        name,
        genre,
        suffixes,
    )


def test_joint_issue_counts_the_named_lead() -> None:
    parts = parse_title("国家发展改革委等9部门关于加强某事的意见")
    assert (parts.issuers, parts.issuer_count_claimed) == (["国家发展改革委"], 9)


def test_the_carried_text_is_a_core_but_an_amended_or_parent_text_is_not() -> None:
    assert fold_title_key("某某办法") in title_cores("市政府关于印发《某某办法（试行）》的通知")
    assert fold_title_key("全国年节及纪念日放假办法") not in title_cores(
        "国务院关于修改《全国年节及纪念日放假办法》的决定"
    )
    parent = fold_title_key("关于全面推进政务公开工作的意见")
    assert parent not in title_cores("国务院办公厅印发《关于全面推进政务公开工作的意见》实施细则的通知")


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("关于某事的实施意见", "实施意见"),
        ("某某条例（草案）", "条例"),
        ("《某某办法（试行）》", "办法"),
        ("关于公开征求某办法意见", None),
        ("关于某问题的解释", "解释"),
        ("我市召开大会", None),
    ],
)
def test_genre(title: str, genre: str | None) -> None:
    assert genre_of(title) == genre


NUMBER = DocNo(code="苏府", year=2024, seq=1)


@pytest.mark.parametrize(
    ("title", "column", "doc_no", "kind"),
    [
        ("关于开展某项工作的通知", None, NUMBER, "policy"),
        ("市政府关于印发某方案的通知", None, None, "policy"),
        ("某市公共数据管理办法", None, None, "policy"),
        ("广州市政策文件解读工作实施办法", None, None, "policy"),
        ("关于某问题的解释", None, None, "policy"),
        ("关于做好某事的通知", "政策文件", None, "policy"),
        ("《某某办法》政策解读", None, NUMBER, "interpretation"),
        ("一图读懂某市行动方案", None, None, "interpretation"),
        ("某局负责人就某条例修订答记者问", None, None, "interpretation"),
        ("低空怎么飞", "政策解读", None, "interpretation"),
        ("政策问答｜灵活就业人员如何参保", None, None, "interpretation"),
        ("某市养老服务条例解读之三", None, None, "interpretation"),
        ("某市养老服务条例新闻发布会", None, None, "interpretation"),
        ("市政府新闻办召开养老服务新闻发布会", None, None, "news"),
        ("12345热线常见问答", None, None, "news"),
        ("2026年部门预算编制说明", None, None, "news"),
        ("关于征集“政策解读”短视频作品的公告", "政策解读", None, "notice"),
        ("国常会解读 | 国务院常务会议部署就业工作", None, None, "news"),
        ("关于公开征求《某某办法（征求意见稿）》意见的公告", None, None, "notice"),
        ("关于第3012号提案的答复", None, None, "notice"),
        ("关于举办招聘会的通知", None, None, "notice"),
        ("城东片区计划停水通知", "公告公示", None, "service_alert"),
        ("关于调整5路公交线路的通告", None, None, "service_alert"),
        ("地铁2号线国庆期间延长运营时间", None, None, "service_alert"),
        ("气象台发布暴雨橙色预警", None, None, "service_alert"),
        ("关于加强停水管理的规定", None, None, "policy"),
        ("居住证办理指南", None, None, "guide"),
        ("能源行业数据分类分级指南（2026年版）", None, None, "policy"),
        ("市长调研重点项目", "政务动态", None, "news"),
    ],
)
def test_kind_with_evidence(title: str, column: str | None, doc_no: DocNo | None, kind: str) -> None:
    found, evidence = kind_of(title, column, doc_no)
    assert found == kind
    assert evidence


@given(
    st.text(alphabet="关于印发《》〈〉（）(试行2024年)的通知解读一图读懂等9部门政府办公厅、 |：", max_size=50),
    st.none() | st.text(max_size=8),
)
def test_any_title_may_be_read(title: str, column: str | None) -> None:
    parse_title(title)
    title_cores(title)
    assert kind_of(title, column, None)[0]


CUE_WORDS = """
    读懂 解读 图解 图说 一图 问 答记者问 百问百答 漫画 访谈 发布会 说明 视频 海报
    政策 专家 划重点 谈 就 ： | 《办法》 办法 通知 的
"""


@given(st.lists(st.sampled_from(CUE_WORDS.split()), max_size=7).map("".join))
def test_no_cue_is_overlooked_by_the_look_at_its_characters(title: str) -> None:
    bare, _ = split_suffixes(title)
    rules = (cue_words._leading, cue_words._trailing, cue_words._form_only)
    found = [rule(bare, "") for rule in rules] + [cue_words._cut_off(bare)]
    assert cue_words._IN_EVERY_CUE.search(align(title)) or not any(found)


@given(st.text(st.sampled_from("示例市人民政府办公室 、教育局等9部门关于印发《》通知（试行）"), max_size=30))
def test_issuers_alone_are_those_of_the_whole_title(title: str) -> None:
    assert issuers_of(title) == parse_title(title).issuers
