"""The system as the demo and the tests hold it, on engines that are configured."""

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.processes.child import Child, ChildReport, Phase
from server.processes.probes import http_answers
from server.processes.system import System
from server.settings import Settings
from tests.server.support import elapsed_since, eventually, is_gone

pytestmark = pytest.mark.slow

SETTINGS_PRINTER = "import os, time; print(os.environ['ZHENGWU_MONGODB_URI'], flush=True); time.sleep(60)"


@pytest.fixture
async def system(mongodb_uri: str, redis_url: str, tmp_path: Path) -> AsyncIterator[System]:
    settings = Settings(
        mongodb_uri=mongodb_uri, redis_url=redis_url, mongodb_database="test_system", port=0, data_dir=tmp_path
    )
    city = Child(name="city", command=["python", "-c", SETTINGS_PRINTER])
    system = System(settings, extra_children=[city])
    async with system:
        yield system
        pids, start = [report.pid for report in system.state()], time.monotonic()
    assert elapsed_since(start) < 5
    assert all(is_gone(pid) for pid in pids if pid)


async def test_configured_engines_are_not_spawned_and_a_killed_api_comes_back(
    system: System, mongodb_uri: str, tmp_path: Path
) -> None:
    assert [report.name for report in system.state()] == ["city", "api", "worker", "pusher"]
    assert not (tmp_path / "mongodb").exists()
    assert not (tmp_path / "valkey").exists()
    await eventually(lambda: mongodb_uri in (tmp_path / "logs/city.log").read_text())

    ready = http_answers(*system.settings.local_address, "/readyz")
    assert await ready()
    killed = system.kill("api")
    await eventually(lambda: is_gone(killed))
    await eventually(lambda: api_of(system).restarts == 1 and api_of(system).phase is Phase.running)
    assert await ready()


def api_of(system: System) -> ChildReport:
    return next(report for report in system.state() if report.name == "api")
