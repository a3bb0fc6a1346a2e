"""The examples of docs/push-in.md, run as printed against the real app over a socket."""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI

from content_models.intake import repository as intake
from tests.server.api.department import Department
from tests.server.support import eventually
from tests.support import free_port

PAGE = Path(__file__).parents[3] / "docs/push-in.md"


def example(language: str) -> str:
    [found] = re.findall(rf"^```{language}\n(.*?)^```", PAGE.read_text("utf-8"), re.M | re.S)
    return str(found)


@pytest.fixture
async def base(app: FastAPI) -> AsyncIterator[str]:
    server = uvicorn.Server(uvicorn.Config(app, port=free_port(), lifespan="off", log_config=None, ws="none"))
    serving = asyncio.create_task(server.serve())
    await eventually(lambda: server.started)
    yield f"http://127.0.0.1:{server.config.port}"
    server.should_exit = True
    await serving


def environment(base: str, department: Department) -> dict[str, str]:
    return os.environ | {
        "ZHENGWU_URL": base,
        "ZHENGWU_SOURCE": department.source.id,
        "ZHENGWU_KEY": department.key_id,
        "ZHENGWU_SECRET": department.secret,
        "PYTHONIOENCODING": "utf-8",
    }


async def run(command: list[str], base: str, department: Department) -> dict[str, object]:
    done = await asyncio.to_thread(
        subprocess.run, command, env=environment(base, department), capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    answer = json.loads(done.stdout)
    assert isinstance(answer, dict)
    return answer


async def test_both_documented_clients_are_understood(base: str, department: Department) -> None:
    sent = await run([sys.executable, "-I", "-c", example("python")], base, department)
    assert sent["accepted"] == 1, sent
    if shutil.which("curl") is None or shutil.which("openssl") is None:
        pytest.skip("curl or openssl is not installed")
    withdrawn = await run(["bash", "-c", example("bash")], base, department)
    assert withdrawn["accepted"] == 1, withdrawn
    [item] = await intake.newest_of(department.source.id, 5)
    assert item.gone_at_source
