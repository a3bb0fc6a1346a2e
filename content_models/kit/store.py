"""The connection to the document store, and the one way to run a transaction."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from beanie import Document, init_beanie
from pymongo import AsyncMongoClient
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase

from content_models.kit.clock import Clock, utc_now
from content_models.kit.hash_chain import DEFAULT
from content_models.kit.waiting import mend_waits

Session = AsyncClientSession
Wake = Callable[[str], Awaitable[None]]
T = TypeVar("T")


async def _nobody_listens(topic: str) -> None:
    """The default wake-up: none. Scanners find the work by themselves, only a little later."""


class Store:
    """One MongoDB database, Beanie bound to it, a clock, and a way to wake whoever scans for work.

    `wake(topic)` is a hint after commit ("outbox", "chunks", "timeline"). It must not raise and may be lost:
    every listener also scans. `digest_algorithm` names the digest of new links in hash chains.
    """

    def __init__(
        self,
        client: AsyncMongoClient[dict[str, Any]],
        database: AsyncDatabase[dict[str, Any]],
        *,
        clock: Clock = utc_now,
        wake: Wake = _nobody_listens,
        digest_algorithm: str = DEFAULT,
    ) -> None:
        self.client = client
        self.database = database
        self.now = clock
        self.wake = wake
        self.digest_algorithm = digest_algorithm

    @classmethod
    async def open(
        cls,
        uri: str,
        database: str,
        models: Sequence[type[Document]],
        *,
        clock: Clock = utc_now,
        wake: Wake = _nobody_listens,
        digest_algorithm: str = DEFAULT,
        server_selection_timeout_ms: int = 5000,
    ) -> "Store":
        """Connect, bind `models` and create their missing indexes."""
        mend_waits()
        client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
            uri,
            tz_aware=True,
            serverSelectionTimeoutMS=server_selection_timeout_ms,
            appname="zhengwu",
        )
        store = cls(client, client[database], clock=clock, wake=wake, digest_algorithm=digest_algorithm)
        await init_beanie(database=store.database, document_models=list(models), skip_indexes=True)
        await _create_indexes(models)
        return store

    async def close(self) -> None:
        await self.client.close()

    async def time_there(self) -> datetime | None:
        """What time the store's machine says it is; None where it does not tell."""
        said = (await self.client.admin.command("hello")).get("localTime")
        if not isinstance(said, datetime):
            return None
        return said if said.tzinfo else said.replace(tzinfo=UTC)  # the embedded store leaves the zone out

    async def transaction(self, work: Callable[[Session], Awaitable[T]]) -> T:
        """Run `work(session)` in a transaction, again if the store calls its failure transient.

        `work` must therefore be repeatable: it may only write through the session it is given.
        """
        async with self.client.start_session() as session:
            return await session.with_transaction(work)


async def _create_indexes(models: Sequence[type[Document]]) -> None:
    """Create missing indexes. Not left to Beanie 2.2: it takes two indexes for one when their fields are the same in
    another order, and drops the first, unique or not."""
    for model in models:
        if declared := model.get_settings().indexes:
            await model.get_pymongo_collection().create_indexes([field.index for field in declared])
