"""aioapns against the sink. Runs in an environment of its own, with nothing of ours."""

import asyncio
import json
import ssl
import sys
import time
from pathlib import Path

from aioapns import APNs, NotificationRequest, PushType
from aioapns.connection import APNsProductionClientProtocol

AT_ONCE = 1000


def read(file: str) -> str:
    return Path(file).read_text()


async def main(todo: dict) -> dict:
    APNsProductionClientProtocol.APNS_SERVER = "127.0.0.1"
    APNsProductionClientProtocol.APNS_PORT = todo["port"]
    body, tokens = json.loads(read(todo["body"])), json.loads(read(todo["tokens"]))
    client = APNs(
        key=read(todo["key"]),
        key_id="KEY0000001",
        team_id="TEAM000001",
        topic=todo["topic"],
        ssl_context=ssl.create_default_context(cafile=todo["ca"]),
    )
    waiting, done = iter(tokens), 0

    async def worker() -> int:
        handed = 0
        for token in waiting:
            request = NotificationRequest(
                token, body, collapse_key=todo["collapse_id"], push_type=PushType.ALERT, priority=10, time_to_live=86400
            )
            handed += (await client.send_notification(request)).is_successful
        return handed

    start, cpu = time.perf_counter(), time.process_time()
    done = sum(await asyncio.gather(*(worker() for _ in range(AT_ONCE))))
    return {"done": done, "cpu": time.process_time() - cpu, "wall": time.perf_counter() - start}


print(json.dumps(asyncio.run(main(json.loads(sys.argv[1])))))
