"""Our side of bench/ingest.py: the pipeline as the worker runs it, in one process.

Commands: `read` (fetch → decode → adapt → normalise → decide, no store; with `known`, knowing what the `read` before
it saw), `import` (poll_source into a fresh database at `uri`), `again` (poll_source once more). The result of `read`
has the resident memory after every tenth of the feeds, in MB.
"""

import asyncio
import gc
import sys
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import uvloop

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from aggregators.families.contract import Row
from aggregators.fetch import Fetcher
from aggregators.poll import poll_source
from aggregators.reading import Arrived, read_pages, rows_to_read
from aggregators.walk import walk
from bench.ingest_worker import Command, Result, measured, serve
from content_models.catalogue import DOCUMENTS
from content_models.intake.rules import decide
from content_models.kit.clock import utc_now
from content_models.kit.store import Store
from content_models.sources.documents import Source, SourceFamily, Validators
from server.processes.run import GARBAGE_THRESHOLDS

AT_ONCE = 32  # sources polled together
MIB = 1024 * 1024
ETAG = '"1"'
Known = dict[str, dict[str, Any]]  # by URL and item key: as much of an IntakeItem as deciding needs


class Ours:
    """Keeps one event loop, so that the store of `import` is there for `again`."""

    def __init__(self) -> None:
        self._runner = asyncio.Runner(loop_factory=uvloop.new_event_loop)  # the worker's loop
        self._store: Store | None = None
        self._known: Known = {}

    def carry_out(self, command: Command) -> Result:
        if command["do"] == "read":
            known = self._known if command.get("known") else {}
            result = measured(lambda: self._runner.run(read(command["urls"], known)))
            self._known = known
            return result
        if command["do"] == "import":
            self._runner.run(self._open(command["uri"], command["urls"], command.get("etag")))
        return measured(lambda: self._runner.run(self._poll()))

    async def _open(self, uri: str, urls: Sequence[str], etag: str | None) -> None:
        await self.close()
        self._store = await Store.open(uri, f"bench_{uuid.uuid4().hex[:8]}", DOCUMENTS)
        await Source.insert_many([a_source(url, etag) for url in urls])

    async def _poll(self) -> Result:
        store = self._store
        assert store is not None
        records = []

        async def poll(source: Source) -> None:
            records.append(await poll_source(store, fetcher, source))

        async with Fetcher(per_host=AT_ONCE) as fetcher:
            await each(await Source.find_all().to_list(), poll)
        return {"feeds": len(records), "entries": sum(record.new for record in records), "outcomes": outcomes(records)}

    async def close(self) -> None:
        if self._store:
            await self._store.client.drop_database(self._store.database.name)
            await self._store.close()


def outcomes(records: Sequence[Any]) -> list[str]:
    return sorted({str(record.outcome) for record in records})


def a_source(url: str, etag: str | None = None) -> Source:
    return Source.model_construct(  # Beanie's constructor wants a store
        id=uuid.uuid5(uuid.NAMESPACE_URL, url).hex,
        name="示例来源",
        organ_id="organ",
        family=SourceFamily.feed,
        url=url,
        allow_private_network=True,
        validators=Validators(etag=etag),
    )


async def read(urls: Sequence[str], known: Known) -> Result:
    """`known` holds by URL what was seen, and is filled."""
    entries, memory = 0, [resident()]

    async def read_one(url: str) -> None:
        nonlocal entries
        source = a_source(url, ETAG if url in known else None)
        async for step in walk(fetcher, source, source.validators):
            if not step.page.not_modified:
                await decide_rows(fetcher, source, step.listing.rows, known.setdefault(url, {}))
                entries += len(step.listing.rows)

    async with Fetcher(per_host=AT_ONCE) as fetcher:
        share = max(len(urls) // 10, 1)
        for start in range(0, len(urls), share):
            await each(urls[start : start + share], read_one)
            memory.append(resident())
    return {"feeds": len(urls), "entries": entries, "memory": memory}


async def decide_rows(fetcher: Fetcher, source: Source, rows: Sequence[Row], known: dict[str, Any]) -> None:
    """A summary feed's rows are taken for the whole item: the peer reads no pages either."""
    clock: Any = SimpleNamespace(now=utc_now)
    whole = [replace(row, body_html=row.body_html or row.summary) for row in rows]
    wanted = rows_to_read(whole, known)
    outcomes = await read_pages(clock, fetcher, source, wanted)
    arrived = [outcome.incoming for outcome in outcomes if isinstance(outcome, Arrived)]
    assert len(decide({}, arrived)) == len(wanted)
    known.update({incoming.item_key: SimpleNamespace(reading=incoming.reading) for incoming in arrived})


async def each(items: Sequence[Any], work: Callable[[Any], Awaitable[None]]) -> None:
    places = asyncio.Semaphore(AT_ONCE)

    async def placed(item: Any) -> None:
        async with places:
            await work(item)

    await asyncio.gather(*(placed(item) for item in items))


def resident() -> float:
    return psutil.Process().memory_info().rss / MIB


if __name__ == "__main__":
    gc.set_threshold(*GARBAGE_THRESHOLDS)  # as the worker has it
    serve(Ours().carry_out)
