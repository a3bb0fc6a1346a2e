"""rebuild 重建: a new index from all public releases, beside the one that is searched, then in its place.

Whoever searches notices nothing: the old generation answers until the new one is complete.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel

from content_models.kit.errors import ZhengwuError
from content_models.kit.progress import Progress, nobody_watches
from content_models.releases import repository as releases
from content_models.search import repository as search
from content_models.search.actions.take_up import take_up
from content_models.search.engine.tantivy_index import TantivyIndex
from content_models.search.home import SearchHome
from content_models.search.projection import documents_of

BATCH = 200


class SearchRebuildRunning(ZhengwuError):
    code = "SEARCH_REBUILD_RUNNING"
    status = 409
    default_message = "另一个进程正在重建搜索索引，请等它完成。"


class SearchRebuilt(BaseModel):
    documents: int
    epoch: int
    generation: str


async def rebuild(home: SearchHome, progress: Progress = nobody_watches) -> SearchRebuilt:
    """Raises SearchRebuildRunning. Interrupted, it leaves the old index in place and a folder that is swept later."""
    lock = home.rebuild_lock()
    if not lock.try_hold():
        raise SearchRebuildRunning
    try:
        return await _build(home, home.new_generation(), progress)
    finally:
        lock.release()


async def _build(home: SearchHome, generation: Path, progress: Progress) -> SearchRebuilt:
    began = (await search.counter()).value  # what changes from here on is taken up at the end
    index = await asyncio.to_thread(TantivyIndex.create, generation)
    try:
        await _fill(index, await releases.every_live_id(), progress)
        await asyncio.to_thread(index.commit, began)
        while (await take_up(index, index.epoch))[1]:
            pass
        home.point_to(generation)
        return SearchRebuilt(documents=index.size, epoch=index.epoch, generation=generation.name)
    finally:
        index.close()


async def _fill(index: TantivyIndex, ids: Sequence[str], progress: Progress) -> None:
    progress(0, len(ids))
    for start in range(0, len(ids), BATCH):
        documents, gone = await documents_of(ids[start : start + BATCH])
        await asyncio.to_thread(index.put, documents, gone)
        progress(min(start + BATCH, len(ids)), len(ids))
