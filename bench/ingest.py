"""What taking in feeds costs, ours beside lemon24/reader, in one run, taking turns.

    uv run python bench/ingest.py [--report] [--rounds 3] [--quick] [--without-stores]

A site on loopback (a process of its own) serves feeds of 50 entries. Rows: seconds, feeds/s, entries/s and CPU seconds
of the measured process, each the median of the rounds; then memory and growth of our side. Stores: the embedded
engine (slow: in the first round only), and `ZHENGWU_BENCH_MONGODB_URI` when set. The peer lives in an environment of
its own and is skipped, with a line that says so, when it cannot be installed. Exits with 1 when a target is missed,
unless `--report`.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from server.engines.mongodb import mongodb_child, mongodb_uri
from tests.support import free_port, wait_for_port

ROOT = Path(__file__).resolve().parents[1]
PEER = "reader==3.26"
PEER_NEEDS = ["sgmllib3k"]  # reader 3.26 does not import without it
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "zhengwu" / PEER
FEEDS, ENTRIES = 100, 50
STORED_FEEDS = 20  # taken in with a store, which is much slower: compared by rate
ETAG = '"1"'
PEER_NAME = "reader 3.26"
MEMORY_LIMIT, MEMORY_GROWTH = 300, 1.15  # MB, and last against middle
MOST_REPEATS = 5
GROWTH_LIMIT = 11  # times the time for ten times the feeds

Result = dict[str, Any]


@dataclass
class Worker:
    """A measured process, asked for one piece of work at a time."""

    process: subprocess.Popen[str]

    def ask(self, **command: Any) -> Result:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.process.args} ended while asked to {command['do']}")
        result: Result = json.loads(line)
        return result


@contextmanager
def running(command: Sequence[str], **options: Any) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(command, text=True, cwd=ROOT, **options)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def worker(python: str, script: str) -> Iterator[Worker]:
    with running([python, f"bench/{script}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield Worker(process)


@contextmanager
def site() -> Iterator[str]:
    port = free_port()
    with running([sys.executable, "bench/ingest_site.py", str(port)]):
        wait_for_port(port)
        yield f"http://127.0.0.1:{port}"


@contextmanager
def embedded() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="zhengwu-bench-") as folder:
        port = free_port()
        with running(mongodb_child(Path(folder), port).command, stderr=subprocess.DEVNULL):
            wait_for_port(port)
            yield mongodb_uri(port)


def peer_python() -> str | None:
    """The Python of the peer's environment, made when missing; None when it cannot be had."""
    python = CACHE / "bin/python"
    try:
        if not python.exists():
            subprocess.run(["uv", "venv", "-q", "-p", "3.11", str(CACHE)], check=True)
            install = ["uv", "pip", "install", "-q", "-p", str(python)]
            subprocess.run([*install, PEER, *PEER_NEEDS], check=True, timeout=300)
        subprocess.run([str(python), "-c", "import reader"], check=True)
    except (OSError, subprocess.SubprocessError) as error:
        print(f"peer skipped: {PEER} cannot be installed ({error})")
        return None
    return str(python)


@dataclass
class Table:
    """Results by (what is done, who does it), printed as one row each."""

    results: dict[tuple[str, str], list[Result]] = field(default_factory=dict)

    def add(self, task: str, who: str, result: Result) -> None:
        self.results.setdefault((task, who), []).append(result)
        print(f"  {task}, {who}: {result['seconds']:.2f} s", file=sys.stderr, flush=True)

    def rate(self, task: str, who: str) -> float | None:
        """Feeds a second, in the median round."""
        found = self.results.get((task, who))
        return median(result["feeds"] / result["seconds"] for result in found) if found else None

    def print(self) -> None:
        print("| task | who | seconds (each round) | feeds/s | entries/s | CPU s |")
        print("|---|---|---|---:|---:|---:|")
        for (task, who), found in sorted(self.results.items()):
            seconds, first = median(result["seconds"] for result in found), found[0]
            rounds = " · ".join(f"{result['seconds']:.2f}" for result in found)
            cpu = median(result["cpu"] for result in found)
            entries = f"{first['feeds'] * ENTRIES / seconds:,.0f}" if task != UNCHANGED else ""
            print(f"| {task} | {who} | {rounds} | {first['feeds'] / seconds:,.0f} | {entries} | {cpu:.2f} |")


SUMMARY, FULL, NOTICE = "all new, summaries", "all new, whole texts", "all new, notices"
SAME, UNCHANGED = "nothing new, 200", "nothing new, 304"
READ, STORED = "ours, no store", "ours, {store}"


def round_of(table: Table, base: str, ours: Worker, peer: Worker | None, stores: dict[str, str]) -> None:
    """Everybody once, one after the other."""
    for task, kind in ((SUMMARY, "summary"), (NOTICE, "notice"), (FULL, "full")):  # `again` asks for the last ones
        table.add(task, READ, checked(ours.ask(do="read", urls=urls(base, kind, FEEDS))))
        if peer:
            table.add(task, PEER_NAME, checked(peer.ask(do="import", urls=urls(base, kind, FEEDS))))
    for task, honour in ((SAME, "no"), (UNCHANGED, "yes")):
        urlopen(f"{base}/honour-etags/{honour}").close()
        table.add(task, READ, ours.ask(do="read", urls=urls(base, "full", FEEDS), known=True))
        if peer:
            table.add(task, PEER_NAME, checked(peer.ask(do="again")))
    for name, uri in stores.items():
        who = STORED.format(store=name)
        table.add(FULL, who, checked(ours.ask(do="import", urls=urls(base, "full", STORED_FEEDS), uri=uri)))
        urlopen(f"{base}/honour-etags/no").close()
        table.add(SAME, who, came_to(["nothing_new"], ours.ask(do="again")))
        urlopen(f"{base}/honour-etags/yes").close()
        ours.ask(do="import", urls=urls(base, "full", FEEDS), uri=uri, etag=ETAG)
        table.add(UNCHANGED, who, came_to(["not_modified"], ours.ask(do="again")))


def came_to(outcomes: list[str], result: Result) -> Result:
    assert result["outcomes"] == outcomes, result["outcomes"]
    return result


def checked(result: Result) -> Result:
    """A side that lost entries has measured nothing."""
    assert result["entries"] == result["feeds"] * ENTRIES, result
    return result


def urls(base: str, kind: str, count: int) -> list[str]:
    return [f"{base}/{kind}/{number}" for number in range(count)]


@dataclass(frozen=True)
class Target:
    claim: str
    value: float | None  # None: there was nothing to compare with
    limit: float | None  # None: reported beside the others, promised by nobody
    at_least: bool = True

    @property
    def is_met(self) -> bool:
        if self.value is None or self.limit is None:
            return True
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def print(self) -> None:
        value = "not measured" if self.value is None else f"{self.value:.2f}"
        if self.limit is None:
            print(f"| {self.claim} | {value} | | |")
        else:
            sign, verdict = "≥" if self.at_least else "≤", "met" if self.is_met else "MISSED"
            print(f"| {self.claim} | {value} | {sign} {self.limit:g} | {verdict} |")


def comparisons(table: Table, stores: dict[str, str]) -> list[Target]:
    def times(task: str, who: str) -> float | None:
        theirs, own = table.rate(task, PEER_NAME), table.rate(task, who)
        return own / theirs if theirs and own else None

    targets = [
        Target("304 pass, no store, × reader", times(UNCHANGED, READ), 5),
        Target("fetch → decide, nothing new, × reader", times(SAME, READ), 5),
        Target("fetch → decide, all new, whole texts, × reader", times(FULL, READ), 5),
        Target("fetch → decide, all new, summaries, × reader", times(SUMMARY, READ), 5),
        Target("fetch → decide, all new, notices, × reader", times(NOTICE, READ), None),
    ]
    for name in stores:  # the bars are for a real server; the embedded engine is reported beside it
        who, is_server = STORED.format(store=name), name != EMBEDDED
        targets.append(Target(f"304 pass, {name}, × reader", times(UNCHANGED, who), 5 if is_server else None))
        targets.append(Target(f"import, {name}, × reader", times(FULL, who), 3 if is_server else None))
    return targets


def memory(base: str, ours: Worker) -> list[Target]:
    """10,000 entries of 200 KB feeds, in a process that has done nothing before."""
    samples = checked(ours.ask(do="read", urls=urls(base, "full", 200)))["memory"]
    print("\nresident MB after each tenth of 200 feeds:", " ".join(f"{sample:.0f}" for sample in samples))
    return [
        Target("memory over 10,000 entries, MB", max(samples), MEMORY_LIMIT, at_least=False),
        Target("memory, last ÷ middle", samples[-1] / samples[len(samples) // 2], MEMORY_GROWTH, at_least=False),
    ]


def growth(base: str, ours: Worker, sizes: Sequence[int], uri: str | None) -> list[Target]:
    targets = []
    tasks = {
        "fetch → decide": lambda size: ours.ask(do="read", urls=urls(base, "summary", size)),
        "304 pass, embedded": lambda size: ours.ask(do="import", urls=urls(base, "summary", size), uri=uri, etag=ETAG),
    }
    if uri is None:
        del tasks["304 pass, embedded"]
    for name, work in tasks.items():
        work(sizes[0])  # the first of its kind pays for connections and compiled patterns
        seconds = [repeated(work, size, sizes[-1] // size) for size in sizes]
        print(f"growth, {name}:", ", ".join(f"{n} feeds {s:.2f} s" for n, s in zip(sizes, seconds, strict=True)))
        for small, large, few, many in zip(seconds, seconds[1:], sizes, sizes[1:], strict=False):
            targets.append(Target(f"{name}, {few} → {many} feeds, × time", large / small, GROWTH_LIMIT, at_least=False))
    return targets


def repeated(work: Callable[[int], Result], size: int, times: int) -> float:
    """The median of several: ten feeds take a tenth of a second, which anything else on the machine doubles."""
    return median(work(size)["seconds"] for _ in range(min(times, MOST_REPEATS)))


EMBEDDED = "embedded"


def main(rounds: int, *, quick: bool, without_stores: bool) -> list[Target]:
    with ExitStack() as stack:
        base, stores = stack.enter_context(site()), dict[str, str]()
        if not without_stores:
            stores[EMBEDDED] = stack.enter_context(embedded())
        sizes = (10, 100) if quick else (10, 100, 1000)
        for kind, count in (("full", 200), ("notice", FEEDS), ("summary", sizes[-1])):
            urlopen(f"{base}/prepare/{kind}/{count}").close()
        if not without_stores and (uri := os.environ.get("ZHENGWU_BENCH_MONGODB_URI")):
            stores["MongoDB"] = uri
        python = peer_python()
        peer = stack.enter_context(worker(python, "ingest_reader.py")) if python else None
        with worker(sys.executable, "ingest_ours.py") as fresh:
            targets = memory(base, fresh)
        ours = stack.enter_context(worker(sys.executable, "ingest_ours.py"))
        table = Table()
        others = {name: uri for name, uri in stores.items() if name != EMBEDDED}
        for number in range(rounds):
            round_of(table, base, ours, peer, stores if number == 0 else others)
        targets += growth(base, ours, sizes, stores.get(EMBEDDED))
    print()
    table.print()
    return comparisons(table, stores) + targets


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="grow to 100 feeds only")
    parser.add_argument("--without-stores", action="store_true", help="fetch → decide and the 304 pass only")
    parser.add_argument("--report", action="store_true", help="print, and never fail")
    arguments = parser.parse_args()
    found = main(arguments.rounds, quick=arguments.quick, without_stores=arguments.without_stores)
    print("\n| claim | measured | target | |\n|---|---:|---:|---|")
    for target in found:
        target.print()
    sys.exit(0 if arguments.report or all(target.is_met for target in found) else 1)
