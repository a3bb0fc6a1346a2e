"""The first start with real processes: one password, printed once, never a default; and what a restart remembers."""

import re
from pathlib import Path

import httpx
import pytest

from server.auth.brake import ALLOWED
from tests.server.processes.test_up import Running, running
from tests.server.support import eventually

pytestmark = pytest.mark.slow

DEFAULTS = ("admin", "password", "123456", "zhengwu", "")


def said(folder: Path) -> list[str]:
    """Every password that `up` has printed so far."""
    return re.findall(r"密码 +(\S{16})", (folder.parent / "up.log").read_text())


async def tried(system: Running, password: str) -> str:
    """What the log-in page answers, in words."""
    async with httpx.AsyncClient(base_url=str(system.holder.url), headers={"accept": "text/html"}) as client:
        answer = await client.post("/console/login", data={"username": "admin", "password": password})
    return answer.text


async def test_one_password_is_printed_once_and_guessing_is_stopped_across_a_restart(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with running(folder) as first:
        await first.ready()
        await eventually(lambda: bool(said(folder)))  # what the api prints comes through its parent
        [password] = said(folder)
        assert "设置您自己的密码" in await tried(first, password)
        for guess in (*DEFAULTS, *["x"] * ALLOWED)[:ALLOWED]:
            assert "用户名或密码不正确" in await tried(first, guess)
        assert "错误次数过多" in await tried(first, password)

    with running(folder) as second:
        await second.ready()
        assert said(folder) == [password], "nothing is printed by a later start"
        assert "错误次数过多" in await tried(second, password)
