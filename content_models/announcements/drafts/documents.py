"""NoticeDraft (通知稿) and how a correction is told (更正方式)."""

from datetime import datetime
from enum import StrEnum

from content_models.kit.actors import Actor
from content_models.kit.records import Record


class CorrectionWay(StrEnum):
    """更正方式: both replace what the phone shows, by the same collapse id."""

    notice = "notice"  # 更正通知: with a sound, unread again
    quiet = "quiet"  # 静默更新: without a sound, and read stays read


class NoticeDraft(Record):
    """通知稿 of one release; `_id` is the release's id.

    It is bound to the revision that was looked at: the words of a notice must not outlive those of the text, so after
    an edit the template speaks until somebody has looked again. An empty title or body is the template's.
    """

    revision: str  # Revision id
    title: str = ""
    body: str = ""
    way: CorrectionWay = CorrectionWay.notice
    composer: Actor
    version: int = 1
    at: datetime

    class Settings:
        name = "notice_drafts"
