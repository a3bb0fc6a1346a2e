"""`zhengwu up` as people run it: a process in a terminal."""

import json
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from pymongo import MongoClient

from server.engines.data_folder import DataFolder, Holder
from server.processes.probes import http_answers
from tests.server.support import PROGRAM, elapsed_since, eventually, is_gone, zhengwu

pytestmark = pytest.mark.slow


class Running:
    def __init__(self, folder: Path, command: str) -> None:
        self.folder = DataFolder(folder)
        self._log = (folder.parent / f"{command}.log").open("a")
        self.process = subprocess.Popen(
            [*PROGRAM, command, "--port", "0", "--data-dir", str(folder)],
            cwd=folder.parent,
            stdout=self._log,
            stderr=self._log,
        )

    @property
    def holder(self) -> Holder:
        holder = self.folder.holder()
        assert holder
        return holder

    async def ready(self) -> None:
        await eventually(lambda: self._url() is not None, 60)
        host, port = self.holder.url.removeprefix("http://").split(":")  # type: ignore[union-attr]
        await eventually(http_answers(host, int(port), "/readyz"), 90)

    def children(self) -> list[int]:
        return [child.pid for child in psutil.Process(self.process.pid).children(recursive=True)]

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self._log.close()

    def _url(self) -> str | None:
        holder = self.folder.holder() if self.process.poll() is None else None
        return holder.redis_url if holder else None


@contextmanager
def running(folder: Path, command: str = "up") -> Iterator[Running]:
    started = Running(folder, command)
    try:
        yield started
    finally:
        started.close()


async def test_it_survives_its_own_death(tmp_path: Path) -> None:
    """Second `up` refused; SIGKILL leaves no child and a stale lock; the next `up` has the data; Ctrl-C ends it."""
    folder = tmp_path / "data"
    with running(folder) as first:
        await first.ready()
        refused = zhengwu("up", "--port", "0", "--data-dir", str(folder), cwd=tmp_path)
        children = first.children()
        with MongoClient[dict[str, object]](first.holder.mongodb_uri) as client:
            client["zhengwu"]["notes"].insert_one({"_id": "kept"})
        holder = first.holder
    assert refused.returncode == 1
    assert "DATA_FOLDER_IN_USE" in refused.stderr
    assert str(holder.pid) in refused.stderr
    assert str(holder.url) in refused.stderr
    assert "Traceback" not in refused.stderr
    assert len(children) == 5
    await eventually(lambda: all(map(is_gone, children)), 5)

    with running(folder) as second:
        await second.ready()
        with MongoClient[dict[str, object]](second.holder.mongodb_uri) as client:
            assert client["zhengwu"]["notes"].find_one({"_id": "kept"})
        children, start = second.children(), time.monotonic()
        second.process.send_signal(signal.SIGINT)
        assert second.process.wait(10) == 0
        assert elapsed_since(start) < 5
        assert all(map(is_gone, children))


async def test_a_single_process_brings_its_engines_and_others_join_them(tmp_path: Path) -> None:
    """`serve` without `up`; `doctor` asks the running engines instead of starting others on the same files."""
    folder = tmp_path / "data"
    with running(folder, "serve") as serving:
        await serving.ready()
        checked = zhengwu("doctor", "--json", "--data-dir", str(folder), cwd=tmp_path)
        assert checked.returncode == 0, checked.stdout + checked.stderr
        assert json.loads(checked.stdout)["ok"] is True
        serving.process.terminate()
        assert serving.process.wait(10) == 0
    assert DataFolder(folder).holder() is None


def test_taken_port_is_one_red_line_with_advice(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = zhengwu("up", "--port", str(port), "--data-dir", str(tmp_path / "data"), cwd=tmp_path)
    assert refused.returncode == 1
    assert "PORT_IN_USE" in refused.stderr
    assert "--port 0" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "data/mongodb").exists()
