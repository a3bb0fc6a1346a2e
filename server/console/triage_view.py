"""What the triage screen shows: rows, and the item under the cursor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from content_models.editorial.actions.adopt import ADOPTABLE
from content_models.intake import repository as intake
from content_models.intake.actions.dismiss_change import DISMISSIBLE
from content_models.intake.actions.spike import RESTORABLE, SPIKEABLE
from content_models.intake.documents import Cluster, IntakeItem, ItemKind, RawItem, TriageState
from content_models.intake.rules import has_new_version
from content_models.sources import repository as sources
from content_models.sources.documents import Source
from server.console.attachment_view import AttachmentLine, attachment_lines
from server.console.forms import new_key
from server.pages.labels import KIND_NAMES, SHORT_KIND_NAMES, TRIAGE_NAMES
from server.pages.moments import age, day, iso, minute
from server.pages.renderer import trusted

FIELD_NAMES = {
    "title": "标题",
    "published_at": "发布时间",
    "signed_date": "成文日期",
    "source_name": "信息来源",
    "doc_no_raw": "发文字号",
    "summary": "摘要",
    "body_html": "正文",
    "attachments": "附件",
    "interprets": "解读对象",
}


@dataclass(frozen=True, slots=True)
class Badge:
    """A short mark. `tone` names a colour in the style sheet; the words alone must say it too."""

    label: str
    tone: str


@dataclass(frozen=True, slots=True)
class Row:
    id: str
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
    may_correct: bool
    may_dismiss: bool
    dismissed_because: str


async def rows_of(items: Sequence[IntakeItem], now: datetime) -> list[Row]:
    known = await sources.load_many(item.source_id for item in items)
    groups = await intake.clusters(item.cluster_id for item in items if item.cluster_id)
    return [_row(item, known.get(item.source_id), groups, now) for item in items]


def _row(item: IntakeItem, source: Source | None, groups: Mapping[str, Cluster], now: datetime) -> Row:
    group = groups.get(item.cluster_id or "")
    return Row(
        id=item.id,
        title=item.title,
        source=source.name if source else "未知来源",
        age=age(item.published_at or item.first_seen_at, now),
        iso=iso(item.published_at or item.first_seen_at),
        badges=badges_of(item, group),
    )


def badges_of(item: IntakeItem, group: Cluster | None) -> list[Badge]:
    """Kind first, then what needs attention: an editor reads a column of these, not sentences."""
    badges = [Badge(SHORT_KIND_NAMES[item.kind], f"kind-{item.kind}")]
    if item.state is TriageState.changed and has_new_version(item):
        badges.append(Badge("源文已变更", "alert"))
    if item.gone_at_source:
        badges.append(Badge("来源已删除", "alert"))
    if group and len(group.members) > 1:
        badges.append(Badge(f"同源 {len(group.members)}", "group"))
    return badges


async def detail_of(item: IntakeItem, release_version: int = 0) -> Detail:
    versions = await intake.versions(item)
    latest = next(raw for raw in versions if raw.id == item.latest_raw_id)
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
        badges=badges_of(item, group),
        facts=_facts(latest),
        summary=latest.item.summary,
        body=trusted(latest.item.body_html),
        attachments=attachment_lines(latest.item.attachments),
        warnings=latest.item.warnings,
        versions=[_version(raw) for raw in versions],
        spiked_because=item.spiked_because or "",
        release_id=item.release_id,
        release_version=release_version,
        may_adopt=item.state in ADOPTABLE,
        may_spike=item.state in SPIKEABLE,
        may_restore=item.state in RESTORABLE,
        may_correct=item.state is TriageState.changed and has_new_version(item) and item.release_id is not None,
        may_dismiss=item.state in DISMISSIBLE,
        dismissed_because=_dismissed(item),
    )


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
