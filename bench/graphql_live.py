"""What live subscriptions cost, and what they leave behind when phones vanish.

    uv run python -P bench/graphql_live.py [--sockets 500] [--rounds 3]

Each round opens the sockets, subscribes on each, sends one event to all, then aborts every TCP connection.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.mobile_api.transport.live import Client, Live
from tests.server.support import eventually
from tests.support import free_port, wait_for_port

TICKS = "subscription($since: Int!) { ticks(since: $since) { number } }"


async def stats(http: httpx.AsyncClient) -> dict[str, int]:
    found: dict[str, int] = (await http.get("/stats")).json()
    return found


async def until(http: httpx.AsyncClient, listening: int) -> dict[str, int]:
    async def reached() -> bool:
        found = await stats(http)
        return found["listening"] == listening and found["open"] <= max(listening, found["listening"])

    await eventually(reached, 60)
    return await stats(http)


async def one_round(url: str, http: httpx.AsyncClient, sockets: int, seen: int) -> None:
    before = await stats(http)
    live = Live(None, None)  # type: ignore[arg-type]  # only its client side is used
    live.url = f"{url}/graphql"
    clients: list[Client] = []
    opened = [live.socket() for _ in range(sockets)]
    for one in opened:
        client = await one.__aenter__()
        await client.subscribe(TICKS, since=seen)
        clients.append(client)
    during = await until(http, sockets)
    start = time.perf_counter()
    await http.get("/tick")
    await asyncio.gather(*(client.receive() for client in clients))
    reached = time.perf_counter() - start
    for client in clients:
        client.wire.transport.abort()
    after = await until(http, 0)
    each = (during["rss"] - before["rss"]) / sockets / 1000
    left = (after["rss"] - before["rss"]) / 1e6
    print(f"| {sockets} | {each:.1f} | {reached * 1000:.0f} | {after['open']} | {after['listening']} | {left:+.1f} |")


async def rounds_of(url: str, sockets: int, rounds: int) -> None:
    print("| sockets | kB each | event to all, ms | open after aborts | resolvers left | MB more than before |")
    print("|---:|---:|---:|---:|---:|---:|")
    async with httpx.AsyncClient(base_url=url, timeout=60) as http:
        for seen in range(rounds):
            await one_round(url, http, sockets, seen)


def main(sockets: int, rounds: int) -> None:
    port = free_port()
    command = [sys.executable, "-P", str(ROOT / "bench/graphql_live_server.py"), str(port)]
    server = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)})
    try:
        wait_for_port(port, 90)
        asyncio.run(rounds_of(f"http://127.0.0.1:{port}", sockets, rounds))
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sockets", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    main(chosen.sockets, chosen.rounds)
