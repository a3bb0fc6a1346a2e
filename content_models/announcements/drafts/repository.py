"""All queries for notice drafts."""

from beanie.odm.utils.encoder import Encoder
from pymongo.errors import DuplicateKeyError

from content_models.announcements.documents import CampaignEvent
from content_models.announcements.drafts.documents import NoticeDraft
from content_models.kit.errors import VersionConflict
from content_models.kit.store import Session

_CHANGED = "通知稿刚被他人改过，请刷新后再保存。"


async def draft_of(release_id: str, session: Session | None = None) -> NoticeDraft | None:
    return await NoticeDraft.get(release_id, session=session)


async def draft_for(release_id: str, revision_id: str) -> NoticeDraft | None:
    """The draft written for exactly this text."""
    draft = await draft_of(release_id)
    return draft if draft and draft.revision == revision_id else None


async def save(draft: NoticeDraft, event: CampaignEvent, session: Session) -> None:
    """Insert version 1, or replace the version before. Raises VersionConflict."""
    if draft.version == 1:
        try:
            await draft.insert(session=session)
        except DuplicateKeyError as clash:
            raise VersionConflict(_CHANGED, expected=0, actual=1) from clash
    else:
        body = Encoder(to_db=True, exclude={"revision_id"}).encode(draft)
        saved = await NoticeDraft.get_pymongo_collection().replace_one(
            {"_id": draft.id, "version": draft.version - 1}, body, session=session
        )
        if saved.matched_count == 0:
            raise VersionConflict(_CHANGED, expected=draft.version - 1, actual=draft.version)
    await event.insert(session=session)
