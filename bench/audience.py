"""What planning an audience costs: a policy with 5 labels, devices that follow 20 things each, 10⁵ and 10⁶ of them.

    uv run python bench/audience.py [--devices 100000 1000000] [--inboxes] [--report]

The roster (content_models/residents/roster) is filled page by page beforehand, a resident a device. Measured is `plan`
as production runs it, against the embedded store (a process of its own, not counted): taking the audience from the
roster, writing its inboxes, inserting its chunks, in CPU microseconds a device of the city, with the largest and the
slowest step and the peak of this process's memory. Inbox entries are made and encoded but, unless `--inboxes`, not
sent: the embedded store takes some hundred a second. Below, for one page: what other ways of keeping follows take to
find the audience (pyroaring and numpy where they are installed). Exits with 1 when a target is missed, unless
`--report`.
"""

import argparse
import asyncio
import functools
import importlib
import operator
import random
import resource
import sys
import tempfile
import time
from array import array
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import bson
from rich.console import Console
from rich.table import Table

from content_models.announcements import repository as campaigns
from content_models.announcements.actions import plan as planning
from content_models.announcements.documents import CHUNK_DEVICES, Campaign, CampaignState
from content_models.catalogue import DOCUMENTS
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.residents.documents import Platform
from content_models.residents.inbox import repository as inboxes
from content_models.residents.roster import repository as roster
from content_models.residents.roster.rules import PAGE_RESIDENTS, Addressed, Row, followers, pages_of
from server.engines.mongodb import mongodb_child, mongodb_uri
from server.engines.ports import free_port
from tests.conftest import _running as running_engine

FOLLOWS = 20
TOPICS = 300  # some are busy, most are not; beside them words that hardly anybody else follows
LABELS = [f"topic:{rank}" for rank in (9, 29, 59, 99, 199)]
GROWTH, MEMORY_MB = 11.0, 500
TRANSACTION_BYTES, TRANSACTION_SECONDS = 16 * 1024 * 1024, 60.0


def rows(first: int, count: int) -> list[Row]:
    """Residents with a phone each, in the order of their ids."""
    dice = random.Random(first)
    weights = list(accumulate(1 / (rank + 10) for rank in range(TOPICS)))
    made = []
    for number in range(first, first + count):
        name = f"{number:08x}-0000-7000-8000-000000000000"
        topics = {f"topic:{rank}" for rank in dice.choices(range(TOPICS), cum_weights=weights, k=FOLLOWS - 4)}
        words = [f"keyword:{dice.randrange(10**6)}" for _ in range(FOLLOWS - len(topics))]
        token = f"{dice.getrandbits(256):064x}"
        phone = Addressed(f"{number:08x}-0000-5000-8000-000000000000", name, Platform.ios, token)
        made.append(Row(name, "320100", [*topics, *words], [phone]))
    return made


async def fill(devices: int) -> None:
    generation, firsts = new_id(), []
    for start in range(0, devices, PAGE_RESIDENTS):
        mine = rows(start, min(PAGE_RESIDENTS, devices - start))
        pages = pages_of(generation, mine[0].resident_id if start else "", 1, mine)
        await roster.insert_pages(pages)
        firsts += [page.first for page in pages]
    await roster.claim_building(await roster.state(), generation, datetime.now(UTC) + timedelta(hours=1))
    await roster.end_building(generation, firsts)


@dataclass
class Spent:
    """CPU seconds by part, and the worst transaction."""

    devices: int
    parts: dict[str, float] = field(default_factory=dict)
    total: float = 0.0
    wall: float = 0.0
    audience: int = 0
    memory_mb: float = 0.0
    slowest: float = 0.0
    largest: int = 0

    def around(self, name: str, work: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def timed(*given: Any) -> Any:
            cpu, start = time.process_time(), time.perf_counter()
            answer = await work(*given)
            self.parts[name] = self.parts.get(name, 0.0) + time.process_time() - cpu
            if name == "chunks":
                self.slowest = max(self.slowest, time.perf_counter() - start)
                self.largest = max(self.largest, given[3].size)
            return answer

        return timed


async def planned(store: Store, devices: int) -> Spent:
    await fill(devices)
    campaign = Campaign(
        id=new_id(),
        release_id=new_id(),
        title="市住建局发布您订阅的新政策",
        body="关于示例的通知（附解读）",
        collapse_id=new_id(),
        channels=LABELS,
        created_at=store.now(),
    )
    await campaigns.insert_once(campaign)
    spent = Spent(devices)
    for name, part in (("audience", "next_step"), ("inboxes", "address"), ("chunks", "_write_chunks")):
        setattr(planning, part, spent.around(name, ORIGINALS[part]))
    cpu, start = time.process_time(), time.perf_counter()
    ended = await planning.plan(store, campaign.id)
    spent.total, spent.wall = time.process_time() - cpu, time.perf_counter() - start
    spent.audience, spent.memory_mb = ended.counts.audience, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if ended.state is CampaignState.planning or ended.chunks < ended.counts.audience // CHUNK_DEVICES:
        raise SystemExit(f"planning did not end well: {ended.state}, {ended.chunks} chunks, {ended.counts}")
    return spent


async def encoded(rows: Sequence[dict[str, Any]]) -> int:
    """As `inboxes.insert`, but for the sending."""
    return sum(bool(bson.encode(row)) for row in rows)


ORIGINALS = {part: getattr(planning, part) for part in ("next_step", "address", "_write_chunks")}


def ways() -> dict[str, float]:
    """CPU microseconds a resident to find who of one page follows one of the labels, by how follows are kept."""
    mine = rows(0, PAGE_RESIDENTS)
    (page,) = pages_of("bench", "", 1, mine)
    places = {label: array("I", [n for n, row in enumerate(mine) if label in row.channels]) for label in LABELS}
    bits = {label: sum(1 << place for place in places[label]) for label in LABELS}
    follows = [set(row.channels) for row in mine]
    wanted = set(LABELS)
    found = {
        "a set for each resident": cost(lambda: [n for n, one in enumerate(follows) if not wanted.isdisjoint(one)]),
        "places for each label (ours)": cost(lambda: set(followers(page, LABELS))),
        "an integer of bits for each label": cost(lambda: f"{functools.reduce(operator.or_, bits.values()):b}"),
    }
    for name, way in (("pyroaring", _roaring), ("numpy", _numpy)):
        try:
            found[name] = cost(way(importlib.import_module(name), places, mine))
        except ModuleNotFoundError:
            found[f"{name}: not installed"] = float("nan")
    return found


def _roaring(library: Any, places: dict[str, "array[int]"], _: list[Row]) -> Callable[[], object]:
    stored = [library.BitMap(list(one)).serialize() for one in places.values()]
    return lambda: list(library.BitMap.union(*(library.BitMap.deserialize(one) for one in stored)))


def _numpy(library: Any, _: dict[str, "array[int]"], mine: list[Row]) -> Callable[[], object]:
    """Every follow as a number, in one array; who it is by where it stands."""
    numbers = library.array([hash(channel) for row in mine for channel in row.channels])
    ends = library.cumsum([len(row.channels) for row in mine])
    asked = library.array([hash(label) for label in LABELS])
    return lambda: library.searchsorted(ends, library.flatnonzero(library.isin(numbers, asked)), side="right")


def cost(call: Callable[[], object], turns: int = 50) -> float:
    start = time.process_time()
    for _ in range(turns):
        call()
    return (time.process_time() - start) / turns / PAGE_RESIDENTS * 1e6


def table_of(every: list[Spent]) -> Table:
    table = Table(title="planning: CPU µs a device of the city")
    for name in ("devices", "audience", "taken", "inboxes", "chunks", "all", "peak MB", "step MB", "slowest"):
        table.add_column(name, justify="right")
    for one in every:
        parts = [f"{one.parts[name] / one.devices * 1e6:.2f}" for name in ("audience", "inboxes", "chunks")]
        all_of_it = f"{one.total / one.devices * 1e6:.2f}"
        step = f"{one.largest / 2**20:.1f}"
        peak, slowest = f"{one.memory_mb:.0f}", f"{one.slowest:.2f} s"
        table.add_row(f"{one.devices:,}", f"{one.audience:,}", *parts, all_of_it, peak, step, slowest)
    return table


def missed(every: list[Spent]) -> list[str]:
    found = []
    for less, more in pairwise(every):
        growth, allowed = more.total / less.total, GROWTH * more.devices / less.devices / 10
        print(f"growth from {less.devices:,} to {more.devices:,}: {growth:.2f} times (at most {allowed:g})")
        if growth > allowed:
            found.append("growth")
    if any(one.memory_mb > MEMORY_MB for one in every):
        found.append("memory")
    if any(one.largest > TRANSACTION_BYTES or one.slowest > TRANSACTION_SECONDS for one in every):
        found.append("transaction")
    return found


async def main(sizes: list[int]) -> list[Spent]:
    port = free_port()
    every = []
    with tempfile.TemporaryDirectory() as folder, running_engine(mongodb_child(Path(folder), port), port):
        for devices in sizes:
            store = await Store.open(mongodb_uri(port), f"bench_{new_id()[-8:]}", DOCUMENTS)
            every.append(await planned(store, devices))
            await store.client.drop_database(store.database.name)
            await store.close()
    return every


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--devices", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--inboxes", action="store_true", help="write inbox entries too")
    parser.add_argument("--report", action="store_true")
    options = parser.parse_args()
    if not options.inboxes:
        inboxes.insert = encoded
    spent = asyncio.run(main(options.devices))
    Console().print(table_of(spent))
    for name, microseconds in ways().items():
        print(f"{microseconds:8.3f} µs a resident: {name}")
    failed = missed(spent)
    sys.exit(f"missed: {', '.join(failed)}" if failed and not options.report else 0)
