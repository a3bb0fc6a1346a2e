"""Pure rules: what is announced, in which words, under which ids."""

import string
import unicodedata
from collections.abc import Mapping
from datetime import date

from content_models.announcements.documents import Announcement
from content_models.announcements.errors import TemplateFieldMissing
from content_models.kit.ids import derived_id
from content_models.releases.documents import ReleaseKind
from content_models.residents.documents import NoticeFrequency

TITLE_BYTES = 120  # two lines on the narrowest phone: 40 Chinese characters
BODY_BYTES = 480  # what fits a notification when it is opened; far below APNs' 4,096 bytes of payload
COLLAPSE_ID_BYTES = 64  # APNs, apns-collapse-id

_ELLIPSIS = "…"

# 「您订阅的」 says that it was asked for, as vendors' rules want it; the publisher says who speaks.
_TITLES = {
    ReleaseKind.policy: "{publisher}发布您订阅的新政策",
    ReleaseKind.service_alert: "{publisher}发布您订阅的便民提示",
    ReleaseKind.emergency: "应急信息：{publisher}",
}
ANNOUNCED = tuple(_TITLES)
_LATER_TITLES = {
    Announcement.reading: "您订阅的政策有了解读：{publisher}",
    Announcement.amendment: "您订阅的政策有变化：{publisher}",
    Announcement.correction: "更正：{publisher}",
    Announcement.reading_correction: "解读更正：{publisher}",
    Announcement.reversal: "效力更正：{publisher}",
    Announcement.withdrawal: "已撤回：{publisher}",
    Announcement.recall: "通知已收回：{publisher}",
}
_BODIES = {
    Announcement.publication: "{title}",
    Announcement.reading: "{title}（附解读）",
    Announcement.amendment: "{title}（{reason}）",
    Announcement.reading_correction: "{title}（解读已更正，请以最新文本为准）",
    Announcement.correction: "{title}（内容已更正，请以最新文本为准）",
    Announcement.reversal: "{title}（{reason}，请以最新页面为准）",
    Announcement.withdrawal: "{title}（已撤回，请勿据此办理：{reason}）",
    Announcement.recall: "{title}（这条通知已收回：{reason}）",
}
_DIGEST_TITLES = {NoticeFrequency.daily: "今日汇总", NoticeFrequency.weekly: "本周汇总"}
DIGEST_BODY = "您关注的内容有更新，点开查看。"
_WITH_INTERPRETATION = "（附解读）"
_REASON_BYTES = 150


def is_announced(kind: ReleaseKind) -> bool:
    """Policies, service alerts and emergencies knock on the door; the rest waits in the feed."""
    return kind in _TITLES


def is_told(kind: ReleaseKind) -> bool:
    """Kinds whose notice somebody may word: those announced, and a reading that is told under its policy."""
    return is_announced(kind) or kind is ReleaseKind.interpretation


def is_asked_for(kind: ReleaseKind) -> bool:
    """Whether everyone who is told subscribed to it; an emergency is told to people who did not."""
    return kind is not ReleaseKind.emergency


def must_see_region(kind: ReleaseKind, region_code: str | None) -> str | None:
    """How the district codes begin of those who are told whether they follow or not; "" for everybody.

    Codes are those of GB/T 2260: pairs of digits from province to district, filled up with 00.
    """
    if kind is not ReleaseKind.emergency:
        return None
    code = region_code or ""
    while code.endswith("00"):
        code = code[:-2]
    return code


def campaign_id(announcement: Announcement, *told: object) -> str:
    """`told` names the fact: the release, and for a later word also what came (reading, revision, campaign)."""
    return derived_id("campaign", announcement, *told)


def digest_id(frequency: NoticeFrequency, day: date) -> str:
    return campaign_id(Announcement.digest, frequency, day.isoformat())


def chunk_id(campaign_id: str, number: int) -> str:
    return derived_id("chunk", campaign_id, number)


def collapse_id(release_id: str) -> str:
    """A later word about the same release replaces the notification still shown."""
    return release_id if len(release_id.encode()) <= COLLAPSE_ID_BYTES else derived_id("collapse", release_id)


def compose_title(kind: ReleaseKind, publisher: str) -> str:
    """「市住建局发布您订阅的新政策」. The publisher's name gives way when the title grows too long, the rest of the
    sentence does not."""
    return fill(_TITLES[kind], {"publisher": publisher}, "publisher", TITLE_BYTES)


def compose_later_title(announcement: Announcement, publisher: str) -> str:
    return fill(_LATER_TITLES[announcement], {"publisher": publisher}, "publisher", TITLE_BYTES)


def compose_digest_title(frequency: NoticeFrequency) -> str:
    return _DIGEST_TITLES[frequency]


def compose_body(title: str, *, interpreted: bool, changes: str = "") -> str:
    """「关于……的通知（附解读）（废止《……》）」; `interpreted` when the reading goes with it, `changes` for what it does
    to other policies."""
    template = _BODIES[Announcement.reading if interpreted else Announcement.publication]
    fields = {"title": title, "changes": fit(changes, _REASON_BYTES)}
    return fill(template + ("（{changes}）" if changes else ""), fields, "title", BODY_BYTES)


def compose_later_body(announcement: Announcement, title: str, reason: str = "") -> str:
    """`reason` is what people gave for a withdrawal or recall, or what happened: one line, cut when it is long."""
    fields = {"title": title, "reason": fit(" ".join(reason.split()), _REASON_BYTES)}
    return fill(_BODIES[announcement], fields, "title", BODY_BYTES)


def fill(template: str, fields: Mapping[str, str], elastic: str, budget: int) -> str:
    """The template with its fields, in at most `budget` bytes of UTF-8: the `elastic` field gives way.

    Fields are put in, never interpreted, so a title with braces stays as it is. Raises TemplateFieldMissing.
    """
    wanted = [name for _, name, _, _ in string.Formatter().parse(template) if name]
    missing = [name for name in wanted if name not in fields]
    if missing:
        raise TemplateFieldMissing(template=template, missing=missing)
    room = budget - len(template.format_map({**fields, elastic: ""}).encode())
    return template.format_map({**fields, elastic: fit(fields[elastic], room)})


def fit(text: str, budget: int) -> str:
    """`text` in at most `budget` bytes of UTF-8, never ending in half a character or in half an emoji."""
    if len(text.encode()) <= budget:
        return text
    mark = _ELLIPSIS if budget >= len(_ELLIPSIS.encode()) else ""
    kept = text.encode()[: max(0, budget - len(mark.encode()))].decode(errors="ignore")
    return _whole(text, len(kept)).rstrip() + mark


def _whole(text: str, length: int) -> str:
    """The longest beginning, of at most `length` characters, behind which no character belongs to the one before."""
    while length and _continues(text, length):
        length -= 1
    return text[:length]


def _continues(text: str, at: int) -> bool:
    """Whether the character at this place is a part of what stands before it (Unicode TR 29, the cases of emoji)."""
    if at >= len(text):
        return False
    here, before = text[at], text[at - 1]
    if before == "\u200d" or here == "\u200d" or unicodedata.combining(here) or "\ufe00" <= here <= "\ufe0f":
        return True
    if "\U0001f3fb" <= here <= "\U0001f3ff" or here == "\u20e3" or "\U000e0020" <= here <= "\U000e007f":
        return True
    return _is_flag_half(here) and _flag_halves_before(text, at) % 2 == 1


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_halves_before(text: str, at: int) -> int:
    count = 0
    while count < at and _is_flag_half(text[at - count - 1]):
        count += 1
    return count
