"""StoredFile (随附文件) and FilePart (文件分段)."""

from datetime import datetime

from pymongo import ASCENDING, IndexModel

from content_models.kit.actors import Actor
from content_models.kit.records import Record

PART_SIZE = 1_000_000  # bytes; far below the store's 16 MiB a document


class StoredFile(Record):
    """随附文件. `_id` is the SHA-256 of its bytes: another version is another file under another address."""

    media_type: str  # told from the bytes
    size: int  # bytes
    text: str | None = None  # read from it, for the publish checks, search and the app
    problem: str | None = None  # why there is no text, in words
    release_ids: list[str]  # the releases that may show it; the public sees it while one of them does
    uploaded_by: Actor
    at: datetime

    class Settings:
        name = "files"


class FilePart(Record):
    """文件分段. `_id` is `<digest>:<number>`."""

    digest: str
    data: bytes

    class Settings:
        name = "file_parts"
        indexes = [IndexModel([("digest", ASCENDING)], name="digest")]
