"""Runs a command that dies with its parent, even when the parent is killed with SIGKILL.

    python -I -S leash.py PARENT_PID command…

Linux sends a signal of our choice to a process whose parent dies (prctl(2), PR_SET_PDEATHSIG), and the wish survives
exec, so this shim costs a few milliseconds and then is gone. Elsewhere it stays and looks for its parent five times a
second. The parent must start it from a thread that lives as long as it does: Linux counts the thread, not the process.
"""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Sequence

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
LOOK_EVERY = 0.2  # seconds


def leashed(command: Sequence[str]) -> list[str]:
    """The command line that runs `command` on a leash held by this process."""
    return [sys.executable, "-I", "-S", os.path.abspath(__file__), str(os.getpid()), *command]


def run(parent: int, command: list[str]) -> int:
    if sys.platform == "linux":
        _die_with_parent()
        if os.getppid() == parent:  # else it died before the wish was on record
            os.execvp(command[0], command)  # noqa: S606 - running the given command is what a leash is for
        return 1
    return watch(parent, command)


def watch(parent: int, command: list[str]) -> int:
    """Stay beside the command; kill it once the parent is gone. Returns the command's exit code."""
    child = os.posix_spawnp(command[0], command, os.environ)
    signal.signal(signal.SIGTERM, lambda *_: os.kill(child, signal.SIGTERM))
    while os.getppid() == parent:
        finished, status = os.waitpid(child, os.WNOHANG)
        if finished:
            return abs(os.waitstatus_to_exitcode(status))
        time.sleep(LOOK_EVERY)
    os.kill(child, signal.SIGKILL)
    return 1


def _die_with_parent() -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


if __name__ == "__main__":
    sys.exit(run(int(sys.argv[1]), sys.argv[2:]))
