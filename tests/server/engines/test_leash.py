"""A leashed command dies with its parent, however the parent dies."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from server.engines import leash
from tests.server.support import eventually, is_gone

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


def parent_of(how: str) -> subprocess.Popen[str]:
    """A process that starts a sleeper in the given way, prints its pid and waits."""
    code = f"""
        import subprocess, sys, time
        from server.engines import leash
        child = subprocess.Popen({how})
        print(child.pid, flush=True)
        time.sleep(60)
    """
    return subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, text=True)


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    with process.stdout as lines:
        return lines.readline()


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux's")
async def test_sigkill_of_the_parent_kills_the_child() -> None:
    parent = parent_of(f"leash.leashed({SLEEP!r})")
    child = int(first_line(parent))
    parent.kill()
    parent.wait()
    await eventually(lambda: is_gone(child), 5)


async def test_without_a_leash_the_child_would_live_on() -> None:
    """What the test above would miss if the system cleaned up by itself."""
    parent = parent_of(repr(SLEEP))
    child = int(first_line(parent))
    parent.kill()
    parent.wait()
    assert not is_gone(child)
    os.kill(child, 9)


def test_command_keeps_its_pid_arguments_and_exit_code() -> None:
    code = "import os, sys; print(os.getpid(), sys.argv[1:]); sys.exit(3)"
    process = subprocess.Popen(
        leash.leashed([sys.executable, "-c", code, "甲", "--乙"]), stdout=subprocess.PIPE, text=True
    )
    output, _ = process.communicate(timeout=20)
    assert (output.strip(), process.returncode) == (f"{process.pid} ['甲', '--乙']", 3)


def test_child_of_a_parent_that_is_already_gone_never_starts(tmp_path: Path) -> None:
    trace = tmp_path / "ran"
    nobody = 2**22 + 1  # above the kernel's largest pid
    command = [sys.executable, leash.__file__, str(nobody), "touch", str(trace)]
    assert subprocess.run(command, check=False).returncode == 1
    assert not trace.exists()


async def test_where_there_is_no_prctl_a_watcher_kills_the_command(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    code = f"import os, pathlib, time; pathlib.Path({str(pid_file)!r}).write_text(str(os.getpid())); time.sleep(60)"
    command = [sys.executable, "-c", code]
    watcher = f"import os; from server.engines import leash; leash.watch(os.getppid(), {command!r})"
    parent = parent_of(f"[sys.executable, '-c', {watcher!r}]")
    first_line(parent)
    await eventually(lambda: pid_file.exists() and pid_file.read_text() != "", 20)
    parent.kill()
    parent.wait()
    await eventually(lambda: is_gone(int(pid_file.read_text())), 5)


def test_watcher_hands_on_the_exit_code() -> None:
    assert leash.watch(os.getppid(), [sys.executable, "-c", "import sys; sys.exit(7)"]) == 7
