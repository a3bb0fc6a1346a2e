"""mopyapns (import name apns2) against the sink. Runs in an environment of its own, with nothing of ours."""

import json
import sys
import time
from pathlib import Path

import httpx
from apns2.client import APNsClient, NotificationType
from apns2.credentials import TokenCredentials
from apns2.payload import Payload, PayloadAlert


def main(todo: dict) -> dict:
    shown = json.loads(Path(todo["body"]).read_text())
    alert = shown["aps"]["alert"]
    payload = Payload(
        alert=PayloadAlert(title=alert["title"], body=alert["body"]),
        sound="default",
        thread_id="release",
        custom={"release": shown["release"]},
    )
    tokens = json.loads(Path(todo["tokens"]).read_text())
    client = APNsClient(TokenCredentials(todo["key"], "KEY0000001", "TEAM000001"))
    client._server, client._port = "127.0.0.1", todo["port"]
    client._connection = httpx.Client(http2=True, verify=todo["ca"])
    start, cpu = time.perf_counter(), time.process_time()
    done = 0
    for token in tokens:  # its own batch does the same: one request, its answer, the next request
        response = client.send_notification_async(
            token, payload, todo["topic"], collapse_id=todo["collapse_id"], push_type=NotificationType.Alert
        )
        done += client.get_notification_result(response) == "Success"
    return {"done": done, "cpu": time.process_time() - cpu, "wall": time.perf_counter() - start}


print(json.dumps(main(json.loads(sys.argv[1]))))
