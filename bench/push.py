"""What handing a notification to APNs costs, ours beside others, in one run against one server, taking turns.

    uv run python bench/push.py [--rounds 3] [--scale 1.0] [--report] [--only NAME ...]

The server (bench/push_sink.c: nghttp2 and OpenSSL, so not our code) is compiled into a temporary folder and pinned to
CPU 1, each client to CPU 0; everything stays on loopback. Rows: CPU microseconds a notification and what one core
would hand over a second, each the median of the rounds, and the ratio to h2load. CPU is the client's own, from its
first connection to its last answer (h2load: its whole process). The store of the last row runs on CPU 1 and is not
counted. Peers live in environments of their own and are skipped, with a line that says so, when they are not to be
had. Needs gcc, libnghttp2-dev, libssl-dev; h2load is in nghttp2-client. Exits with 1 when a target is missed, unless
`--report`.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from content_models.kit.ids import new_id
from push.channels.apns import payload
from push.channels.apns_token import ProviderToken
from push.channels.channel import Notice
from server.demo.apns_stand_in.certificate import kept_certificate, make_signing_key
from server.engines.mongodb import mongodb_child, mongodb_uri
from tests.support import free_port, wait_for_port

HERE = Path(__file__).resolve().parent
SINK_CPU, CLIENT_CPU = 1, 0
TOPIC = "cn.example.zhengwu"
RUN_SECONDS = 600
GO_MODULES = ["github.com/sideshow/apns2@v0.25.0", "golang.org/x/net@v0.0.0-20220403103023-749bd193bc2b"]
TARGETS = [("wire", "h2load", 0.8), ("store", "h2load", 0.5), ("wire", "go", 5.0), ("wire", "aioapns", 50.0)]

Result = dict[str, Any]


class Missing(Exception):
    """A peer that is not to be had here; the text says why."""


@dataclass
class Bench:
    """What every client is given."""

    folder: Path
    port: int
    mongodb: str
    key: Path
    notice: Notice
    runs: int = 0

    def todo(self, count: int, **more: Any) -> str:
        """The task of one run, as JSON: fresh tokens, so that the server can tell every one apart."""
        self.runs += 1
        tokens = self.folder / "tokens.json"
        tokens.write_text(json.dumps([_token(f"{self.runs} {number}") for number in range(count)]))
        known = {"port": self.port, "ca": str(self.folder / "cert.pem"), "key": str(self.key), "topic": TOPIC}
        known |= {"body": str(self.folder / "body.json"), "tokens": str(tokens), "mongodb": self.mongodb}
        return json.dumps(known | {"collapse_id": self.notice.collapse_id} | more)

    def accepted(self) -> int:
        with httpx.Client(http2=True, verify=str(self.folder / "cert.pem")) as client:
            return int(client.get(f"https://127.0.0.1:{self.port}/stats").json()["ok"])


def _token(seed: str) -> str:
    """64 hexadecimal digits, none of those that the server refuses by their beginning."""
    return "aaaa" + hashlib.sha256(seed.encode()).hexdigest()[4:]


@dataclass
class Row:
    name: str
    title: str
    count: int
    run: Callable[[Bench, int], Result]
    results: list[Result] = field(default_factory=list)
    skipped: str = ""

    @property
    def microseconds(self) -> float:
        return median(result["cpu"] / result["done"] * 1e6 for result in self.results)


def pinned(command: list[str], cpu: int, **more: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command, text=True, preexec_fn=lambda: os.sched_setaffinity(0, {cpu}), stdout=subprocess.PIPE, **more
    )


def told(command: list[str], **more: Any) -> Result:
    """Run a client that prints its own account as its last line."""
    process = pinned(command, CLIENT_CPU, **more)
    output, _ = process.communicate(timeout=RUN_SECONDS)
    if process.returncode:
        raise Missing(f"{command[0]} ended with {process.returncode}")
    result: Result = json.loads(output.splitlines()[-1])
    return result


def h2load(bench: Bench, count: int) -> Result:
    if not shutil.which("h2load"):
        raise Missing("h2load is not installed (nghttp2-client)")
    token = ProviderToken(bench.key, "KEY0000001", "TEAM000001").get_authorization_header()
    named = {"authorization": token, "apns-topic": TOPIC, "apns-push-type": "alert", "apns-priority": "10"}
    named |= {"apns-expiration": "1800000000", "apns-id": new_id(), "apns-collapse-id": bench.notice.collapse_id}
    headers = [part for name, value in named.items() for part in ("-H", f"{name}: {value}")]
    url = f"https://127.0.0.1:{bench.port}/3/device/{'ab' * 32}"
    load = ["-n", str(count), "-c", "4", "-m", "500", "-t", "1", "-d", str(bench.folder / "body.json")]
    start = time.perf_counter()
    process = pinned(["h2load", *load, *headers, url], CLIENT_CPU)
    assert process.stdout
    output = process.stdout.read()
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0
    if f"{count} succeeded" not in output:
        raise Missing(f"h2load did not succeed: {output[-300:]}")
    return {"done": count, "cpu": used.ru_utime + used.ru_stime, "wall": time.perf_counter() - start}


def ours(mode: str, connections: int) -> Callable[[Bench, int], Result]:
    def run(bench: Bench, count: int) -> Result:
        todo = bench.todo(count, mode=mode, connections=connections)
        return told([sys.executable, str(HERE / "push_ours.py"), todo])

    return run


def python_peer(script: str, *packages: str) -> Callable[[Bench, int], Result]:
    def run(bench: Bench, count: int) -> Result:
        home = bench.folder / script
        if not home.exists():
            environment = os.environ | {"VIRTUAL_ENV": str(home), "UV_FROZEN": "0"}
            subprocess.run(["uv", "venv", "-q", str(home)], check=True, env=environment)
            install = ["uv", "pip", "install", "-q", "--python", str(home / "bin/python"), *packages]
            if subprocess.run(install, env=environment, timeout=RUN_SECONDS).returncode:
                raise Missing(f"{packages[0]} could not be installed")
        return told([str(home / "bin/python"), str(HERE / "push_peers" / script), bench.todo(count)])

    return run


def go_peer(bench: Bench, count: int) -> Result:
    program = bench.folder / "apns2_go" / "apns2_go"
    if not program.exists():
        if not shutil.which("go"):
            raise Missing("Go is not installed")
        program.parent.mkdir()
        shutil.copy(HERE / "push_peers" / "apns2_go.go", program.parent / "main.go")
        for command in (["mod", "init", "bench"], ["get", *GO_MODULES], ["build", "-o", program.name, "."]):
            built = subprocess.run(["go", *command], cwd=program.parent, capture_output=True, timeout=RUN_SECONDS)
            if built.returncode:
                raise Missing(f"go {command[0]}: {built.stderr.decode()[-300:]}")
    return told([str(program), bench.todo(count)], env=os.environ | {"GOMAXPROCS": "1"})


def rows(scale: float) -> list[Row]:
    every = [
        Row("h2load", "h2load，4 条连接，每条 500 个流", 200_000, h2load),
        Row("wire", "我们的 HTTP/2 引擎，1 条连接", 200_000, ours("wire", 1)),
        Row("wire4", "我们的 HTTP/2 引擎，4 条连接", 200_000, ours("wire", 4)),
        Row("store", "我们的推送进程：租用、登记、核对", 200_000, ours("store", 1)),
        Row("admitted", "同上，并逐人询问可否打扰（准入）", 30_000, ours("admitted", 1)),
        Row("go", "Go sideshow/apns2 0.25，GOMAXPROCS=1", 50_000, go_peer),
        Row("aioapns", "aioapns 4.0，10 条连接", 5_000, python_peer("aioapns_client.py", "aioapns==4.0")),
        Row("mopyapns", "mopyapns 0.8.0", 1_000, python_peer("mopyapns_client.py", "mopyapns==0.8.0")),
    ]
    for row in every:
        row.count = max(200, int(row.count * scale))
    return every


@contextmanager
def sink(folder: Path) -> Iterator[int]:
    """The server, compiled, on a free port. Raises Missing."""
    if not shutil.which("gcc"):
        raise Missing("gcc is not installed")
    program, port = folder / "sink", free_port()
    libraries = ["-lnghttp2", "-lssl", "-lcrypto"]
    compiled = subprocess.run(
        ["gcc", "-O2", "-w", "-pthread", "-o", str(program), str(HERE / "push_sink.c"), *libraries], capture_output=True
    )
    if compiled.returncode:
        raise Missing(f"the server does not compile (libnghttp2-dev, libssl-dev): {compiled.stderr.decode()[-300:]}")
    server = pinned([str(program), "-p", str(port)], SINK_CPU, cwd=folder, stderr=subprocess.DEVNULL)
    try:
        wait_for_port(port)
        yield port
    finally:
        server.kill()
        server.communicate()


@contextmanager
def document_store(folder: Path) -> Iterator[str]:
    port = free_port()
    server = pinned(mongodb_child(folder / "store", port, durable=True).command, SINK_CPU, stderr=subprocess.DEVNULL)
    try:
        wait_for_port(port)
        yield mongodb_uri(port)
    finally:
        server.kill()
        server.communicate()


@contextmanager
def prepared() -> Iterator[Bench]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="zhengwu-bench-")))
        certificate = kept_certificate(folder)
        shutil.copy(certificate.certificate, folder / "cert.pem")
        body = "关于印发《示例市住房保障家庭租赁补贴实施办法》的通知（附解读）"
        notice = Notice(new_id(), new_id(), "市住房和城乡建设局发布您关注的新政策", body, new_id())
        (folder / "body.json").write_bytes(payload(notice))
        key = make_signing_key(folder / "signing.p8")
        uri = stack.enter_context(document_store(folder))
        yield Bench(folder, stack.enter_context(sink(folder)), uri, key, notice)


def measure(bench: Bench, row: Row) -> None:
    """One run, checked against what the server counted."""
    before = bench.accepted()
    try:
        result = row.run(bench, row.count)
    except (Missing, OSError, subprocess.SubprocessError) as error:
        row.skipped = str(error)
        return
    # the two questions to the server are answered with 200 too
    if result["done"] != row.count or bench.accepted() - before - 1 < row.count:
        row.skipped = f"{result['done']} of {row.count} were handed over"
        return
    row.results.append(result)
    print(f"  {row.name}: {result['cpu'] / result['done'] * 1e6:.1f} µs", file=sys.stderr)


def show(every: list[Row]) -> None:
    by_name = {row.name: row for row in every}
    reference = by_name["h2load"] if by_name.get("h2load") and by_name["h2load"].results else None
    print("| 客户端 | 条 | CPU，µs/条 | 每核每秒 | 与 h2load 之比 | 每秒（墙钟） |\n|---|---:|---:|---:|---:|---:|")
    for row in every:
        if not row.results:
            print(f"| {row.title} | | 跳过：{row.skipped} | | | |")
            continue
        ratio = f"{reference.microseconds / row.microseconds:.3g}" if reference else ""
        wall = median(result["done"] / result["wall"] for result in row.results)
        each = row.microseconds
        print(f"| {row.title} | {row.count:,} | {each:.1f} | {1e6 / each:,.0f} | {ratio} | {wall:,.0f} |")


def missed(every: list[Row]) -> list[str]:
    by_name = {row.name: row for row in every if row.results}
    failures = []
    for name, peer, target in TARGETS:
        if name in by_name and peer in by_name:
            ratio = by_name[peer].microseconds / by_name[name].microseconds
            verdict = f"{name} / {peer}: {ratio:.2f} (target {target})"
            print(verdict, file=sys.stderr)
            if ratio < target:
                failures.append(verdict)
    return failures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--scale", type=float, default=1.0, help="of the number of notifications")
    parser.add_argument("--only", nargs="*", help="names of rows")
    parser.add_argument("--report", action="store_true", help="exit with 0 whatever the figures")
    chosen = parser.parse_args()
    every = [row for row in rows(chosen.scale) if not chosen.only or row.name in chosen.only]
    try:
        with prepared() as bench:
            for _ in range(min(chosen.rounds, 9)):
                for row in every:
                    if not row.skipped:
                        measure(bench, row)
    except Missing as error:
        raise SystemExit(f"no server, no figures: {error}") from error
    show(every)
    if (failures := missed(every)) and not chosen.report:
        raise SystemExit("missed: " + "; ".join(failures))


if __name__ == "__main__":
    main()
