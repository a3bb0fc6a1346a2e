"""Draft (草稿行), Presence (在场) and Note (批注)."""

from datetime import datetime

from pymongo import ASCENDING, IndexModel

from content_models.kit.actors import Actor
from content_models.kit.records import Record


class Draft(Record):
    """草稿行: what one editor has typed into one release's form and not saved. `_id` is release and editor: there is
    never a second one, and saving it makes no revision.
    """

    release_id: str
    staff_id: str
    release_version: int  # what the editor was looking at
    number: int  # rises with every save; another window of the same editor must have seen the last one
    fields: dict[str, list[str]]  # the form, exactly as typed
    saved_at: datetime

    class Settings:
        name = "drafts"
        indexes = [IndexModel("release_id", name="release")]


class Presence(Record):
    """在场: somebody has the release open. `_id` is release and person; renewed every few seconds, else it lapses."""

    release_id: str
    staff_id: str
    name: str
    writing: bool  # has the form open, not only the page
    since: datetime | None = None  # without a break; None in rows of before this was kept
    seen_at: datetime
    expires_at: datetime

    class Settings:
        name = "presences"
        indexes = [
            IndexModel("release_id", name="release"),
            IndexModel("expires_at", name="expiry", expireAfterSeconds=0),
        ]


class Note(Record):
    """批注: what one colleague tells the others about a text. The first of a thread bears its state."""

    release_id: str
    revision_no: int  # the version that was read
    thread_id: str  # id of the first note; its own for the first
    quote: str = ""  # the words it is about
    words: str
    author: Actor
    at: datetime
    resolved_by: Actor | None = None
    resolved_at: datetime | None = None

    class Settings:
        name = "notes"
        indexes = [IndexModel([("release_id", ASCENDING), ("at", ASCENDING)], name="release")]
