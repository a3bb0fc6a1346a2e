"""`python -m server.demo.apns_stand_in --folder F --port P --stats-port Q`."""

import asyncio
import signal
from pathlib import Path
from typing import Annotated

import typer

from server.demo.apns_stand_in.server import stand_in, stats_server


def main(
    folder: Annotated[Path, typer.Option(help="证书、密钥与流水所在的文件夹")],
    port: Annotated[int, typer.Option(help="HTTP/2 端口")],
    stats_port: Annotated[int, typer.Option(help="统计端口（GET /stats）")],
    unregistered: Annotated[list[str] | None, typer.Option(help="已失效的设备标识，回答 410")] = None,
) -> None:
    asyncio.run(_serve(folder, port, stats_port, frozenset(unregistered or ())))


async def _serve(folder: Path, port: int, stats_port: int, unregistered: frozenset[str]) -> None:
    stop = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    async with (
        stand_in(folder, port=port, unregistered=unregistered) as running,
        stats_server(running.service.ledger, stats_port),
    ):
        await stop.wait()


if __name__ == "__main__":
    typer.run(main)
