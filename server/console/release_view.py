"""What the release screens show: the text, its facts, the trail of three reviews, and what this person may do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from content_models.editorial import repository as editorial
from content_models.editorial.linking import may_link_to
from content_models.editorial.review_plan import THREE_REVIEWS, ReviewPlan
from content_models.kit.actors import Actor
from content_models.organs import repository as organs
from content_models.releases import repository as releases
from content_models.releases.documents import Release, ReleaseEvent, ReleaseKind, Revision
from content_models.sources import repository as sources
from content_models.staff.documents import Staff
from content_models.topics import repository as topics
from server.console.forms import new_key
from server.console.kind_facts import facts_listed
from server.console.review_view import (
    Acts,
    Step,
    Voided,
    acts_of,
    as_planned,
    steps_of,
    urgent_reason_of,
    voided_of,
)
from server.pages.labels import EVENT_NAMES, KIND_NAMES, STATE_NAMES
from server.pages.moments import age, day, minute
from server.pages.renderer import trusted


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    id: str
    title: str
    kind: str
    kind_id: str
    state: str
    state_id: str
    live: bool
    publisher: str
    age: str


@dataclass(frozen=True, slots=True)
class TrailEntry:
    what: str
    who: str
    when: str
    note: str


@dataclass(frozen=True, slots=True)
class LinkedRelease:
    id: str
    title: str
    state: str
    version: int


@dataclass(frozen=True, slots=True)
class Provenance:
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class ReleasePage:
    id: str
    version: int
    key: str
    slug: str
    kind: str
    kind_id: str
    state: str
    state_id: str
    live: bool
    title: str
    summary: str
    body: Markup
    facts: list[tuple[str, str]]
    revision_no: int
    sha256: str
    policies: list[LinkedRelease]
    readings: list[LinkedRelease]
    provenance: list[Provenance]
    steps: list[Step]
    voided: list[Voided]
    urgent_reason: str
    review_owed: bool
    trail: list[TrailEntry]
    acts: Acts
    withdrawal_reason: str


async def lines_of(found: Sequence[Release], now: datetime) -> list[ReleaseLine]:
    revisions = await releases.load_revisions(release.current_revision_id for release in found)
    publishers = await organs.load_many(release.publisher_id for release in found)
    return [
        ReleaseLine(
            id=release.id,
            title=revisions[release.current_revision_id].content.title,
            kind=KIND_NAMES[release.kind],
            kind_id=release.kind,
            state=STATE_NAMES[release.state],
            state_id=release.state,
            live=release.is_live,
            publisher=publishers[release.publisher_id].short_name if release.publisher_id in publishers else "",
            age=age(release.updated_at, now),
        )
        for release in found
    ]


async def page_of(release: Release, staff: Staff, plan: ReviewPlan = THREE_REVIEWS) -> ReleasePage:
    """`plan`: the reviews that a draft has before it, by the settings of today."""
    revision = await releases.load_revision(release.current_revision_id)
    sign_offs = await editorial.sign_offs_of(release.id, release.review_round)
    content = revision.content
    waiting = await releases.awaiting_interpretations_of(release.id) if release.kind is ReleaseKind.policy else []
    return ReleasePage(
        id=release.id,
        version=release.version,
        key=new_key(),
        slug=release.slug,
        kind=KIND_NAMES[release.kind],
        kind_id=release.kind,
        state=STATE_NAMES[release.state],
        state_id=release.state,
        live=release.is_live,
        title=content.title,
        summary=content.summary,
        body=trusted(content.body_html),
        facts=await _facts(release, revision),
        revision_no=release.current_revision_no,
        sha256=revision.sha256,
        policies=await linked(sorted(releases.interpreted_by(content.links))),
        readings=await linked([reading.id for reading in waiting]),
        provenance=await _provenance(revision),
        steps=steps_of(as_planned(release, plan), revision, sign_offs),
        voided=voided_of(release, revision, sign_offs),
        urgent_reason=urgent_reason_of(release),
        review_owed=release.review_owed,
        trail=[_entry(event) for event in reversed(await releases.events_of(release.id))],
        acts=acts_of(release, revision, sign_offs, staff),
        withdrawal_reason=release.withdrawal_reason or "",
    )


async def _provenance(revision: Revision) -> list[Provenance]:
    known = await sources.load_many(source.source_id for source in revision.provenance)
    return [
        Provenance(known[source.source_id].name if source.source_id in known else "来源页面", source.url)
        for source in revision.provenance
    ]


async def linked(release_ids: Sequence[str], offered_to: Actor | None = None) -> list[LinkedRelease]:
    """In the order of the ids; with `offered_to`, only what this person may link to."""
    found = await releases.load_many(release_ids)
    titles = await releases.titles_of(release.current_revision_id for release in found.values())
    return [
        LinkedRelease(one.id, titles[one.current_revision_id], STATE_NAMES[one.state], one.version)
        for release_id in release_ids
        if (one := found.get(release_id)) and (offered_to is None or may_link_to(offered_to, one))
    ]


async def _facts(release: Release, revision: Revision) -> list[tuple[str, str]]:
    policy, reading = revision.content.policy, revision.content.interpretation
    names = await organs.load_many([release.publisher_id])
    subjects = await topics.load_many(revision.content.topics)
    facts = [("发布机构", names[release.publisher_id].full_name if release.publisher_id in names else "")]
    if policy:
        facts += [
            ("发文字号", policy.doc_no_raw or (str(policy.doc_no) if policy.doc_no else "")),
            ("发文机关", "、".join(issuer.name for issuer in policy.issuers)),
            ("成文日期", day(policy.signed_date) if policy.signed_date else ""),
            ("施行日期", day(policy.effective_date) if policy.effective_date else ""),
            ("主题分类", policy.theme or ""),
        ]
    if reading:
        facts += [("解读方式", reading.form or ""), ("解读主体", reading.interpreter or "")]
    facts += facts_listed(release.kind, revision.content)
    region = await organs.load_regions([revision.content.region_code or ""])
    facts.append(("适用区域", "、".join(one.name for one in region.values())))
    facts.append(("主题", "、".join(topic.name for topic in subjects.values())))
    return [(name, value) for name, value in facts if value]


def _entry(event: ReleaseEvent) -> TrailEntry:
    stage = event.details.get("stage_name", "")
    said = (
        event.details.get("comment")
        or event.details.get("reason")
        or event.details.get("note")
        or event.details.get("urgent")
        or ""
    )
    what = f"{EVENT_NAMES[event.kind]}{f'（{stage}）' if stage else ''}"
    words = "；".join(filter(None, (clock_words(event), bundle_words(event))))
    return TrailEntry(what, event.actor.name, minute(event.at), str(said) or words)


def clock_words(event: ReleaseEvent) -> str:
    """How punctually a scheduled release went out."""
    if "scheduled_for" not in event.details:
        return ""
    late = event.at - datetime.fromisoformat(event.details["scheduled_for"])
    return f"按定时发布，比定好的时刻晚 {max(late.total_seconds(), 0):.1f} 秒"


def bundle_words(event: ReleaseEvent) -> str:
    """How a policy went public: with how many readings, or alone at the end of its wait."""
    if event.details.get("alone"):
        return "等待解读到期，政策单独发布"
    together = len(event.details.get("together_with", ()))
    return f"与 {together} 篇解读一并发布" if together else ""
