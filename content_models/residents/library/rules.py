"""Pure: ids that repeat, and limits."""

from datetime import timedelta

from content_models.kit.errors import Conflict, NotAllowed
from content_models.kit.ids import derived_id

MOST_BOOKMARKS = 2000
READ_MARKS_LAST = timedelta(days=180)


class TooManyBookmarks(Conflict):
    """`details` carries `most`."""

    code = "TOO_MANY_BOOKMARKS"
    default_message = f"收藏已满 {MOST_BOOKMARKS} 条，请先删除一些不再需要的。"


class ReadingHistoryRefused(NotAllowed):
    """The resident said no to keeping what they read."""

    code = "READING_HISTORY_REFUSED"
    default_message = "您没有同意保留阅读记录，可以在设置中打开。"


def bookmark_id(resident_id: str, release_id: str) -> str:
    return derived_id("bookmark", resident_id, release_id)


def read_mark_id(resident_id: str, release_id: str) -> str:
    return derived_id("read", resident_id, release_id)
