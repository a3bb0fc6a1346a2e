"""`zhengwu demo --check`: the whole job, every step verified from outside; also when a process is killed meanwhile."""

import json
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.server.support import PROGRAM, is_gone

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

TIME_LIMIT = 160  # seconds, from issue to exit, on a machine that runs other tests as well
READY_WITHIN = 60

# What tells one child process from another: words of its command line.
CHILDREN = {
    "mongodb": "secantusd",
    "valkey": "valkey",
    "city": "server.demo.city",
    "apns": "server.demo.apns_stand_in",
    "api": "main serve",
    "worker": "main worker",
    "pusher": "main pusher",
}
ENGINES = ("mongodb", "valkey")
PROGRAMS = ("city", "apns", "api", "worker", "pusher")


@contextmanager
def checking(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """The command, running; away from the checkout's `.env`, on a data folder whose logs outlive a failure."""
    command = [*PROGRAM, "demo", "--check", "--json", "--data-dir", str(folder / "data")]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def report_of(process: subprocess.Popen[str], seconds: float = TIME_LIMIT) -> dict[str, Any]:
    stdout, stderr = process.communicate(timeout=seconds)
    assert stdout, stderr
    report: dict[str, Any] = json.loads(stdout)
    assert [step for step in report["steps"] if not step["passed"]] == []
    assert process.returncode == 0
    return report


def test_every_step_is_met_in_time(tmp_path: Path) -> None:
    with checking(tmp_path) as process:
        report = report_of(process)
    assert report["passed"]
    assert len(report["steps"]) >= 25
    assert report["seconds"] < TIME_LIMIT


@pytest.mark.parametrize("victims", [ENGINES, PROGRAMS], ids=["engines", "programs"])
def test_killed_process_only_delays_it(tmp_path: Path, victims: tuple[str, ...]) -> None:
    """One after the other, each while the play goes on; the next is killed when the last is back."""
    with checking(tmp_path) as process:
        wait_for_the_play(tmp_path / "data")
        for victim in victims:
            child = wait_for_child(process.pid, CHILDREN[victim])
            assert process.poll() is None, f"the check was over before {victim} was killed"
            child.kill()
            wait_for_child(process.pid, CHILDREN[victim], other_than=child.pid)
        report = report_of(process, seconds=TIME_LIMIT + 30)
    assert report["passed"]


def wait_for_child(parent: int, words: str, other_than: int = 0) -> psutil.Process:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        for child in psutil.Process(parent).children(recursive=True):
            if words in _command(child) and child.pid != other_than:
                return child
        time.sleep(0.1)
    raise TimeoutError(f"no child process {words}")


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def wait_for_the_play(folder: Path) -> None:
    """Until the pusher runs, which is started last: by then sources are being read and stories brought out."""
    deadline = time.monotonic() + READY_WITHIN
    while not (folder / "logs/pusher.log").exists():
        if time.monotonic() > deadline:
            raise TimeoutError("the demo did not start")
        time.sleep(0.05)
    time.sleep(2.0)


def test_shown_demo_ends_with_links_and_stops_in_time(tmp_path: Path) -> None:
    command = [*PROGRAM, "demo", "--port", "0", "--data-dir", str(tmp_path / "data")]
    output = tmp_path / "output"
    with output.open("w") as file, subprocess.Popen(command, cwd=tmp_path, stdout=file, stderr=file) as process:
        try:
            wait_for_words(output, "已就绪", TIME_LIMIT)
            children = psutil.Process(process.pid).children(recursive=True)
            process.send_signal(signal.SIGINT)
            process.wait(timeout=15)
        finally:
            process.kill()
    shown = output.read_text()
    for words in ("手机页", "编辑台", "wang / ", "GraphiQL", "推送替身"):
        assert words in shown
    assert [child.pid for child in children if not is_gone(child.pid)] == []


def wait_for_words(file: Path, words: str, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while words not in file.read_text():
        if time.monotonic() > deadline:
            raise TimeoutError(file.read_text()[-2000:])
        time.sleep(0.1)
