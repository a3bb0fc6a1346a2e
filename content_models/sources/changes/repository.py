"""All queries for what was done to sources."""

from content_models.kit.store import Session
from content_models.sources.changes.documents import SourceChange


async def append(change: SourceChange, session: Session) -> None:
    await change.insert(session=session)


async def of_source(source_id: str, limit: int = 20) -> list[SourceChange]:
    """Newest first."""
    return await SourceChange.find(SourceChange.source_id == source_id).sort("-at").limit(limit).to_list()
