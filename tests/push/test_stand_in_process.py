"""The stand-in as the demo runs it: killed and started again, it has forgotten nothing."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

from push.channels.channel import Action
from tests.push.support import NOTICE, Outcomes, targets, token
from tests.support import free_port, wait_for_port

pytestmark = pytest.mark.slow


@asynccontextmanager
async def process(folder: Path, port: int, stats_port: int) -> AsyncIterator[asyncio.subprocess.Process]:
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server.demo.apns_stand_in", "--folder", str(folder)),
        *("--port", str(port), "--stats-port", str(stats_port), "--unregistered", token(0)),
    )
    try:
        await asyncio.to_thread(wait_for_port, stats_port)
        yield running
    finally:
        if running.returncode is None:
            running.kill()
        await running.wait()


async def stats(port: int) -> dict[str, object]:
    async with httpx.AsyncClient() as client:
        answered: dict[str, object] = (await client.get(f"http://127.0.0.1:{port}/stats")).json()
    return answered


async def test_kill_9_loses_no_count(tmp_path: Path, channel_to) -> None:
    port, stats_port = free_port(), free_port()
    folder = tmp_path / "apns"
    where = SimpleNamespace(port=port, certificate=SimpleNamespace(certificate=folder / "ca.pem"))
    outcomes = Outcomes()
    async with process(folder, port, stats_port), channel_to(where) as channel:
        await channel.send(NOTICE, targets(10), outcomes.deliver)
        before = await stats(stats_port)
    assert outcomes[0].action is Action.retire
    async with process(folder, port, stats_port) as running, channel_to(where) as channel:
        assert await stats(stats_port) == before
        await channel.send(NOTICE, targets(2), Outcomes().deliver)
        after = await stats(stats_port)
        running.send_signal(signal.SIGTERM)
        assert await running.wait() == 0
    assert (before["unique"], before["duplicates"], before["by_status"]) == (9, 0, {"200": 9, "410": 1})
    assert (after["unique"], after["duplicates"], after["received"]) == (9, 1, 12)
