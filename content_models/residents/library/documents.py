"""Bookmark (收藏) and ReadMark (阅读记录)."""

from datetime import datetime

from pymongo import DESCENDING, IndexModel

from content_models.kit.records import Record


class Bookmark(Record):
    """收藏. `_id` is derived from (resident, release)."""

    resident_id: str
    release_id: str
    at: datetime

    class Settings:
        name = "bookmarks"
        indexes = [IndexModel([("resident_id", DESCENDING), ("at", DESCENDING), ("_id", DESCENDING)], name="mine")]


class ReadMark(Record):
    """阅读记录. Kept only while the resident does not refuse it, and for no longer than `forget_at`."""

    resident_id: str
    release_id: str
    at: datetime
    forget_at: datetime

    class Settings:
        name = "read_marks"
        indexes = [
            IndexModel([("resident_id", DESCENDING), ("at", DESCENDING), ("_id", DESCENDING)], name="mine"),
            IndexModel("forget_at", name="expiry", expireAfterSeconds=0),
        ]
