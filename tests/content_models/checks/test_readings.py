"""解读要素 and 条款对应: too few, or pointing at what is gone, is told as something to look at."""

from content_models.checks.issues import Issue, IssueCode
from content_models.checks.subject import Target
from content_models.official_text.outline import outline
from content_models.releases.documents import InterpretationFacts, ReleaseKind
from content_models.releases.elements import ClauseReading, ElementKind, ReadingElement
from tests.content_models.checks.support import found

HEADED = "<p>一、政策背景</p><p>说明。</p><p>二、主要内容</p><p>说明。</p><p>三、适用范围</p><p>说明。</p>"
RULE = "第一条 为了便民，制定本办法。\n第二条 本办法适用于本市。"
POLICY = Target("示例办法", RULE, "policy-1", outline(RULE))


def reading(body: str = HEADED, *kinds: ElementKind, clauses: list[ClauseReading] | None = None) -> list[Issue]:
    elements = [ReadingElement(kind=kind, text="说明。") for kind in kinds]
    facts = InterpretationFacts(elements=elements, clauses=clauses or [])
    around = {"targets": [POLICY]}
    return found(body, kind=ReleaseKind.interpretation, around=around, interpretation=facts)


def said(node_id: str, passage: str = "一、政策背景", quote: str = "") -> ClauseReading:
    return ClauseReading(passage=passage, policy_id="policy-1", node_id=node_id, quote=quote)


def test_fewer_than_four_elements_are_told_and_headings_count() -> None:
    [few] = reading()
    assert (few.code, few.blocks, few.found) == (IssueCode.few_elements, False, "3 项")
    assert reading(HEADED, ElementKind.cautions) == []
    [none] = reading("<p>示例正文。</p>")
    assert none.found == "0 项"
    assert found(HEADED, kind=ReleaseKind.notice) == []


def test_a_clause_that_vanished_from_the_policy_is_told() -> None:
    assert reading(HEADED, ElementKind.cautions, clauses=[said("art-2")]) == []
    [gone] = reading(HEADED, ElementKind.cautions, clauses=[said("art-9", quote="第九条 旧的条款")])
    assert (gone.code, gone.found, gone.blocks) == (IssueCode.clause_gone, "第九条 旧的条款", False)


def test_a_paragraph_that_vanished_from_the_reading_is_told() -> None:
    [gone] = reading(HEADED, ElementKind.cautions, clauses=[said("art-2", passage="删去的一段")])
    assert (gone.where, gone.found) == ("条款对应", "删去的一段")


def test_elements_are_read_for_personal_data_too() -> None:
    element = ReadingElement(kind=ElementKind.cautions, text="请联系张某 13800138000。")
    issues = found(HEADED, kind=ReleaseKind.interpretation, interpretation=InterpretationFacts(elements=[element]))
    assert [(issue.code, issue.where) for issue in issues] == [(IssueCode.mobile_number, "解读要素")]
