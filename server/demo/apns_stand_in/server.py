"""Both listeners of the stand-in: HTTP/2 over TLS for pushers, plain HTTP for whoever wants the count."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from server.demo.apns_stand_in.certificate import Certificate, kept_certificate
from server.demo.apns_stand_in.http2 import Faults, Http2Server
from server.demo.apns_stand_in.ledger import Ledger
from server.demo.apns_stand_in.service import Service

LOOPBACK = "127.0.0.1"
_REQUEST_SECONDS = 5


@dataclass
class StandIn:
    """A running stand-in. Tests reach into `service` and `faults`; everybody else asks GET /stats."""

    port: int
    certificate: Certificate
    service: Service
    faults: Faults
    connections: list[Http2Server] = field(default_factory=list)


@asynccontextmanager
async def stand_in(
    folder: Path, *, port: int = 0, unregistered: frozenset[str] = frozenset(), faults: Faults | None = None
) -> AsyncIterator[StandIn]:
    """Listen on `port` (0 = any) until the context ends. `folder` keeps certificate and journal."""
    certificate = kept_certificate(folder)
    ledger = Ledger(folder / "journal.jsonl")
    running = StandIn(port, certificate, Service(ledger, set(unregistered)), faults or Faults())
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Http2Server(running.service, running.faults, running.connections.append),
        LOOPBACK,
        port,
        ssl=_tls(certificate),
        ssl_shutdown_timeout=1,
    )
    running.port = server.sockets[0].getsockname()[1]
    try:
        yield running
    finally:
        server.close()
        ledger.close()


@asynccontextmanager
async def stats_server(ledger: Ledger, port: int) -> AsyncIterator[None]:
    """GET of anything answers the statistics as JSON."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(_REQUEST_SECONDS):
                await reader.readuntil(b"\r\n\r\n")
                body = json.dumps(ledger.stats(), ensure_ascii=False).encode()
                head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n"
                writer.write(head.encode() + b"connection: close\r\n\r\n" + body)
                await writer.drain()
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # whoever asked has gone away or never asked properly
        finally:
            writer.close()

    server = await asyncio.start_server(answer, LOOPBACK, port)
    try:
        yield
    finally:
        server.close()


def _tls(certificate: Certificate) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.certificate, certificate.key)
    context.set_alpn_protocols(["h2"])
    return context
