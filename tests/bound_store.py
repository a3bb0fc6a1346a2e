"""A store for the children of a kill test: its indexes are there, looking after them costs 0.13 CPU seconds a child."""

from typing import Any

from beanie import init_beanie
from pymongo import AsyncMongoClient

from content_models.catalogue import DOCUMENTS
from content_models.kit.store import Store
from content_models.kit.waiting import mend_waits


async def bound_store(uri: str, database: str) -> Store:
    mend_waits()
    client = AsyncMongoClient[dict[str, Any]](uri, tz_aware=True)
    await init_beanie(database=client[database], document_models=list(DOCUMENTS), skip_indexes=True)
    return Store(client, client[database])
