"""FollowedKeyword (关注词) and KeywordHit (命中)."""

from datetime import datetime

from pymongo import ASCENDING, IndexModel

from content_models.kit.records import Record


class FollowedKeyword(Record):
    """关注词. `_id` = the folded word, so it is one row whoever follows it. `since` moves with every new follower."""

    since: datetime

    class Settings:
        name = "followed_keywords"
        indexes = [IndexModel([("since", ASCENDING)], name="since")]


class KeywordHit(Record):
    """命中: a release that says the word. `_id` is derived from (word, release): looking twice finds it once."""

    keyword: str
    release_id: str
    at: datetime

    class Settings:
        name = "keyword_hits"
        indexes = [IndexModel([("release_id", ASCENDING)], name="of_release")]
