"""Pusher processes for killing: everything is imported once, and each line on stdin is a child forked from there.

    python -m tests.push.faults.nursery   < {"mongodb": …, "database": …, "port": …, "ca": …, "key": …, "ahead": …}

Answers each line with the child's process id, and once more, as "ended" and that number, when a child has found
nothing more to do. A child pushes in windows of a few devices (`window`); `ahead` (seconds) sets its clock, so that its
predecessors' leases have run out without anybody waiting. `payload_limit` lets a notice through to the server that
the pusher would have refused itself.
"""

import asyncio
import gc
import json
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from content_models.announcements.documents import Campaign, Chunk
from content_models.kit.clock import utc_now
from content_models.kit.store import Store
from content_models.residents.documents import Device
from push import pusher
from push.channels import apns
from push.channels.apns import ApnsChannel
from tests.push.faults.support import push_once

WINDOW_DEVICES = 20


async def _push(todo: dict[str, Any]) -> None:
    pusher.WINDOW_DEVICES = todo.get("window", WINDOW_DEVICES)
    apns.MAX_PAYLOAD_SIZE = todo.get("payload_limit", apns.MAX_PAYLOAD_SIZE)
    store = await Store.open(todo["mongodb"], todo["database"], [Campaign, Chunk, Device])
    store.now = lambda: utc_now() + timedelta(seconds=todo["ahead"])
    channel = ApnsChannel(
        host="127.0.0.1",
        port=todo["port"],
        topic="cn.example.zhengwu",
        team_id="TEAM000001",
        key_id="KEY0000001",
        key_file=Path(todo["key"]),
        ca_file=Path(todo["ca"]),
    )
    await push_once(store, channel)
    await channel.close()
    await store.close()


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children are reaped by the system
    gc.freeze()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            sys.stdin.close()
            asyncio.run(_push(json.loads(line)))
            _say(f"ended {os.getpid()}")
            os._exit(0)
        _say(str(child))


def _say(line: str) -> None:
    """In one write, so that lines of several processes do not mix."""
    os.write(sys.stdout.fileno(), line.encode() + b"\n")


if __name__ == "__main__":
    main()
