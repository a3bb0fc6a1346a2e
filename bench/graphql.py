"""The mobile API against raw bytes and its peers: one page of twenty cards, all servers up and taking turns.

    uv run python bench/graphql.py [--rounds 3] [--seconds 2] [--only raw cached …]

Needs `wrk`. Peers come by npm into a folder of their own (`GRAPHQL_PEERS`, or a temporary one); without npm they are
left out and said to be. Every server has one process on one core; wrk, with 16 connections, has the other. A server's
CPU time per request is taken as well: it says the same when other work disturbs the machine, and the requests a second
do not.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path = [
    str(HERE.parent),
    *(entry for entry in sys.path if Path(entry).resolve() != HERE),
]  # this file is no graphql

import psutil

from server.engines.leash import leashed
from server.engines.mongodb import mongodb_child, mongodb_uri
from tests.support import free_port, wait_for_port

SDL_AND_MORE = "import sys; sys.path.append({here!r}); import graphql_documents as d; print(d.PEERS_SDL)"
NPM = ["graphql@16.15.0", "graphql-yoga@5.24.1", "@graphql-yoga/plugin-response-cache", "mercurius@16.10.1", "fastify"]
OURS = {
    "raw": "Starlette, fixed bytes",
    "cached": "ours, cached public",
    "product": "ours, cached public, the whole server",
    "personal": "ours, personal, cards shared",
    "trusted": "ours, trusted, nothing kept",
    "adhoc": "ours, ad hoc, repeated, nothing kept",
    "once": "ours, ad hoc, interpreted, nothing kept",
    "same": "Strawberry's router and caches on our schema",
}
STRAWBERRY = {"default": "Strawberry, stock", "caches": "Strawberry, parser and validation caches"}
NODE = {
    "yoga": "graphql-yoga",
    "yoga-cache": "graphql-yoga, response cache",
    "mercurius": "mercurius",
    "mercurius-jit": "mercurius, jit",
}
# (row, times, row, at most): the targets as ratios of CPU time and of rate.
TARGETS = [
    ("cached", "raw", 1.5),
    ("cached", "yoga-cache", 1 / 7),
    ("personal", "raw", 2.0),
    ("trusted", "mercurius-jit", 1.0),
    ("adhoc", "caches", 1.0),
    ("once", "same", 1.0),
]


@dataclass
class Server:
    name: str
    label: str
    port: int
    process: psutil.Process
    script: Path
    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)  # microseconds a request


@contextmanager
def running(command: list[str], port: int, **environment: str) -> Iterator[psutil.Process]:
    process = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        wait_for_port(port, 90)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()


def wrk_script(folder: Path, name: str, body: dict[str, str], headers: dict[str, str]) -> Path:
    lines = ['wrk.method = "POST"', f"wrk.body = {json.dumps(json.dumps(body, ensure_ascii=True))}"]
    headers = {"Content-Type": "application/json", "Accept": "application/json", **headers}
    lines += [f"wrk.headers[{json.dumps(key)}] = {json.dumps(value)}" for key, value in headers.items()]
    path = folder / f"{name}.lua"
    path.write_text("\n".join(lines))
    return path


def turn(server: Server, seconds: int) -> None:
    before = sum(server.process.cpu_times()[:2])
    command = ["taskset", "-c", "1", "wrk", "-t1", "-c16", f"-d{seconds}s", "-s", str(server.script)]
    output = subprocess.run(
        [*command, f"http://127.0.0.1:{server.port}/graphql"], capture_output=True, text=True, check=True
    ).stdout
    spent = sum(server.process.cpu_times()[:2]) - before
    if "Non-2xx" in output:
        raise SystemExit(f"{server.label}: {output}")
    found = re.search(r"(\d+) requests in", output)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", output)
    if not (found and rate):
        raise SystemExit(output)
    server.rates.append(float(rate[1]))
    server.cpu.append(spent * 1e6 / max(1, int(found[1])))


def check(server: Server, body: dict[str, str], headers: dict[str, str]) -> int:
    """Every server says the same before it is measured. Returns the bytes of its answer."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{server.port}/graphql",
        json.dumps(body).encode(),
        {"Content-Type": "application/json", **headers},
    )
    with urllib.request.urlopen(request) as answer:
        content = answer.read()
    edges = json.loads(content)["data"]["feed"]["edges"]
    assert len(edges) == 20, server.label
    assert len(edges[0]["node"]["interpretations"]) == 2, server.label
    return len(content)


def python(script: str, *arguments: str) -> list[str]:
    return [sys.executable, "-P", str(HERE / script), *arguments]


def chosen(rows: dict[str, str], only: set[str]) -> dict[str, str]:
    """Raw bytes are in every run: the others are told as multiples of them."""
    return {name: label for name, label in rows.items() if not only or name in only or name == "raw"}


def peers_folder(stack: ExitStack) -> Path | None:
    given = os.environ.get("GRAPHQL_PEERS")
    if given:
        return Path(given)
    if not (shutil.which("npm") and shutil.which("node")):
        print("no npm: yoga and mercurius are left out")
        return None
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    subprocess.run(["npm", "install", "--prefix", folder, "--silent", "--no-audit", "--no-fund", *NPM], check=True)
    return folder


def start_all(stack: ExitStack, folder: Path, only: set[str]) -> list[Server]:
    environment = {"PYTHONPATH": str(HERE.parent)}
    store_port = free_port()
    engine = mongodb_child(folder / "mongodb", store_port, durable=False)
    stack.enter_context(running(leashed(engine.command), store_port))
    where = [mongodb_uri(store_port), "bench"]
    ours = python("graphql_ours.py")
    env = {**os.environ, **environment}
    data = subprocess.run([*ours, "fill", "0", *where], env=env, capture_output=True, text=True, check=True).stdout
    (folder / "data.json").write_text(data)
    sdl = subprocess.run(
        [sys.executable, "-P", "-c", SDL_AND_MORE.format(here=str(HERE))], capture_output=True, text=True
    )
    (folder / "schema.graphql").write_text(sdl.stdout)
    bodies = json.loads(subprocess.run([*ours, "bodies"], env=env, capture_output=True, text=True, check=True).stdout)
    peers = peers_folder(stack) if chosen(NODE, only) else None

    def start(name: str, label: str, command: list[str], port: int) -> Server:
        body, headers = bodies.get(name, bodies["peers"])
        extra = {**environment, **({"GRAPHQL_PEERS": str(peers)} if peers else {})}
        process = stack.enter_context(running(["taskset", "-c", "0", *command], port, **extra))
        server = Server(name, label, port, process, wrk_script(folder, name, body, headers))
        size = check(server, body, headers)
        print(f"{label}: {size:,} bytes", file=sys.stderr)
        return server

    servers = []
    for name, label in chosen(OURS, only).items():
        port = free_port()
        servers.append(start(name, label, [*ours, name, str(port), *where], port))
    for name, label in chosen(STRAWBERRY, only).items():
        port = free_port()
        servers.append(
            start(name, label, python("graphql_strawberry.py", name, str(port), str(folder / "data.json")), port)
        )
    for name, label in chosen(NODE, only).items() if peers else ():
        port = free_port()
        files = [str(folder / "data.json"), str(folder / "schema.graphql")]
        servers.append(start(name, label, ["node", str(HERE / "graphql_peers.cjs"), name, str(port), *files], port))
    return servers


def report(servers: list[Server]) -> None:
    rows = {server.name: (statistics.median(server.rates), statistics.median(server.cpu)) for server in servers}
    rows = {name: (max(rate, 1e-9), max(cpu, 1e-9)) for name, (rate, cpu) in rows.items()}
    raw_rate, raw_cpu = rows["raw"]
    print("\n| server | req/s | × raw | CPU µs/req | × raw |\n|---|---:|---:|---:|---:|")
    for server in servers:
        rate, cpu = rows[server.name]
        print(f"| {server.label} | {rate:,.0f} | {raw_rate / rate:.2f} | {cpu:,.0f} | {cpu / raw_cpu:.2f} |")
    print("\n| claim | by CPU | by rate | target | |\n|---|---:|---:|---:|---|")
    labels = {server.name: server.label for server in servers}
    for name, other, most in TARGETS:
        if name in rows and other in rows:
            by_cpu, by_rate = rows[name][1] / rows[other][1], rows[other][0] / rows[name][0]
            met = "met" if by_cpu <= most else "MISSED"
            print(f"| {labels[name]} ÷ {labels[other]} | {by_cpu:.2f} | {by_rate:.2f} | ≤ {most:.2f} | {met} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--only", nargs="*", default=[], choices=[*OURS, *STRAWBERRY, *NODE])
    asked = parser.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("needs wrk (apt-get install wrk)")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        servers = start_all(stack, folder, set(asked.only))
        for server in servers:
            turn(server, 1)  # warm: caches, jit
            server.rates.clear()
            server.cpu.clear()
        for _ in range(asked.rounds):
            for server in servers:
                turn(server, asked.seconds)
        report(servers)


if __name__ == "__main__":
    main()
