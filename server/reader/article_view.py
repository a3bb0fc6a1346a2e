"""What the article's template sees."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from content_models.official_text.outline import outline
from content_models.organs import repository as organs
from content_models.releases import repository as releases
from content_models.releases.documents import (
    Content,
    EventKind,
    PolicyFacts,
    Release,
    ReleaseEvent,
    ReleaseKind,
    Revision,
)
from content_models.releases.repository import LiveRelease
from content_models.releases.standing import changes_since
from content_models.topics import repository as topics
from server.pages.labels import ELEMENT_NAMES, KIND_NAMES
from server.pages.moments import long_day
from server.reader.anchors import Heading, anchored
from server.reader.cards import Related, related
from server.reader.clauses import clauses_read
from server.reader.kind_facts import Particulars, particulars_of
from server.reader.relations import RelatedPaper, related_papers
from server.reader.standing import standing_of


@dataclass(frozen=True, slots=True)
class Correction:
    """更正: when the public text last changed, and what the editor says about it."""

    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """后来的变化 of a policy that this interpretation reads; `href` leads to what says so, or to the policy."""

    policy: str
    words: str
    href: str
    basis: str


@dataclass(frozen=True, slots=True)
class Article:
    slug: str
    title: str
    summary: str
    kind: str
    kind_id: str
    publisher: str
    issuers: list[str]
    doc_no: str
    signed_date: date | None
    effective_date: date | None
    published_at: datetime
    updated_at: datetime
    facts: list[tuple[str, str]]
    source_name: str
    source_url: str
    topics: list[str]
    body: Markup
    headings: list[Heading]
    attachments: list[tuple[str, str]]
    readings: list[Related]
    reads: list[Related]
    clauses: list[Related]  # of the policies it reads
    elements: list[tuple[str, str]]  # 解读要素 with their names
    particulars: Particulars | None  # of an alert or a guide
    correction: Correction | None
    later_changes: list[PolicyChange]
    papers: list[RelatedPaper]  # other documents that it changes or that change it
    standing: str  # 效力, when it is worth saying


async def article_of(seen: LiveRelease, now: datetime) -> Article:
    release, revision = seen.release, seen.revision
    content = revision.content
    policy = content.policy or PolicyFacts()
    names = {organ.id: organ.full_name for organ in (await organs.load_many([release.publisher_id])).values()}
    issuers = [issuer.name for issuer in policy.issuers]
    readings, reads, clauses = await _links(release, revision, now)
    body, headings = anchored(content.body_html, content.outline or outline(content.body_text))
    source = revision.provenance[0] if revision.provenance else None
    return Article(
        slug=release.slug,
        title=content.title,
        summary=content.summary,
        kind=KIND_NAMES[release.kind],
        kind_id=release.kind,
        publisher=names.get(release.publisher_id, ""),
        issuers=issuers,
        doc_no=_doc_no(policy),
        signed_date=policy.signed_date,
        effective_date=policy.effective_date,
        published_at=release.published_at or release.updated_at,
        updated_at=revision.at,
        facts=_facts(policy, issuers, content.interpretation.interpreter if content.interpretation else None),
        source_name=(source.source_name or names.get(release.publisher_id, "")) if source else "",
        source_url=source.url if source else "",
        topics=[topic.name for topic in (await topics.load_many(content.topics)).values()],
        body=body,
        headings=headings,
        attachments=[(str(one.get("name", "附件")), str(one.get("url", ""))) for one in content.attachments],
        readings=readings,
        reads=reads,
        clauses=clauses,
        elements=_elements(content),
        particulars=particulars_of(content, now),
        correction=correction_of(await releases.events_of(release.id), revision),
        later_changes=await _later_changes(seen, now),
        papers=await related_papers(seen),
        standing=await standing_of(seen, now),
    )


async def _later_changes(seen: LiveRelease, now: datetime) -> list[PolicyChange]:
    if seen.release.kind is not ReleaseKind.interpretation:
        return []
    changes = (await changes_since([seen], now)).get(seen.release.id, [])
    known = await releases.live({one for change in changes for one in (change.policy_id, change.basis_id or "")})
    return [
        PolicyChange(
            policy=policy.revision.content.title,
            words=change.words,
            href=f"/a/{(basis or policy).release.slug}",
            basis=basis.revision.content.title if basis else "",
        )
        for change in changes
        if (policy := known.get(change.policy_id))
        for basis in [known.get(change.basis_id or "")]
    ]


def correction_of(events: Sequence[ReleaseEvent], live: Revision) -> Correction | None:
    """The last one that was made openly; None until there is one. A silent one leaves no note."""
    if noted := [event for event in events if event.kind is EventKind.corrected]:
        return Correction(noted[-1].at, str(noted[-1].details.get("note") or ""))
    published = [event for event in events if event.kind is EventKind.published]
    return Correction(published[-1].at, live.note) if len(published) > 1 else None


async def _links(
    release: Release, revision: Revision, now: datetime
) -> tuple[list[Related], list[Related], list[Related]]:
    """The interpretations of this release, the policies it interprets and their clauses: all from one record."""
    readings = (await releases.live_interpretations_of([release.id])).get(release.id, [])
    reads = sorted(releases.interpreted_by(revision.content.links))
    known = await releases.live([*readings, *reads])
    earlier = await changes_since([known[one] for one in readings if one in known], now) if readings else {}
    policies = [known[one] for one in reads if one in known]
    cited = await asyncio.to_thread(clauses_read, revision.content, policies) if policies else {}
    clauses = [clause for policy in policies for clause in cited[policy.release.id]]
    return related(readings, known, earlier), related(reads, known), clauses


def _elements(content: Content) -> list[tuple[str, str]]:
    said = content.interpretation.elements if content.interpretation else []
    return [(ELEMENT_NAMES[one.kind], one.text) for one in said]


def _doc_no(policy: PolicyFacts) -> str:
    return str(policy.doc_no) if policy.doc_no else policy.doc_no_raw or ""


def _facts(policy: PolicyFacts, issuers: list[str], interpreter: str | None) -> list[tuple[str, str]]:
    facts = [
        ("发文字号", _doc_no(policy)),
        ("发文机关", "、".join(issuers)),
        ("成文日期", long_day(policy.signed_date) if policy.signed_date else ""),
        ("施行日期", long_day(policy.effective_date) if policy.effective_date else ""),
        ("主题分类", policy.theme or ""),
        ("解读主体", interpreter or ""),
    ]
    return [(name, value) for name, value in facts if value]
