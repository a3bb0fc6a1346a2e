"""Engines and an api as processes of their own, each to be killed and started again where it was."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from server.engines.leash import leashed
from server.engines.mongodb import mongodb_child, mongodb_uri
from server.engines.ports import free_port
from server.engines.valkey import redis_url, valkey_child
from server.processes.child import Child
from server.processes.probes import http_answers
from server.settings import Settings
from tests.server.support import PROGRAM, eventually
from tests.support import wait_for_port


class Killable:
    """A child process; its port stays the same when it comes back."""

    def __init__(self, child: Child, port: int) -> None:
        self._child = child
        self.port = port
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            leashed(self._child.command), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_for_port(self.port)

    def kill(self) -> None:
        """SIGKILL. Does nothing to one that is dead."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


class Engines:
    """A document store that keeps what it acknowledged, and Valkey."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        self.mongodb = Killable(mongodb_child(folder, port), port)
        self.mongodb_uri = mongodb_uri(port)
        port = free_port()
        self.valkey = Killable(valkey_child(folder, port), port)
        self.redis_url = redis_url(port)

    def settings(self, folder: Path) -> Settings:
        return Settings(
            mongodb_uri=self.mongodb_uri,
            redis_url=self.redis_url,
            data_dir=folder,
            port=free_port(),
            secret_key="a key of the fault tests, of some length",  # type: ignore[arg-type]
        )


@contextmanager
def running_engines(folder: Path) -> Iterator[Engines]:
    engines = Engines(folder)
    try:
        engines.mongodb.start()
        engines.valkey.start()
        yield engines
    finally:
        engines.mongodb.kill()
        engines.valkey.kill()


@contextmanager
def process(command: str, folder: Path, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """`zhengwu COMMAND` away from the checkout's `.env`, killed at the end; its output is in `folder/COMMAND.log`."""
    with (folder / f"{command}.log").open("ab") as log:
        started = subprocess.Popen(
            leashed([*PROGRAM, command]), cwd=folder, env=_ours(environment), stdout=log, stderr=log
        )
        try:
            yield started
        finally:
            started.kill()
            started.wait()


async def ready(settings: Settings) -> None:
    await eventually(http_answers(*settings.local_address, "/readyz"), 120)


def _ours(environment: Mapping[str, str]) -> dict[str, str]:
    return {**_inherited(), **environment}


def _inherited() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("ZHENGWU_")}
