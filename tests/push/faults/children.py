"""Pusher processes from a nursery: each is forked ready, pushes with a clock of its own, and may be killed."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from content_models.kit.store import Store
from server.demo.apns_stand_in.certificate import make_signing_key


@dataclass
class Children:
    """`todo` is what every child is told."""

    todo: dict[str, object]
    _process: asyncio.subprocess.Process

    async def born(self, ahead: float) -> int:
        """A new pusher's process id."""
        self._stdin.write(json.dumps(self.todo | {"ahead": ahead}).encode() + b"\n")
        while (line := await self._line()).startswith("ended"):
            pass
        return int(line)

    async def push(self, ahead: float = 0) -> None:
        """One pusher, until it finds nothing more to do."""
        await self.ended(await self.born(ahead))

    async def ended(self, child: int) -> None:
        while await self._line() != f"ended {child}":
            pass

    @staticmethod
    def kill(child: int) -> None:
        os.kill(child, signal.SIGKILL)

    async def _line(self) -> str:
        assert self._process.stdout
        line = (await self._process.stdout.readline()).decode().strip()
        assert line, "the nursery has died"
        return line

    @property
    def _stdin(self) -> asyncio.StreamWriter:
        assert self._process.stdin
        return self._process.stdin


@asynccontextmanager
async def nursery() -> AsyncIterator[asyncio.subprocess.Process]:
    """The process that pushers are forked from; ready when it takes its first line."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.push.faults.nursery"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        assert process.stdin
        process.stdin.close()
        await process.wait()


def children(
    process: asyncio.subprocess.Process, store: Store, mongodb_uri: str, folder: Path, *, port: int, ca: Path
) -> Children:
    """Pushers for this store that send to the server on `port`."""
    todo: dict[str, object] = {"mongodb": mongodb_uri, "database": store.database.name, "port": port}
    return Children(todo | {"ca": str(ca), "key": str(make_signing_key(folder / "child.p8"))}, process)
