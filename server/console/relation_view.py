"""关联文件 as shown: what this document does to others, what others do to it, and what can be chosen for a new one."""

from collections.abc import Sequence
from dataclasses import dataclass

from content_models.editorial.relations import (
    BY_CLAUSE,
    RELATING,
    RELATIONS,
    clauses_in_words,
    relations_of,
)
from content_models.kit.actors import Actor
from content_models.official_text.outline import Section
from content_models.releases import repository as releases
from content_models.releases.documents import GONE, Content, Link, LinkType, Release, ReleaseKind
from content_models.releases.rules import EDITABLE
from content_models.releases.validity import VALIDITY_LINKS
from content_models.staff.rights import Right, holds, sees
from server.console.visit import Visit
from server.pages.labels import BEARING_NAMES, STATE_NAMES

LONGEST_HEADING = 40  # characters of a section that say which it is


@dataclass(frozen=True, slots=True)
class RelationLine:
    """One relation. `note` says when it will count, while it does not yet."""

    type: str
    target_id: str
    words: str
    clauses: str
    id: str  # of the document at the other end
    title: str
    state: str
    note: str


@dataclass(frozen=True, slots=True)
class RelationPanel:
    says: list[RelationLine]
    said_of_it: list[RelationLine]
    may_relate: bool
    voids_signatures: bool
    types: list[tuple[str, str]]
    dated: str  # the types that bear a date, for the page's script
    by_clause: str


@dataclass(frozen=True, slots=True)
class PolicyFound:
    id: str
    title: str
    doc_no: str
    signed: str
    state: str


@dataclass(frozen=True, slots=True)
class SectionChoice:
    node_id: str
    level: int
    words: str


async def relation_panel(visit: Visit, release: Release) -> RelationPanel | None:
    """None where there is nothing to show and nothing to do."""
    may = release.kind in RELATING and release.state in EDITABLE and holds(visit.actor, Right.write)
    says = await _says(release)
    said_of_it = await _said_of(release, visit.actor) if release.kind is ReleaseKind.policy else []
    if not (may or says or said_of_it):
        return None
    return RelationPanel(
        says=says,
        said_of_it=said_of_it,
        may_relate=may,
        voids_signatures=release.state.value != "draft" or release.is_live,
        types=list(RELATIONS.items()),
        dated=" ".join(type for type in RELATIONS if type in VALIDITY_LINKS),
        by_clause=" ".join(type for type in RELATIONS if type in BY_CLAUSE),
    )


async def _says(release: Release) -> list[RelationLine]:
    links = relations_of((await releases.load_revision(release.current_revision_id)).content.links)
    public = await _public_links(release)
    others = await releases.load_many(link.target_id for link in links)
    texts = await releases.load_revisions(other.cited_revision_id for other in others.values())
    lines = []
    for link in links:
        if other := others.get(link.target_id):
            counts = link in public or release.state in GONE
            note = "" if counts else ("发布更正后生效" if release.is_live else "发布后生效")
            theirs = texts[other.cited_revision_id].content
            lines.append(_line(link, RELATIONS[link.type], other, theirs, theirs.outline, note))
    return lines


async def _public_links(release: Release) -> list[Link]:
    if not (release.is_live and release.live_revision_id):
        return []
    return (await releases.load_revision(release.live_revision_id)).content.links


async def _said_of(release: Release, actor: Actor) -> list[RelationLine]:
    """What is public, and of what is being written that which this person may see."""
    outline = (await releases.load_revision(release.cited_revision_id)).content.outline
    lines = []
    for other, revision in await releases.linking_to(release.id):
        if not (other.is_live or sees(actor, other.publisher_id)):
            continue
        public = await _public_links(other)
        for link in relations_of(revision.content.links):
            if link.target_id == release.id:
                note = "" if link in public else "对方发布后生效"
                lines.append(_line(link, BEARING_NAMES[link.type], other, revision.content, outline, note))
    return lines


def _line(
    link: Link, words: str, other: Release, theirs: Content, outline: Sequence[Section], note: str
) -> RelationLine:
    return RelationLine(
        type=link.type,
        target_id=link.target_id,
        words=f"{since_words(link)}{words}",
        clauses=clauses_in_words(link, outline),
        id=other.id,
        title=theirs.title,
        state=STATE_NAMES[other.state],
        note=note,
    )


def since_words(link: Link) -> str:
    return f"{link.effective_on.isoformat()} 起" if link.effective_on else ""


async def found_policies(release_ids: Sequence[str]) -> list[PolicyFound]:
    """In this order, with what tells one from another of nearly the same name."""
    known = await releases.load_many(release_ids)
    texts = await releases.load_revisions(one.current_revision_id for one in known.values())
    return [_found(known[one], texts[known[one].current_revision_id].content) for one in release_ids if one in known]


def _found(release: Release, content: Content) -> PolicyFound:
    facts = content.policy
    return PolicyFound(
        id=release.id,
        title=content.title,
        doc_no=(str(facts.doc_no) if facts.doc_no else facts.doc_no_raw or "") if facts else "",
        signed=facts.signed_date.isoformat() if facts and facts.signed_date else "",
        state=STATE_NAMES[release.state],
    )


def section_choices(outline: Sequence[Section]) -> list[SectionChoice]:
    """The section tree as a list in reading order; `level` is for indenting it."""
    lowest = min((section.level for section in outline), default=0)
    return [
        SectionChoice(
            node_id=section.node_id,
            level=min(section.level - lowest, 3),
            words=f"{section.label} {section.heading[:LONGEST_HEADING]}".strip(),
        )
        for section in outline
    ]


def relation_lines(links: Sequence[Link], titles: dict[str, str]) -> str:
    """One a line, for comparing two versions."""
    words = {LinkType.interprets: "解读", **RELATIONS}
    return "\n".join(
        f"{since_words(link)}{words.get(link.type, link.type)}《{titles.get(link.target_id, link.target_id)}》"
        f"{'、'.join(link.clauses)}"
        for link in links
    )
