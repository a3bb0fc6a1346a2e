"""keep_file 存文件: keep an upload by its digest, for one release."""

import hashlib

from content_models.kit.actors import Actor
from content_models.kit.store import Store
from content_models.releases.files import repository as files
from content_models.releases.files.documents import StoredFile


async def keep_file(
    store: Store,
    actor: Actor,
    release_id: str,
    body: bytes,
    media_type: str,
    *,
    text: str | None = None,
    problem: str | None = None,
) -> StoredFile:
    """The caller has checked size and type and read the text. Sending the same bytes twice keeps one file."""
    file = StoredFile(
        id=hashlib.sha256(body).hexdigest(),
        media_type=media_type,
        size=len(body),
        text=text,
        problem=problem,
        release_ids=[release_id],
        uploaded_by=actor,
        at=store.now(),
    )
    await files.keep(file, body)
    return file
