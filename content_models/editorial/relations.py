"""文件之间的关联: what a policy or notice may say about other policies (domain table 1.2), as pure rules.

A relation is a Link of the text that says it, signed with that text. What it does to the other document is computed
from the public texts, so both ends always tell the same.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from content_models.editorial.errors import RelationRefused
from content_models.official_text.outline import Section
from content_models.releases.documents import GONE, Content, Link, LinkType, Release, ReleaseKind
from content_models.releases.validity import VALIDITY_LINKS

RELATING = frozenset({ReleaseKind.policy, ReleaseKind.notice})  # kinds that act on other documents
RELATIONS: Mapping[LinkType, str] = {
    LinkType.amends: "修改",
    LinkType.revises: "修订",
    LinkType.repeals: "废止",
    LinkType.replaces: "替代",
    LinkType.lapses: "宣布失效",
    LinkType.forwards: "转发",
    LinkType.implements: "贯彻实施",
    LinkType.cites: "引用",
}
BY_CLAUSE = frozenset({LinkType.amends, LinkType.repeals, LinkType.lapses})  # may concern single clauses
MOST_RELATIONS = 50


def relations_of(links: Sequence[Link]) -> list[Link]:
    return [link for link in links if link.type in RELATIONS]


def in_words(link: Link, theirs: Content) -> str:
    """「自 2026-12-01 起修改《示例办法》第三条、第五条」."""
    since = f"自 {link.effective_on} 起" if link.effective_on else ""
    return f"{since}{RELATIONS[link.type]}《{theirs.title}》{clauses_in_words(link, theirs.outline)}"


def clauses_in_words(link: Link, outline: Sequence[Section]) -> str:
    """「第三条、第五条」 as the other text prints them; "" for all of it."""
    printed = {section.node_id: section.label for section in outline}
    return "、".join(printed.get(clause, clause) for clause in link.clauses)


def related(links: Sequence[Link], added: Link) -> list[Link]:
    """The links with this one: a relation of the same type to the same document is stated anew. Raises
    RelationRefused."""
    kept = [link for link in links if (link.type, link.target_id) != (added.type, added.target_id)]
    if len(relations_of(kept)) >= MOST_RELATIONS:
        raise RelationRefused(f"一份文件最多关联 {MOST_RELATIONS} 份其他文件。", field="target")
    return [*kept, added]


def require_relatable(release: Release, target: Release, theirs: Content, link: Link) -> None:
    """Raises RelationRefused: a relation between these two that says nothing true. `theirs` is the target's text."""
    if release.kind not in RELATING or link.type not in RELATIONS:
        raise RelationRefused("只有政策文件和通知公告能登记与其他文件的关联。", field="type")
    if release.id == target.id:
        raise RelationRefused("不能关联到文件自己，请另选一份。", field="target")
    if target.kind is not ReleaseKind.policy or target.state in GONE:
        raise RelationRefused("只能关联没有撤回的政策文件，请另选一份。", field="target")
    if link.type in VALIDITY_LINKS:
        _require_direction(release, theirs)
    elif link.effective_on or link.clauses:
        raise RelationRefused("这种关联不改变对方的效力，不用填日期和条款。", field="effective_on")
    signed = theirs.policy.signed_date if theirs.policy else None
    _require_day(link.effective_on, signed)
    _require_clauses(link, theirs)


def _require_direction(release: Release, theirs: Content) -> None:
    """Of two documents the later one acts on the earlier one."""
    if any(link.target_id == release.id and link.type in VALIDITY_LINKS for link in theirs.links):
        raise RelationRefused("对方已经登记为修改或替代本文件，两份文件不能互相修改；请先核对谁在前。", field="target")


def _require_day(on: date | None, signed: date | None) -> None:
    if on and signed and on < signed:
        raise RelationRefused(f"生效日 {on} 早于对方的成文日期 {signed}，请核对。", field="effective_on")


def _require_clauses(link: Link, theirs: Content) -> None:
    if link.clauses and link.type not in BY_CLAUSE:
        raise RelationRefused("修订和替代针对全文，请不要勾选条款。", field="clauses")
    known = {section.node_id for section in theirs.outline}
    if unknown := [clause for clause in link.clauses if clause not in known]:
        raise RelationRefused(f"对方现在的文本里没有这些条款：{'、'.join(unknown[:5])}。请重新选择。", field="clauses")
