"""解读质量: whether an interpretation says enough of its policy, and whether what it points at is still there."""

import re
from collections.abc import Iterator

from content_models.checks.issues import Issue, IssueCode, Severity
from content_models.checks.subject import Subject, Target
from content_models.official_text.clauses import NamedText
from content_models.releases.clause_readings import passages_of, section_meant
from content_models.releases.documents import Content, ReleaseKind
from content_models.releases.elements import ClauseReading, ElementKind

LEAST_ELEMENTS = 4  # domain table 1.3, 解读要素 R≥4

_WORDS = {
    ElementKind.background: "背景|依据|意义|必要性",
    ElementKind.goals: "目标|任务",
    ElementKind.main_points: "主要内容|重点内容|主要措施|主要举措",
    ElementKind.scope: "适用范围|适用对象|适用于|哪些人|对象",
    ElementKind.standards: "标准",
    ElementKind.cautions: "注意",
    ElementKind.key_terms: "关键词|名词|概念|术语|定义",
    ElementKind.benefits: "惠民|利民|便民|亮点|创新",
    ElementKind.differences: "新旧|差异|变化|区别|不同",
}
_HEADED = {kind: re.compile(words) for kind, words in _WORDS.items()}


def reading_issues(subject: Subject) -> Iterator[Issue]:
    if subject.kind is not ReleaseKind.interpretation:
        return
    stated = elements_of(subject.content)
    if len(stated) < LEAST_ELEMENTS:
        yield Issue(
            code=IssueCode.few_elements,
            severity=Severity.yellow,
            where="解读要素",
            found=f"{len(stated)} 项",
            message=f"解读只有 {len(stated)} 项要素，至少要有 {LEAST_ELEMENTS} 项",
            advice="请在要素卡的「解读要素」里补写，或在正文里用小标题写明：背景依据、目标任务、主要内容、适用范围、"
            "执行标准、注意事项、关键词诠释、惠民利民举措、新旧政策差异。",
        )
    yield from _clause_issues(subject)


def elements_of(content: Content) -> set[ElementKind]:
    """Those filled in, and those that a heading of the text names."""
    facts = content.interpretation
    headings = [section.heading for section in content.outline]
    named = {kind for kind, words in _HEADED.items() if any(map(words.search, headings))}
    return named | {one.kind for one in facts.elements} if facts else named


def _clause_issues(subject: Subject) -> Iterator[Issue]:
    facts = subject.content.interpretation
    readings = facts.clauses if facts else []
    known = {target.id: target for target in subject.around.targets}
    passages = [one.words for one in passages_of(subject.content.body_text)] if readings else []
    gone = [one for one in readings if one.policy_id in known and not _leads_somewhere(one, known[one.policy_id])]
    if gone:
        yield _gone(
            gone,
            gone[0].quote or gone[0].node_id,
            "政策的现行文本里没有这个条款了",
            "请对照政策的最新文本重新选择条款，或删去这一行。",
        )
    lost = [one for one in readings if not any(words.startswith(one.passage) for words in passages)]
    if lost:
        yield _gone(lost, lost[0].passage, "正文里没有这一段了", "请重新选择段落，或删去这一行；居民看不到这条对应。")


def _leads_somewhere(reading: ClauseReading, policy: Target) -> bool:
    text = NamedText(policy.id, frozenset(), policy.outline, policy.body_text)
    return section_meant(reading, text) is not None


def _gone(readings: list[ClauseReading], first: str, message: str, advice: str) -> Issue:
    more = f" 等 {len(readings)} 处" if len(readings) > 1 else ""
    return Issue(
        code=IssueCode.clause_gone,
        severity=Severity.yellow,
        where="条款对应",
        found=f"{first[:30]}{more}",
        message=message,
        advice=advice,
    )
