"""Pusher processes for killing: everything is imported once, and each line on stdin is a child forked from there.

    python -m tests.push.faults.nursery   < {"mongodb": …, "database": …, "port": …, "ca": …, "key": …, "ahead": …}

Answers each line with the child's process id. A child pushes in windows of a few devices until it is killed or finds
nothing to do; `ahead` (seconds) sets its clock, so that its predecessors' leases have run out without anybody waiting.
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
from push.channels.apns import ApnsChannel
from tests.push.faults.support import push_once

WINDOW_DEVICES = 20


async def _push(todo: dict[str, Any]) -> None:
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
    pusher.WINDOW_DEVICES = WINDOW_DEVICES
    gc.freeze()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            sys.stdin.close()
            asyncio.run(_push(json.loads(line)))
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
