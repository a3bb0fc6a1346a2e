"""词表 and 已发布内容的问题 as their screens show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from content_models.checks.documents import Finding, ListPurpose, Rescan, WordList, WordListVersion
from content_models.checks.issues import Issue
from server.console.checks_view import SEVERITY_NAMES
from server.pages.moments import minute

PURPOSE_NAMES: dict[str, str] = {
    ListPurpose.watched: "不宜用语",
    ListPurpose.fixed: "固定提法",
    ListPurpose.allowed: "放行的号码",
}


@dataclass(frozen=True, slots=True)
class ListLine:
    id: str
    name: str
    purpose: str
    severity: str
    severity_name: str
    owner: str
    entries: int
    version: int
    changed: str
    enabled: bool


@dataclass(frozen=True, slots=True)
class FindingLine:
    release_id: str
    title: str
    issue: Issue
    opened: str


@dataclass(frozen=True, slots=True)
class VersionLine:
    number: int
    who: str
    when: str
    note: str
    entries: int


def list_lines(lists: Sequence[WordList]) -> list[ListLine]:
    return [
        ListLine(
            id=one.id,
            name=one.name,
            purpose=PURPOSE_NAMES[one.purpose],
            severity=one.severity,
            severity_name="" if one.purpose is ListPurpose.allowed else SEVERITY_NAMES[one.severity],
            owner=one.owner,
            entries=len(one.entries),
            version=one.version,
            changed=f"{one.changed_by} {minute(one.changed_at)}",
            enabled=one.enabled,
        )
        for one in lists
    ]


def finding_lines(findings: Sequence[Finding]) -> list[FindingLine]:
    return [FindingLine(one.release_id, one.title, one.issue, minute(one.opened_at)) for one in findings]


def version_lines(versions: Sequence[WordListVersion]) -> list[VersionLine]:
    return [
        VersionLine(one.number, one.actor.name, minute(one.at), one.note, len(one.body.entries)) for one in versions
    ]


def scan_words(scans: Sequence[Rescan]) -> str:
    """What became of the last re-reading of what is public."""
    if not scans:
        return "词表一改，已公开的内容就会重查一遍。"
    last = scans[0]
    if last.done_at is None:
        return f"正在按{last.reason}重查，已查 {last.examined} 条。"
    return f"{minute(last.done_at)} 已按{last.reason}重查 {last.examined} 条。"
