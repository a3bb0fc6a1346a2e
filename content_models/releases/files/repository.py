"""All queries for files. Everything is read and written by `_id`."""

from collections.abc import Iterable

from content_models.kit.errors import NotFound
from content_models.releases.files.documents import PART_SIZE, FilePart, StoredFile


async def find(digest: str) -> StoredFile | None:
    return await StoredFile.get(digest)


async def load_bytes(file: StoredFile) -> bytes:
    """Raises NotFound when a part is missing."""
    parts = [await FilePart.get(part_id) for part_id in _part_ids(file.id, file.size)]
    found = [part.data for part in parts if part is not None]
    if len(found) < len(parts):
        raise NotFound("文件不完整，请重新上传。", digest=file.id)
    return b"".join(found)


async def keep(file: StoredFile, body: bytes) -> None:
    """Parts first: whoever finds the file finds all of it. The same bytes again add the release, and nothing else."""
    parts = FilePart.get_pymongo_collection()
    for n, part_id in enumerate(_part_ids(file.id, file.size)):
        data = body[n * PART_SIZE : (n + 1) * PART_SIZE]
        await parts.replace_one({"_id": part_id}, {"_id": part_id, "digest": file.id, "data": data}, upsert=True)
    row = file.model_dump(exclude={"id", "revision_id", "release_ids"}, mode="python")
    row["uploaded_by"] = file.uploaded_by.model_dump(mode="json")
    shown = {"$addToSet": {"release_ids": {"$each": file.release_ids}}, "$setOnInsert": row}
    await StoredFile.get_pymongo_collection().update_one({"_id": file.id}, shown, upsert=True)


async def let_show(digests: Iterable[str], release_id: str) -> None:
    """The release shows these files too, whoever uploaded them for which."""
    files = StoredFile.get_pymongo_collection()
    for digest in digests:
        await files.update_one({"_id": digest}, {"$addToSet": {"release_ids": release_id}})


def _part_ids(digest: str, size: int) -> list[str]:
    return [f"{digest}:{n}" for n in range(-(-size // PART_SIZE) or 1)]
