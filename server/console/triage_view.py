"""What the triage screen shows: rows, and the item under the cursor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from content_models.editorial.actions.adopt import ADOPTABLE
from content_models.editorial.actions.link_item import LINKABLE
from content_models.intake import repository as intake
from content_models.intake.actions.dismiss_change import DISMISSIBLE
from content_models.intake.actions.snooze import SNOOZABLE
from content_models.intake.actions.spike import RESTORABLE, SPIKEABLE
from content_models.intake.board.rows import BoardRow, Mark
from content_models.intake.documents import Cluster, IntakeItem, ItemKind, RawItem, TriageState
from content_models.intake.rules import has_new_version
from content_models.kit.actors import Actor
from content_models.releases.documents import Release
from content_models.releases.rules import EDITABLE
from content_models.sources import repository as sources
from content_models.sources.documents import Source
from content_models.staff.rights import Right, holds
from server.console.attachment_view import AttachmentLine, attachment_lines
from server.console.change_view import FIELD_NAMES, Change, change_of
from server.console.forms import new_key
from server.console.history_view import HistoryLine, history_of
from server.console.release_view import LinkedRelease, linked
from server.pages.labels import KIND_NAMES, SHORT_KIND_NAMES, TRIAGE_NAMES
from server.pages.moments import age, day, iso, minute
from server.pages.renderer import trusted


@dataclass(frozen=True, slots=True)
class Badge:
    """A short mark. `tone` names a colour in the style sheet; the words alone must say it too."""

    label: str
    tone: str


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    version: int
    title: str
    source: str
    age: str
    iso: str
    badges: list[Badge]


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    fetched: str
    changed: str


@dataclass(frozen=True, slots=True)
class Detail:
    id: str
    version: int
    key: str
    title: str
    url: str
    kind: str
    kind_choices: list[tuple[str, str]]
    kind_evidence: str
    source: str
    state: str
    badges: list[Badge]
    facts: list[tuple[str, str]]
    summary: str
    body: Markup
    attachments: list[AttachmentLine]
    warnings: list[str]
    versions: list[Version]
    spiked_because: str
    release_id: str | None
    release_version: int
    may_adopt: bool
    may_spike: bool
    may_restore: bool
    may_snooze: bool
    may_link: bool
    may_correct: bool
    may_dismiss: bool
    may_withdraw: bool
    dismissed_because: str
    snoozed_until: str
    concerns: str  # 疑似敏感, in words
    change: Change | None  # what the source has changed since we adopted it
    linked: list[LinkedRelease]  # policies an editor has named
    history: list[HistoryLine]


MARKS: dict[Mark, tuple[str, str]] = {
    Mark.urgent: ("应急", "kind-emergency"),
    Mark.changed: ("源文已变更", "alert"),
    Mark.gone: ("来源已删除", "alert"),
    Mark.sensitive: ("疑似敏感", "warn"),
    Mark.back: ("暂缓到期", "calm"),
    Mark.linked: ("已关联政策", "calm"),
}
GROUPED = "同源"


async def rows_of(rows: Sequence[BoardRow], now: datetime) -> list[Row]:
    known = await sources.load_many(row.source_id for row in rows)
    groups = await intake.clusters(row.cluster_id for row in rows if row.cluster_id)
    return [_row(row, known.get(row.source_id), groups, now) for row in rows]


def _row(row: BoardRow, source: Source | None, groups: Mapping[str, Cluster], now: datetime) -> Row:
    shown = row.published_at or row.first_seen_at
    until = row.snoozed_until if row.state is TriageState.snoozed else None
    return Row(
        id=row.id,
        version=row.version,
        title=row.title,
        source=source.name if source else "未知来源",
        age=f"{minute(until)} 回来" if until else age(shown, now),
        iso=iso(until or shown),
        badges=badges_of(row, groups.get(row.cluster_id or "")),
    )


def badges_of(row: BoardRow, group: Cluster | None) -> list[Badge]:
    """Kind first, then what needs attention: an editor reads a column of these, not sentences."""
    badges = [Badge(SHORT_KIND_NAMES[row.kind], f"kind-{row.kind}")]
    badges += [Badge(label, tone) for mark, (label, tone) in MARKS.items() if mark in row.marks]
    if group and len(group.members) > 1:
        badges.append(Badge(f"{GROUPED} {len(group.members)}", "group"))
    return badges


async def detail_of(item: IntakeItem, release: Release | None, actor: Actor, now: datetime) -> Detail:
    """As this person may act on it: what they may not do is not offered."""
    writes, triages = holds(actor, Right.write), holds(actor, Right.triage)
    versions = await intake.versions(item)
    latest = next(raw for raw in versions if raw.id == item.latest_raw_id)
    row = BoardRow.of(item, latest.item.body_text)
    is_changed = item.state is TriageState.changed
    group = await intake.cluster_of(item)
    source = (await sources.load_many([item.source_id])).get(item.source_id)
    return Detail(
        id=item.id,
        version=item.version,
        key=new_key(),
        title=item.title,
        url=latest.item.url,
        kind=item.kind,
        kind_choices=[(kind, KIND_NAMES[kind]) for kind in ItemKind],
        kind_evidence=latest.item.kind_evidence,
        source=source.name if source else "未知来源",
        state=TRIAGE_NAMES[item.state],
        badges=badges_of(row, group),
        facts=_facts(latest),
        summary=latest.item.summary,
        body=trusted(latest.item.body_html),
        attachments=attachment_lines(latest.item.attachments),
        warnings=latest.item.warnings,
        versions=[_version(raw) for raw in versions],
        spiked_because=item.spiked_because or "",
        release_id=item.release_id,
        release_version=release.version if release else 0,
        may_adopt=writes and item.state in ADOPTABLE,
        may_spike=triages and item.state in SPIKEABLE,
        may_restore=triages and item.state in RESTORABLE,
        may_snooze=triages and item.state in SNOOZABLE,
        may_link=triages and item.state in LINKABLE,
        may_correct=writes and is_changed and has_new_version(item) and _is_editable(release),
        may_dismiss=triages and item.state in DISMISSIBLE,
        may_withdraw=holds(actor, Right.withdraw) and is_changed and release is not None and release.is_live,
        dismissed_because=_dismissed(item),
        snoozed_until=minute(item.snoozed_until) if item.state is TriageState.snoozed and item.snoozed_until else "",
        concerns="、".join(row.concerns),
        change=await change_of(item, versions) if is_changed and has_new_version(item) else None,
        linked=await linked(item.policy_ids),
        history=await history_of(item.id, now),
    )


def _is_editable(release: Release | None) -> bool:
    return release is not None and release.state in EDITABLE


def _dismissed(item: IntakeItem) -> str:
    """The reason of the last dismissal, as long as nothing has changed since."""
    return (item.dismissed_because or "") if item.state is TriageState.adopted else ""


def _facts(raw: RawItem) -> list[tuple[str, str]]:
    item = raw.item
    facts = [
        ("发文字号", str(item.doc_no) if item.doc_no else item.doc_no_raw or ""),
        ("发文机关", "、".join(item.issuer_names)),
        ("成文日期", day(item.signed_date) if item.signed_date else ""),
        ("施行日期", day(item.effective_date) if item.effective_date else ""),
        ("发布时间", minute(item.published_at) if item.published_at else ""),
        ("信息来源", item.source_name or ""),
        ("栏目", item.column or ""),
    ]
    return [(name, value) for name, value in facts if value]


def _version(raw: RawItem) -> Version:
    changed = "、".join(FIELD_NAMES.get(name, name) for name in raw.changed_fields)
    return Version(raw.version_no, minute(raw.fetched_at), changed or "首次收到")
