"""What the document stores cost: the embedded default beside whatever faster engine is on the PATH, in one run.

    uv run python bench/document_stores.py [--seconds 3]

Every engine is started with durable commits on an empty folder under the system's temporary folder, asked the same
questions over loopback by the same client, and stopped. An engine that is not installed is skipped, and said so.
"""

import argparse
import asyncio
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pymongo import AsyncMongoClient, UpdateOne

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.support import free_port, wait_for_port

Collection = Any
BATCH = 500
ACCOUNTS = 60


@dataclass(frozen=True)
class Engine:
    name: str
    program: str
    arguments: tuple[str, ...]

    def command(self, port: int, folder: str) -> list[str] | None:
        beside_python = Path(sys.executable).with_name(self.program)
        program = str(beside_python) if beside_python.exists() else shutil.which(self.program)
        filled = [part.format(port=port, folder=folder) for part in self.arguments]
        return [program, *filled] if program else None


SECANTUS = ("--port", "{port}", "--storage-path", "{folder}", "--log-level", "WARNING", "--sync-on-commit")
ENGINES = [
    Engine("secantusdb (embedded default)", "secantusd-py", SECANTUS),
    Engine("secantus-mdb (crate)", "secantusd-rs", SECANTUS),
    Engine("mongod", "mongod", ("--port", "{port}", "--dbpath", "{folder}", "--replSet", "bench", "--quiet")),
]


@contextmanager
def started(command: list[str], port: int) -> Iterator[None]:
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for_port(port)
        yield
    finally:
        server.kill()
        server.wait()


@asynccontextmanager
async def running(engine: Engine) -> AsyncIterator[AsyncMongoClient[dict[str, Any]] | None]:
    """The started engine's client, or None if it is not installed here."""
    with tempfile.TemporaryDirectory(prefix="zhengwu-bench-") as folder:
        port = free_port()
        command = engine.command(port, folder)
        if command is None:
            yield None
            return
        with started(command, port):
            client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient("127.0.0.1", port, directConnection=True)
            if engine.program == "mongod":
                await client.admin.command("replSetInitiate")
                await asyncio.sleep(3)  # the election of a set of one; there is no event to await
            yield client
            await client.close()


async def rate(seconds: float, step: Callable[[int], Awaitable[object]], per_step: int = 1) -> float:
    """Steps a second × `per_step`, one after the other."""
    done, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        await step(done)
        done += 1
    return done * per_step / (time.perf_counter() - start)


async def measured(client: AsyncMongoClient[dict[str, Any]], seconds: float) -> list[str]:
    rows: Collection = client.bench.rows
    await client.admin.command("ping")

    async def bulk(turn: int) -> None:
        await rows.bulk_write(
            [
                UpdateOne({"_id": f"b{turn}-{number}"}, {"$set": {"title": "标题" * 20}}, upsert=True)
                for number in range(BATCH)
            ],
            ordered=False,
        )

    inserts = await rate(seconds, lambda turn: rows.insert_one({"_id": f"i{turn}", "title": "标题" * 20}))
    upserts = await rate(seconds, bulk, BATCH)
    reads = await rate(seconds, lambda turn: rows.find_one({"_id": f"i{turn % 100}"}))
    kept, milliseconds = await contended(client)
    return [
        f"{inserts:,.0f}",
        f"{upserts:,.0f}",
        f"{1000 / reads:.2f}",
        f"{kept} of {ACCOUNTS}",
        f"{milliseconds:,.0f}",
    ]


async def contended(client: AsyncMongoClient[dict[str, Any]]) -> tuple[int, float]:
    """Increments that survive when ACCOUNTS transactions read and write one row at once, and how long they took."""
    rows: Collection = client.bench.counters
    await rows.insert_one({"_id": "counter", "value": 0})

    async def increment(session: Any) -> None:
        row = await rows.find_one({"_id": "counter"}, session=session)
        await rows.update_one({"_id": "counter"}, {"$set": {"value": row["value"] + 1}}, session=session)

    async def once() -> None:
        async with client.start_session() as session:
            await session.with_transaction(increment)

    start = time.perf_counter()
    await asyncio.gather(*(once() for _ in range(ACCOUNTS)))
    return (await rows.find_one({"_id": "counter"}))["value"], (time.perf_counter() - start) * 1000


async def main(seconds: float) -> None:
    print("| engine | inserts/s | bulk upserts/s | read by _id, ms | contended transactions kept | ms |")
    print("|---|---:|---:|---:|---:|---:|")
    for engine in ENGINES:
        async with running(engine) as client:
            cells = await measured(client, seconds) if client else ["not installed: skipped", "", "", "", ""]
            print("|", " | ".join([engine.name, *cells]), "|", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3)
    asyncio.run(main(parser.parse_args().seconds))
