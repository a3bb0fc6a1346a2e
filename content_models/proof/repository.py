"""The queries of the proof: rows as they stand in the store, never as a class reads them."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from content_models.kit.records import Record


async def rows_between(model: type[Record], start: datetime, end: datetime) -> AsyncIterator[dict[str, Any]]:
    """One by one, by the index on `at`, in no order."""
    async for row in model.get_pymongo_collection().find({"at": {"$gte": start, "$lt": end}}):
        yield row
