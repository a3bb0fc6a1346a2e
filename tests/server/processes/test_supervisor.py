"""Children are kept alive, started in tiers and stopped in reverse, whatever they do."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.engines.errors import ChildNotStarted
from server.processes.child import Child, ChildReport, Phase
from server.processes.supervisor import Supervisor
from tests.server.support import elapsed_since, eventually, is_gone

SLEEP = "import time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"


def python(name: str, code: str, **wishes: object) -> Child:
    return Child(name=name, command=[sys.executable, "-c", code], **wishes)  # type: ignore[arg-type]


def sleeper(name: str) -> Child:
    return Child(name=name, command=["sleep", "60"])


class Watched:
    """A supervisor and everything it reported."""

    def __init__(self, logs: Path) -> None:
        self.seen: list[ChildReport] = []
        self.supervisor = Supervisor(logs, self.seen.append)

    def pid(self, name: str) -> int:
        return next((report.pid or 0 for report in self.supervisor.reports() if report.name == name), 0)

    def names(self, phase: Phase) -> list[str]:
        return [report.name for report in self.seen if report.phase is phase]


@pytest.fixture
async def watched(tmp_path: Path) -> AsyncIterator[Watched]:
    watched = Watched(tmp_path / "logs")
    yield watched
    await watched.supervisor.stop()


async def test_killed_child_comes_back_under_a_new_pid(watched: Watched) -> None:
    await watched.supervisor.start(sleeper("a"))
    killed = watched.supervisor.kill("a")
    await eventually(lambda: watched.pid("a") != killed and watched.seen[-1].phase is Phase.running, 10)
    assert is_gone(killed)
    assert watched.supervisor.reports()[0].restarts == 1


async def test_child_that_keeps_dying_is_restarted_with_growing_pauses(watched: Watched) -> None:
    await watched.supervisor.start(python("short", "pass"))
    start = time.monotonic()
    await eventually(lambda: watched.names(Phase.restarting).count("short") >= 2, 20)
    assert elapsed_since(start) < 15
    assert watched.supervisor.reports()[0].restarts >= 2


async def test_child_that_starts_and_dies_at_once_is_not_restarted_ever_faster(watched: Watched) -> None:
    """It counts as running each time, being without a probe; the pauses grow all the same."""
    await watched.supervisor.start(python("short", "pass"))
    start = time.monotonic()
    await eventually(lambda: watched.names(Phase.restarting).count("short") >= 4, 20)
    assert elapsed_since(start) >= 0.2 + 0.4 + 0.8


async def test_engines_stop_when_all_that_stands_on_them_has_stopped(watched: Watched) -> None:
    await watched.supervisor.start(sleeper("engine"))
    await watched.supervisor.start(sleeper("city"))
    await watched.supervisor.start(sleeper("api"), sleeper("worker"))
    pids = [report.pid for report in watched.supervisor.reports()]
    await watched.supervisor.stop()
    stopped = watched.names(Phase.stopped)
    assert sorted(stopped[:-1]) == ["api", "city", "worker"]
    assert stopped[-1] == "engine"
    assert all(is_gone(pid) for pid in pids if pid)


async def test_child_that_ignores_sigterm_is_killed_in_time(watched: Watched, tmp_path: Path) -> None:
    await watched.supervisor.start(python("stubborn", STUBBORN, stop_within=0.3))
    await eventually(lambda: "up" in (tmp_path / "logs/stubborn.log").read_text())
    pid, start = watched.pid("stubborn"), time.monotonic()
    await watched.supervisor.stop()
    assert is_gone(pid)
    assert 0.3 <= elapsed_since(start) < 2


async def test_next_tier_waits_until_the_one_before_answers(watched: Watched) -> None:
    answering = asyncio.Event()

    async def answers() -> bool:
        return answering.is_set()

    starting = asyncio.create_task(watched.supervisor.start(python("slow", SLEEP, answers=answers)))
    await eventually(lambda: watched.pid("slow") != 0)
    assert not starting.done()
    answering.set()
    await starting
    assert watched.names(Phase.running) == ["slow"]


async def test_child_that_fails_at_once_is_reported_with_the_end_of_its_log(watched: Watched) -> None:
    async def answers() -> bool:
        return False

    with pytest.raises(ChildNotStarted, match="缺少许可证") as failed:
        await watched.supervisor.start(python("broken", "raise SystemExit('缺少许可证')", answers=answers))
    assert failed.value.details["name"] == "broken"


async def test_child_that_never_answers_is_given_up(watched: Watched) -> None:
    async def answers() -> bool:
        return False

    with pytest.raises(ChildNotStarted):
        await watched.supervisor.start(python("mute", SLEEP, answers=answers, start_within=0.3))
    pid = watched.pid("mute")
    await watched.supervisor.stop()
    assert is_gone(pid)


async def test_settings_reach_the_child_and_its_output_the_log(watched: Watched, tmp_path: Path) -> None:
    child = python("talker", "import os; print(os.environ['WORD'], flush=True); " + SLEEP, environment={"WORD": "好"})
    await watched.supervisor.start(child)
    await eventually(lambda: "好" in (tmp_path / "logs/talker.log").read_text())


async def test_ctrl_c_in_the_terminal_reaches_the_parent_only(watched: Watched) -> None:
    """The terminal signals the foreground group; children are in groups of their own, so they stop in order."""
    await watched.supervisor.start(sleeper("a"))
    pid = watched.pid("a")
    await eventually(lambda: os.getpgid(pid) == pid)
