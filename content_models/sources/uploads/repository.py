"""All queries for uploads."""

from content_models.kit.errors import NotFound
from content_models.sources.uploads.documents import UploadRecord


async def save(record: UploadRecord) -> None:
    """Insert, or replace by id when the same form was sent twice."""
    await record.save()


async def find(upload_id: str) -> UploadRecord | None:
    return await UploadRecord.get(upload_id)


async def load(upload_id: str) -> UploadRecord:
    found = await find(upload_id)
    if found is None:
        raise NotFound("没有找到这次上传的报告，请到来源页面查看上传记录。", upload_id=upload_id)
    return found


async def latest(limit: int = 20) -> list[UploadRecord]:
    """Newest first."""
    return await UploadRecord.find_all().sort("-at").limit(limit).to_list()
