"""ResidentsPart (居民分组), EndedIdentity (已失效身份)."""

from datetime import datetime

from pymongo import ASCENDING, IndexModel

from content_models.kit.records import Record


class ResidentsPart(Record):
    """居民分组. `_id` = the part (`rules.part_of`). `changes` rises with every change of a resident of the part, in the
    transaction of the change; many parts, so that residents do not wait for one another."""

    changes: int

    class Settings:
        name = "residents_parts"


class EndedIdentity(Record):
    """已失效身份. `_id` = a resident or a session whose viewer tokens are good no longer, signed as they are.

    `change` is what `ResidentsPart.changes` of its part was raised to. The row is kept until the tokens have expired.
    """

    part: str
    change: int
    renewable: bool  # the session goes on as somebody else's: its refresh token gives a token that is good
    expires_at: datetime

    class Settings:
        name = "ended_identities"
        indexes = [
            IndexModel([("part", ASCENDING), ("change", ASCENDING)], name="change_log"),
            IndexModel("expires_at", name="expiry", expireAfterSeconds=0),
        ]
