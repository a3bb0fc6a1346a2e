"""Processes that write a search index, for killing: everything is imported once, each line on stdin is a child.

    python -m tests.content_models.search.nursery   < {"mongodb": …, "database": …, "folder": …}

A child follows the store, says `begun` before each write and `done` after it, and `idle` when nothing is left to do.
An empty line is answered with `nobody`: what a killed child said came before.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Collection, Sequence
from pathlib import Path

from content_models.search.actions import take_up
from content_models.search.engine.tantivy_index import TantivyIndex
from content_models.search.follower import SearchFollower
from content_models.search.home import SearchHome
from content_models.search.live import LiveSearch
from content_models.search.values import SearchDocument
from tests.bound_store import bound_store

BATCH = 55  # several commits a child


def say(word: str) -> None:
    os.write(sys.stdout.fileno(), f"{word}\n".encode())


def talking() -> None:
    """Writes say what they are about, to be killed in the middle."""
    put, commit = TantivyIndex.put, TantivyIndex.commit

    def loud_put(self: TantivyIndex, documents: Sequence[SearchDocument], gone: Collection[str]) -> int:
        say("begun")
        return put(self, documents, gone)

    def loud_commit(self: TantivyIndex, epoch: int) -> None:
        commit(self, epoch)
        say("done")

    TantivyIndex.put, TantivyIndex.commit = loud_put, loud_commit  # type: ignore[method-assign]


async def follow(todo: dict[str, str]) -> None:
    store = await bound_store(todo["mongodb"], todo["database"])
    await SearchFollower(store, SearchHome(Path(todo["folder"])), LiveSearch()).step()
    say("idle")
    await asyncio.Event().wait()


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children are reaped by the system
    take_up.BATCH = BATCH
    talking()
    for line in sys.stdin:
        if not line.strip():
            say("nobody")
            continue
        child = os.fork()
        if child == 0:
            sys.stdin.close()
            asyncio.run(follow(json.loads(line)))
        say(f"child {child}")


if __name__ == "__main__":
    main()
