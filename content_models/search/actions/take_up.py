"""take up 跟进: bring an index up to what the store says, from where it has come to."""

import asyncio
from datetime import datetime

from content_models.search import repository as search
from content_models.search.index import SearchWriter
from content_models.search.projection import documents_of
from content_models.search.values import SearchDocument

BATCH = 200


async def take_up(index: SearchWriter, since: int) -> tuple[int, list[datetime]]:
    """One batch of changes above the epoch `since`: the epoch reached, and when what was taken up had happened.

    Re-reads the releases, so changes may be told twice or late. Raises SearchIndexDamaged.
    """
    changes = await search.changed_since(since, BATCH)
    if not changes:
        return since, []
    documents, gone = await documents_of([change.id for change in changes])
    reached = changes[-1].epoch
    await asyncio.to_thread(_write, index, documents, gone, reached)
    return reached, [change.at for change in changes]


def _write(index: SearchWriter, documents: list[SearchDocument], gone: set[str], epoch: int) -> None:
    index.put(documents, gone)
    index.commit(epoch)
