"""Pure rules of releases: which act is allowed when, what a reviewer signs, where a release flows."""

import hashlib
import json
import re
import secrets

from content_models.kit.errors import VersionConflict, WrongState
from content_models.official_text.html import plain_text, sanitise
from content_models.official_text.linking.names import lookup_keys
from content_models.official_text.linking.targets import named_policies
from content_models.official_text.outline import outline
from content_models.releases import channels
from content_models.releases.documents import GONE, Content, LinkType, Release, ReleaseKind, ReleaseState
from content_models.releases.errors import TextTooLong
from content_models.releases.validity import VALIDITY_LINKS

EDITABLE = frozenset(ReleaseState) - GONE
SUBMITTABLE = frozenset({ReleaseState.draft})
REVIEWABLE = frozenset({ReleaseState.in_review})
SCHEDULABLE = frozenset({ReleaseState.approved, ReleaseState.failed_to_publish})
PUBLISHABLE = SCHEDULABLE | {ReleaseState.scheduled}

LARGEST_TEXT = 14_000_000  # bytes of a revision's text in all its forms; a row of the store ends at 16 MiB
A_SECTION = 500  # bytes that one of an outline takes, at most

# Whoever follows a policy is shown what reads it, and what changes or ends it.
_TO_FOLLOWERS = VALIDITY_LINKS | {LinkType.interprets}

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")

KIND_NAMES: dict[str, str] = {
    ReleaseKind.policy: "政策文件",
    ReleaseKind.interpretation: "政策解读",
    ReleaseKind.notice: "通知公告",
    ReleaseKind.news: "工作动态",
    ReleaseKind.service_alert: "便民提示",
    ReleaseKind.guide: "办事指南",
    ReleaseKind.emergency: "应急信息",
}

STATE_NAMES = {
    ReleaseState.draft: "起草",
    ReleaseState.in_review: "审核中",
    ReleaseState.approved: "三审通过",
    ReleaseState.scheduled: "已定时",
    ReleaseState.failed_to_publish: "定时发布失败",
    ReleaseState.published: "已发布",
    ReleaseState.withdrawn: "已撤回",
    ReleaseState.merged: "已合并",
    ReleaseState.removed: "误发已删",
    ReleaseState.discarded: "已作废",
}


def require_state(release: Release, allowed: frozenset[ReleaseState]) -> None:
    """Every verb asks this first; menus ask the same sets. Raises WrongState."""
    if release.state not in allowed:
        raise WrongState(
            f"当前状态是「{STATE_NAMES[release.state]}」，不能执行此操作。",
            state=release.state,
            allowed=sorted(allowed),
        )


def require_version(release: Release, expected: int) -> None:
    """The optimistic lock. Raises VersionConflict carrying both versions."""
    if release.version != expected:
        raise VersionConflict(release_id=release.id, expected=expected, actual=release.version)


def content_digest(content: Content) -> str:
    """SHA-256 of everything a reviewer signs, as canonical JSON. What came to be said later counts where it is said:
    a text that was signed before keeps its digest."""
    body = content.model_dump(mode="json")
    if content.news is None:
        body.pop("news")
    reading = body["interpretation"] or {}
    for later in ("elements", "clauses"):
        if not reading.get(later):
            reading.pop(later, None)
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def with_derived_text(content: Content) -> Content:
    """The same content with its HTML made safe and its plain text and outline taken from that HTML.

    Verbs call this themselves, so that no caller can forget it or send a plain text that says something else.
    Raises TextTooLong.
    """
    body_html = sanitise(printable(content.body_html))
    body_text = plain_text(body_html)
    sections = outline(body_text)
    if len(body_html.encode()) + len(body_text.encode()) + len(sections) * A_SECTION > LARGEST_TEXT:
        raise TextTooLong(limit=LARGEST_TEXT)
    derived = {
        "title": " ".join(printable(content.title).split()),
        "summary": printable(content.summary),
        "body_html": body_html,
        "body_text": body_text,
        "outline": sections,
    }
    return content.model_copy(update=derived)


def printable(text: str) -> str:
    """Without control characters: XML 1.0 (§2.2) cannot carry them, so a feed with one would be no feed."""
    return _CONTROL.sub("", text)


def name_keys_of(kind: ReleaseKind, content: Content) -> list[str]:
    """The folded names and the 文号 a policy goes by, and those by which an interpretation calls what it reads.

    Equal keys are how the two find each other, whichever comes first. Nothing else is looked up by name.
    """
    if kind is ReleaseKind.interpretation:
        return named_policies(content.title, content.body_text, is_interpretation=True)
    if kind is not ReleaseKind.policy:
        return []
    doc_no = content.policy.doc_no if content.policy else None
    return [*lookup_keys(content.title), *([str(doc_no)] if doc_no else [])]


def new_slug() -> str:
    """A short public address that says nothing and never changes: 10 characters of base32, 50 bits."""
    alphabet = "abcdefghijkmnpqrstuvwxyz23456789"
    return "".join(secrets.choice(alphabet) for _ in range(10))


def channels_of(release_kind: ReleaseKind, publisher_id: str, content: Content) -> list[str]:
    """Every channel a live revision flows into, each once, in a stable order."""
    issuers = content.policy.issuer_ids if content.policy else []
    names = [channels.ALL, channels.kind_channel(release_kind), channels.organ_channel(publisher_id)]
    names += [channels.organ_channel(issuer) for issuer in issuers]
    names += [channels.topic_channel(topic) for topic in content.topics]
    if content.region_code:
        names.append(channels.region_channel(content.region_code))
    names += [channels.release_channel(link.target_id) for link in content.links if link.type in _TO_FOLLOWERS]
    return list(dict.fromkeys(names))
