"""Keeps one child alive: starts it, waits until it answers, starts it again when it dies."""

import asyncio
import os
import signal
import time
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import structlog

from server.engines.errors import ChildNotStarted
from server.engines.leash import leashed
from server.processes.child import Child, ChildReport, Phase

FIRST_PAUSE = 0.2  # seconds before the first restart; doubles with each
LONGEST_PAUSE = 5.0
TRIES_AT_FIRST = 3  # a killed predecessor may hold its files for a moment; a broken set-up fails every time
LOOK_EVERY = 0.05
STEADY = 10.0  # seconds; a child that lived so long was well, so its next death is a new accident
LOG_SIZE = 10_000_000  # bytes; an older log is kept as `.1`

log = structlog.get_logger()


class Keeper:
    def __init__(self, child: Child, logs: Path, changed: Callable[[ChildReport], None]) -> None:
        self.child = child
        self._log = logs / f"{child.name}.log"
        self._changed = changed
        self._phase = Phase.starting
        self._process: Process | None = None
        self._restarts = 0
        self._served = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def report(self) -> ChildReport:
        pid = self._process.pid if self._process else None
        return ChildReport(self.child.name, self._phase, pid, self._restarts)

    async def start(self) -> None:
        """Return once the child answers. Raises ChildNotStarted with the end of its log."""
        self._task = asyncio.create_task(self._keep(), name=f"keep {self.child.name}")
        served = asyncio.create_task(self._served.wait())
        try:
            await asyncio.wait({self._task, served}, timeout=self.child.start_within, return_when="FIRST_COMPLETED")
        finally:
            served.cancel()
        if not self._served.is_set():
            raise self._not_started()

    def kill(self) -> int:
        """SIGKILL, as a crash would; the keeper starts the child again. Returns the pid that was killed."""
        if self._process is None:
            raise ProcessLookupError(self.child.name)
        self._signal(self._process, signal.SIGKILL)
        return self._process.pid

    async def stop(self) -> None:
        """SIGTERM, and SIGKILL for what is still there after `stop_within`."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
        if (process := self._process) is not None:
            self._signal(process, signal.SIGTERM)
            try:
                await asyncio.wait_for(process.wait(), self.child.stop_within)
            except TimeoutError:
                self._signal(process, signal.SIGKILL)
                await process.wait()
        self._process = None
        self._move(Phase.stopped)

    async def _keep(self) -> None:
        pause = FIRST_PAUSE
        while True:
            started = time.monotonic()
            try:
                process = await self._spawn()
            except OSError as error:  # no memory to fork, no room for the log: both pass, and the child must come back
                log.warning("child_not_spawned", child=self.child.name, error=repr(error))
                await asyncio.sleep(LONGEST_PAUSE)
                continue
            if await self._until_answering(process):
                self._served.set()
                self._move(Phase.running)
            code = await process.wait()
            if time.monotonic() - started >= STEADY:
                pause = FIRST_PAUSE
            if not self._served.is_set() and self._restarts + 1 >= TRIES_AT_FIRST:
                return
            self._restarts += 1
            log.warning("child_died", child=self.child.name, code=code, restart_in=pause)
            self._move(Phase.restarting)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _spawn(self) -> Process:
        self._log.parent.mkdir(parents=True, exist_ok=True)
        if self._log.exists() and self._log.stat().st_size > LOG_SIZE:
            self._log.replace(self._log.with_suffix(".log.1"))
        with self._log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *leashed(self.child.command),
                env={**os.environ, "PYTHONUNBUFFERED": "1", **self.child.environment},
                stdin=DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # the terminal's Ctrl-C goes to the parent, which stops in order
            )
        return self._process

    async def _until_answering(self, process: Process) -> bool:
        while process.returncode is None:
            if self.child.answers is None or await self.child.answers():
                return True
            await asyncio.sleep(LOOK_EVERY)
        return False

    def _move(self, phase: Phase) -> None:
        self._phase = phase
        self._changed(self.report)

    def _signal(self, process: Process, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)

    def _not_started(self) -> ChildNotStarted:
        lines = self._log.read_text(errors="replace").splitlines()[-12:] if self._log.exists() else []
        return ChildNotStarted(
            f"{self.child.name} 没有启动成功，日志在 {self._log}：\n" + "\n".join(lines),
            name=self.child.name,
            log=str(self._log),
        )
