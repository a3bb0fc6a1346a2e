"""An APNs-shaped server that is not ours: C, nghttp2 and OpenSSL, compiled on the spot, with faults by its options.

Beside the project that is `../shared/tools/apns_sink.c`; elsewhere the copy that the benchmark brings; `APNS_SINK`
names another. It is told what goes wrong by options and by how a token begins (see the head of its source).
"""

import asyncio
import os
import shutil
import signal
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from push.wire.client import tls_context
from server.demo.apns_stand_in.certificate import kept_certificate
from server.engines.leash import leashed
from tests.support import free_port, wait_for_port

_HERE = Path(__file__).resolve().parents[3]
_SOURCES = (_HERE.parent / "shared" / "tools" / "apns_sink.c", _HERE / "bench" / "push_sink.c")
_LIBRARIES = ("-lnghttp2", "-lssl", "-lcrypto")
_PROBES = 1  # connections that only look whether it listens
_LOOK_EVERY = 0.01  # seconds between two looks at the count: fine enough for a kill between two answers


class NoSink(Exception):
    """It cannot be compiled here; the text says why."""


def compiled(folder: Path) -> Path:
    """The program. Raises NoSink."""
    named = os.environ.get("APNS_SINK")
    source = next((one for one in ((Path(named),) if named else _SOURCES) if one.is_file()), None)
    if source is None or not shutil.which("gcc"):
        raise NoSink("gcc is not installed" if source else f"no source at {named or _SOURCES}")
    program = folder / "sink"
    command = ["gcc", "-O2", "-w", "-pthread", "-o", str(program), str(source), *_LIBRARIES]
    built = subprocess.run(command, capture_output=True, timeout=100)
    if built.returncode:
        raise NoSink(f"needs libnghttp2-dev and libssl-dev: {built.stderr.decode()[:300]}")
    return program


@dataclass(frozen=True, slots=True)
class Counted:
    """What the server has seen, without our own questions. `ok` counts duplicates too."""

    ok: int
    duplicates: int
    refused: int
    connections: int
    goaways: int

    @property
    def unique(self) -> int:
        return self.ok - self.duplicates


@dataclass
class Sink:
    port: int
    ca: Path
    process: asyncio.subprocess.Process
    _tls: ssl.SSLContext
    _questions: int = 0

    async def counted(self) -> Counted:
        """Each question has a connection of its own: one that the server cuts is one of the pusher's."""
        async with httpx.AsyncClient(http2=True, verify=self._tls, timeout=20) as client:
            stats = (await client.get(f"https://127.0.0.1:{self.port}/stats")).json()
        before, self._questions = self._questions, self._questions + 1
        others = stats["conns"] - self._questions - _PROBES
        return Counted(stats["ok"] - before, stats["dup"], stats["err"], others, stats["goaways"])

    async def accepted(self, count: int) -> None:
        """Return when so many were taken."""
        while (await self.counted()).ok < count:  # noqa: ASYNC110 - another process tells nobody
            await asyncio.sleep(_LOOK_EVERY)

    def stall(self) -> None:
        """From now on it neither reads nor answers; its sockets stay open."""
        self.process.send_signal(signal.SIGSTOP)

    def wake(self) -> None:
        self.process.send_signal(signal.SIGCONT)


@asynccontextmanager
async def running(program: Path, folder: Path, *options: object, port: int = 0) -> AsyncIterator[Sink]:
    """With these options, until the context ends. Of one folder, each is trusted by whoever trusted the one before."""
    certificate = kept_certificate(folder)
    shutil.copy(certificate.certificate, folder / "cert.pem")
    port = port or free_port()
    command = leashed([str(program), "-p", str(port), *map(str, options)])
    process = await asyncio.create_subprocess_exec(*command, cwd=folder, stderr=asyncio.subprocess.DEVNULL)
    try:
        await asyncio.to_thread(wait_for_port, port)
        yield Sink(port, certificate.certificate, process, tls_context(certificate.certificate))
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
