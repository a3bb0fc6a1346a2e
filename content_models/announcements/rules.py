"""Pure rules: what is announced, in which words, under which ids."""

from enum import StrEnum

from content_models.kit.ids import derived_id
from content_models.releases.documents import ReleaseKind

TITLE_BYTES = 120  # two lines on the narrowest phone: 40 Chinese characters
BODY_BYTES = 480  # what fits a notification when it is opened; far below APNs' 4,096 bytes of payload
COLLAPSE_ID_BYTES = 64  # APNs, apns-collapse-id

_ELLIPSIS = "…"


class Announcement(StrEnum):
    """What is being told about a release. Each is told once."""

    publication = "publication"  # 发布


_TITLES = {
    ReleaseKind.policy: "{publisher}发布您订阅的新政策",
    ReleaseKind.service_alert: "{publisher}发布您订阅的便民提示",
    ReleaseKind.emergency: "应急信息：{publisher}",
}
_WITH_INTERPRETATION = "（附解读）"


def is_announced(kind: ReleaseKind) -> bool:
    """Policies, service alerts and emergencies knock on the door; the rest waits in the feed."""
    return kind in _TITLES


def is_asked_for(kind: ReleaseKind) -> bool:
    """Whether everyone who is told subscribed to it; an emergency is told to people who did not."""
    return kind is not ReleaseKind.emergency


def campaign_id(announcement: Announcement, release_id: str) -> str:
    return derived_id("campaign", announcement, release_id)


def chunk_id(campaign_id: str, number: int) -> str:
    return derived_id("chunk", campaign_id, number)


def collapse_id(release_id: str) -> str:
    """A later word about the same release replaces the notification still shown."""
    return release_id if len(release_id.encode()) <= COLLAPSE_ID_BYTES else derived_id("collapse", release_id)


def compose_title(kind: ReleaseKind, publisher: str) -> str:
    """「市住建局发布您订阅的新政策」: who speaks, and (「您订阅的」) that it was asked for, as vendors' rules want it.

    The publisher's name gives way when the title grows too long, the rest of the sentence does not.
    """
    template = _TITLES[kind]
    room = TITLE_BYTES - len(template.format(publisher="").encode())
    return template.format(publisher=fit(publisher, room))


def compose_body(title: str, *, interpreted: bool) -> str:
    """「关于……的通知（附解读）」; `interpreted` when the reading goes with it."""
    suffix = _WITH_INTERPRETATION if interpreted else ""
    return fit(title, BODY_BYTES - len(suffix.encode())) + suffix


def fit(text: str, budget: int) -> str:
    """`text` in at most `budget` bytes of UTF-8, never ending in half a character."""
    raw = text.encode()
    if len(raw) <= budget:
        return text
    mark = _ELLIPSIS if budget >= len(_ELLIPSIS.encode()) else ""
    kept = raw[: budget - len(mark.encode())].decode(errors="ignore")
    return kept.rstrip(" \u200d\ufe0f") + mark  # no joiner that waits for the half of an emoji that was cut
