"""ViewerSession (居民会话)."""

from datetime import datetime

from pymongo import ASCENDING, IndexModel

from content_models.kit.records import Record


class ViewerSession(Record):
    """One installation of the app, signed in as a resident. `generation` rises with every refresh."""

    resident_id: str
    generation: int = 1
    created_at: datetime
    refreshed_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None

    class Settings:
        name = "viewer_sessions"
        indexes = [
            IndexModel("expires_at", name="expiry", expireAfterSeconds=0),
            IndexModel([("resident_id", ASCENDING)], name="of_resident"),
        ]
