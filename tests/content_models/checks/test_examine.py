"""The other checks: facts, marks, wording, pictures, readings, links."""

import time
from datetime import UTC, date, datetime, timedelta

import pytest

from content_models.checks.copying import overlap_ratio
from content_models.checks.issues import IssueCode, Severity
from content_models.checks.matching import CompiledList, Entry
from content_models.checks.subject import FileWords, LinkTrouble, Target
from content_models.official_text.doc_no import DocNo
from content_models.releases.documents import InterpretationFacts, Issuer, PolicyFacts, ReleaseKind
from content_models.releases.facts import AlertFacts
from tests.content_models.checks.support import ISSUED, TODAY, codes, found, policy

RED, YELLOW = "red", "yellow"


def facts(**given: object) -> PolicyFacts:
    return ISSUED.model_copy(update={"doc_no": DocNo(code="示政发", year=2026, seq=1), **given})


def test_a_clean_text_has_no_issue() -> None:
    assert found() == []
    assert policy(facts(signed_date=date(2026, 11, 2), effective_date=date(2026, 12, 1))) == []


def test_organs_are_asked_for() -> None:
    assert (IssueCode.organ_missing, RED) in codes(found(around={"publisher_known": False}))
    assert (IssueCode.organ_missing, RED) in codes(policy(PolicyFacts()))
    other = facts(issuers=[Issuer(name="外省某厅")])
    assert codes(policy(other)) == {(IssueCode.organ_unknown, YELLOW)}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"doc_no": None}, {(IssueCode.doc_no_missing, YELLOW)}),
        ({"doc_no": None, "doc_no_raw": "第3012号"}, {(IssueCode.doc_no_form, RED)}),
        ({"doc_no": None, "doc_no_raw": "示例市人大常委会公告"}, {(IssueCode.doc_no_form, YELLOW)}),
        ({"doc_no_raw": "示政发[2026]0001号"}, {(IssueCode.doc_no_form, YELLOW)}),
        ({"doc_no_raw": "示政发〔2026〕1号"}, set()),
        ({"signed_date": date(2023, 1, 5)}, {(IssueCode.doc_no_year, YELLOW)}),
        ({"signed_date": TODAY + timedelta(days=9)}, {(IssueCode.date_order, RED)}),
        ({"signed_date": TODAY, "effective_date": date(2026, 1, 1)}, {(IssueCode.date_order, YELLOW)}),
        ({"effective_date": date(2026, 5, 1), "expiry_date": date(2025, 5, 1)}, {(IssueCode.date_order, RED)}),
        ({"effective_date": date(2026, 5, 1), "expiry_date": date(2031, 4, 30)}, set()),
    ],
)
def test_number_and_dates_fit_together(given: dict[str, object], expected: set[tuple[IssueCode, str]]) -> None:
    assert codes(policy(facts(**given))) == expected


def test_a_number_that_is_taken_blocks_and_names_the_other() -> None:
    [issue] = policy(facts(), around={"same_doc_no": ["关于示例的通知"]})
    assert issue.code is IssueCode.doc_no_clash
    assert issue.blocks
    assert "《关于示例的通知》" in issue.advice


def test_an_alert_ends_after_it_begins() -> None:
    late = datetime(2026, 11, 25, tzinfo=UTC)
    alert = AlertFacts(starts_at=late, ends_at=late - timedelta(hours=1))
    assert codes(found(kind=ReleaseKind.service_alert, alert=alert)) == {(IssueCode.date_order, RED)}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("机密★1年", IssueCode.secrecy_mark),
        ("绝 密 ★ 长期", IssueCode.secrecy_mark),
        ("秘密☆", IssueCode.secrecy_mark),
        ("密级：秘密", IssueCode.secrecy_mark),
        ("机密", IssueCode.secrecy_mark),
        ("（机密）", IssueCode.secrecy_mark),
        ("内部资料 注意保存", IssueCode.not_for_release),
        ("内部文件，不得外传", IssueCode.not_for_release),
        ("【内部资料】", IssueCode.not_for_release),
        ("本材料仅供内部使用", IssueCode.not_for_release),
        ("（此件不公开）".replace("不公开", "不予公开"), IssueCode.not_for_release),
        ("公开属性：依申请公开", IssueCode.not_for_release),
    ],
)
def test_marks_block(text: str, code: IssueCode) -> None:
    assert codes(found(f"<p>{text}</p>")) == {(code, RED)}


@pytest.mark.parametrize(
    "text",
    [
        "任何单位不得泄露国家秘密、商业秘密和个人隐私。",
        "《内部资料性出版物管理办法》自2015年4月1日起施行。",
        "国家秘密的密级分为绝密、机密、秘密三级。",
        "加强机密文件管理",
        "健全内部管理制度，完善内部控制。",
        "（此件公开发布）",
        "行政机关决定不予公开的，应当告知申请人并说明理由。",
        "★★★三星级饭店名单",
        "公开属性：主动公开",
    ],
)
def test_words_of_the_law_about_secrets_are_no_marks(text: str) -> None:
    assert found(f"<p>{text}</p>") == []


def words(*entries: Entry, **rest: object) -> CompiledList:
    return CompiledList.of(entries, rule="示例词表 第 3 版", **({"severity": Severity.red} | rest))


def test_a_word_is_found_with_its_list_edition_and_advice() -> None:
    [issue] = found("<p>帐户管理</p><p>开立帐户</p>", around={"lists": [words(Entry("帐户", "账户"))]})
    assert (issue.code, issue.rule, issue.found) == (IssueCode.listed_word, "示例词表 第 3 版", "帐户")
    assert issue.where == "正文第 1 段、正文第 2 段"
    assert issue.advice == "请改为「账户」。"


def test_a_word_is_right_inside_its_exceptions_only() -> None:
    one = words(Entry("最佳", exceptions=("最佳实践", "评为最佳")))
    assert found("<p>推广最佳实践，评为最佳。</p>", around={"lists": [one]}) == []
    [issue] = found("<p>推广最佳实践，打造最佳环境。</p>", around={"lists": [one]})
    assert issue.where == "正文"


def test_a_list_leaves_its_exempt_kinds_alone() -> None:
    one = words(Entry("取缔"), exempt_kinds=frozenset({ReleaseKind.policy}))
    assert policy(facts(), body="<p>依法取缔。</p>", around={"lists": [one]}) == []
    assert codes(found("<p>依法取缔。</p>", around={"lists": [one]})) == {(IssueCode.listed_word, RED)}


FIXED = words(Entry("“五位一体”总体布局"), Entry("以人民为中心的发展思想"), is_fixed=True, severity=Severity.yellow)


@pytest.mark.parametrize(
    "text",
    ["统筹推进“五位一体”总布局", "“五位一体”总体格局", "坚持以人民为中心的发展思维", "坚持以人为中心的发展思想"],
)
def test_a_fixed_expression_with_one_slip_is_found(text: str) -> None:
    assert codes(found(f"<p>{text}，做好工作。</p>", around={"lists": [FIXED]})) == {
        (IssueCode.fixed_expression, YELLOW)
    }


LEADERS = words(Entry("示例市市长张示例"), is_fixed=True, severity=Severity.red)


@pytest.mark.parametrize("text", ["示例市市长张示列", "示例市市长章示例", "示例市副市长张示例"])
def test_a_leaders_name_or_office_with_one_slip_blocks(text: str) -> None:
    assert codes(found(f"<p>{text}主持会议。</p>", around={"lists": [LEADERS]})) == {(IssueCode.fixed_expression, RED)}
    assert found("<p>示例市市长张示例主持会议。</p>", around={"lists": [LEADERS]}) == []


@pytest.mark.parametrize(
    "text",
    [
        "统筹推进“五位一体”总体布局",
        "坚持以人民为中心的发展思想",
        "坚持以人民为中心",
        "以人民为中心的工作导向",
        "明确发展思想和总体布局",
    ],
)
def test_right_and_merely_related_wording_passes(text: str) -> None:
    assert found(f"<p>{text}，做好工作。</p>", around={"lists": [FIXED]}) == []


def test_pictures_say_what_is_on_them() -> None:
    body = '<p>文</p><img src="/a.png"><img src="/b.png" alt="IMG_2034.JPG"><img src="/c.png" alt="流程：先预约再取号">'
    issues = found(body)
    assert codes(issues) == {(IssueCode.image_without_alt, RED), (IssueCode.image_alt_empty_words, YELLOW)}
    assert issues[0].where == "正文第 1 张图"


def test_a_reading_of_pictures_alone_blocks() -> None:
    reading = {"kind": ReleaseKind.interpretation, "interpretation": InterpretationFacts(form="图解")}
    picture = '<img src="/a.png" alt="一图读懂示例办法">'
    assert (IssueCode.image_only, RED) in codes(found(picture, **reading))
    told_too = found(picture + "<p>" + "图里的话，这里用文字再说一遍。" * 10 + "</p>", **reading)
    assert IssueCode.image_only not in {issue.code for issue in told_too}


CLAUSES = "第一条 为了规范示例事项的办理，维护申请人的合法权益，制定本办法。申请人应当提交材料并对真实性负责。" * 6


def test_a_reading_that_copies_is_told_so() -> None:
    target = {"targets": [Target("示例办法", CLAUSES)]}
    copied = found(f"<p>{CLAUSES[:400]}</p>", kind=ReleaseKind.interpretation, around=target)
    assert (IssueCode.copied_reading, YELLOW) in codes(copied)
    own = "这次修改最大的变化，是办事的人少跑路：过去要交五份材料，现在只交一份，其余由窗口自己调取。" * 6
    issues = found(f"<p>{own}</p>", kind=ReleaseKind.interpretation, around=target)
    assert IssueCode.copied_reading not in {issue.code for issue in issues}
    assert overlap_ratio(CLAUSES, [CLAUSES]) == 1.0
    assert overlap_ratio(own, []) == 0.0


def test_a_title_is_measured_in_bytes_where_it_is_pushed() -> None:
    assert codes(policy(facts(), title="关" * 40)) == set()
    assert codes(policy(facts(), title="关" * 41)) == {(IssueCode.title_too_long, YELLOW)}
    assert found(title="关" * 100) == []  # news is not pushed


def test_dead_links_are_told_with_the_time_of_the_look() -> None:
    trouble = {"dead_links": {"http://gone.example/a": LinkTrouble("网页不存在", "11 月 25 日 09:00")}}
    body = '<p><a href="http://gone.example/a">旧址</a><a href="http://good.example/">好</a></p>'
    [issue] = found(body, around=trouble)
    assert (issue.code, issue.severity) == (IssueCode.dead_link, Severity.yellow)
    assert "11 月 25 日 09:00 检查" in issue.message


def test_a_file_nobody_could_read_is_named() -> None:
    [issue] = found(around={"files": [FileWords("扫描件.pdf", None, "PDF 是扫描图片")]})
    assert (issue.code, issue.advice) == (IssueCode.attachment_unread, "PDF 是扫描图片")


def test_red_comes_first() -> None:
    issues = found("<p>机密★</p><p>联系电话 13912345678</p>")
    assert [issue.severity for issue in issues] == [Severity.red, Severity.yellow]


def test_five_megabytes_are_examined_in_a_few_seconds() -> None:
    """Time grows with the text, not with its square: ten times the text, at most some twenty times the time."""

    def cost(times: int) -> float:
        text = "<p>办理编号320102202511250012，电话025-83305888，总额13912345678元。</p>" * times
        before = time.process_time()
        found(text)
        return time.process_time() - before

    cost(100)
    assert cost(20_000) < 40 * max(cost(1_000), 0.01)
