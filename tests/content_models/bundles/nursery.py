"""Processes for killing: everything is imported once, and each line on stdin is a child forked from there.

    python -m tests.content_models.bundles.nursery   < {"mongodb": …, "database": …, "stop_at": 7, "ahead": 31, …}

A child does its work (the publication of a bundle, then what follows from the outbox) with a clock that never answers
its `stop_at`th question: there the child says "stopped" and waits to be killed. Verbs ask the clock between their
steps, inside the transaction and out of it. A child that came to its end says "finished".
"""

import asyncio
import gc
import json
import os
import signal
import sys
import time
from datetime import datetime, timedelta
from typing import Any

from content_models.bundles.actions.release_held import release_held
from content_models.editorial.actions.publish import Publish, publish
from content_models.kit.clock import utc_now
from tests.bound_store import bound_store
from tests.content_models.bundles.support import run_effects


class StoppingClock:
    """`ahead` lets the claims of those killed before run out without anybody waiting."""

    def __init__(self, stop_at: int, ahead: timedelta) -> None:
        self._left, self._ahead = stop_at, ahead

    def __call__(self) -> datetime:
        self._left -= 1
        if self._left == 0:
            _say("stopped")
            while True:
                time.sleep(60)
        return utc_now() + self._ahead


async def _work(todo: dict[str, Any]) -> None:
    store = await bound_store(todo["mongodb"], todo["database"])
    store.now = StoppingClock(todo["stop_at"], timedelta(seconds=todo["ahead"]))
    if todo["by_hand"]:
        await publish(store, Publish.model_validate(todo["by_hand"]))
    else:
        await release_held(store)
    await run_effects(store)
    await store.close()
    _say("finished")


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children are reaped by the system
    gc.freeze()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            sys.stdin.close()
            asyncio.run(_work(json.loads(line)))
            os._exit(0)
        _say(str(child))


if __name__ == "__main__":
    main()
