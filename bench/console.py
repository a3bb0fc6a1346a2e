"""What a page of the editors' console costs with 100 items waiting, and with 10,000 beside 100,000 published.

    uv run python bench/console.py [--pending 10000] [--published 100000] [--turns 15]

The real console behind the real store (embedded, one process), asked as a browser asks. The same pages first with 100
waiting and 100 published, then with all of them; CPU (ours and the store's) of more than three times as much in the
upper rows is a failure, for on a machine with other work the clock on the wall tells more of that. The last rows ask
the store itself, as the console did before it had a board. Seeding takes some minutes: every published release has its
row and the handled item it came from, and the smallest documents that are still real; texts are written for the
newest only, because no page here reads more.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import psutil

sys.path.pop(0)  # this folder: its graphql.py is no package of that name
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from content_models.catalogue import DOCUMENTS
from content_models.intake import repository as intake
from content_models.intake.board.board import TriageBoard
from content_models.intake.documents import IntakeItem, ItemKind, NormalisedItem, RawItem, TriageState
from content_models.kit.actors import SYSTEM
from content_models.kit.records import Record, insert_rows
from content_models.kit.store import Store
from content_models.releases.documents import Content, Release, ReleaseKind, ReleaseState, Revision
from content_models.releases.repository import LiveRelease
from content_models.search.engine.tantivy_index import TantivyIndex
from content_models.search.rules import document_of
from content_models.sources.documents import SourceAuthority
from server.engines.mongodb import mongodb_child, mongodb_uri
from server.engines.ports import free_port
from tests.conftest import _running as running_engine
from tests.server.desk import Body, Desk, open_desk

FEW = 100
BATCH = 1000
SOURCES = 30
WITH_TEXT = 3000  # published releases whose revisions are written: more than any page reads
LIMIT = 3.0
POLICY_EVERY = 5  # every fifth published release is a policy; all of these are in the search index, with their texts
SUBJECTS = ("停水", "供暖", "公交改线", "医保缴费", "公积金", "入学", "道路施工", "养老", "人才引进", "防汛")
TEXT = "示例正文：请广大市民合理安排时间，相关事项以主管部门公布的为准，咨询电话见文末。" * 6
console = Console(width=110)


def item_of(desk: Desk, number: int, state: TriageState) -> tuple[IntakeItem, RawItem]:
    """A waiting item a minute older than the one before; a handled one was handled five minutes before."""
    source = list(desk.sources.values())[number % SOURCES]
    step = timedelta(minutes=1 if state is TriageState.pending else 5)
    at, kind = desk.store.now() - step * (number + 30), list(ItemKind)[number % len(ItemKind)]
    title = f"关于{SUBJECTS[number % len(SUBJECTS)]}有关事项的示例通知（{state}第{number}号）"
    key = f"{state}-{number}"
    text = TEXT + ("本条提到了不常见的词：貔貅。" if number == FEW // 2 else "")
    said = NormalisedItem(url=f"https://a.example/{key}", title=title, kind=kind, body_text=text, published_at=at)
    raw = RawItem(
        id=intake.raw_id(source.id, key, 1),
        source_id=source.id,
        item_key=key,
        version_no=1,
        sha256="0" * 64,
        raw="",
        item=said,
        fetched_at=at,
    )
    item = IntakeItem(
        id=intake.item_id(source.id, key),
        source_id=source.id,
        item_key=key,
        organ_id=source.organ_id,
        latest_raw_id=raw.id,
        latest_version_no=1,
        sha256=raw.sha256,
        title=title,
        title_key=title,
        kind=kind,
        published_at=at,
        state=state,
        release_id=f"release-{number}" if state is TriageState.adopted else None,
        first_seen_at=at,
        updated_at=at,
    )
    return item, raw


def release_of(desk: Desk, number: int) -> tuple[Release, Revision]:
    at = desk.store.now() - timedelta(minutes=5) * (number + 30)
    content = Content(title=f"第{number}号示例通知", body_html="<p>示例</p>", body_text="示例")
    revision = Revision(
        id=f"revision-{number}",  # the same whoever asks: a policy's text is written apart from it
        release_id=f"release-{number}",
        number=1,
        content=content,
        sha256="0" * 64,
        author=SYSTEM,
        at=at,
    )
    release = Release(
        id=revision.release_id,
        kind=ReleaseKind.policy if number % POLICY_EVERY == 0 else ReleaseKind.notice,
        state=ReleaseState.published,
        slug=f"s{number}",
        publisher_id="gov",
        current_revision_id=revision.id,
        live_revision_id=revision.id,
        published_at=at,
        created_at=at,
        updated_at=at,
    )
    return release, revision


async def seed(rows: Callable[[int], tuple[Record, ...]], numbers: range, label: str) -> None:
    """Insert in batches, each kind of record by itself, and show how far it is."""
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task(label, total=len(numbers))
        for start in range(numbers.start, numbers.stop, BATCH):
            several = [rows(number) for number in range(start, min(start + BATCH, numbers.stop))]
            for records in zip(*(row for row in several if len(row) == len(several[0])), strict=True):
                await insert_rows(type(records[0]), records)
            progress.advance(task, len(several))


async def seed_published(desk: Desk, numbers: range) -> None:
    """The newest with their texts."""
    texts, rest = (
        range(numbers.start, min(WITH_TEXT, numbers.stop)),
        range(max(WITH_TEXT, numbers.start), numbers.stop),
    )
    await seed(lambda n: release_of(desk, n), texts, "newest published")
    await seed(lambda n: release_of(desk, n)[:1], rest, "published")
    first = -(-rest.start // POLICY_EVERY) * POLICY_EVERY
    policies = range(first, rest.stop, POLICY_EVERY)
    await seed(lambda n: release_of(desk, policies[n])[1:], range(len(policies)), "texts of older policies")
    await seed(lambda n: item_of(desk, n, TriageState.adopted), texts, "newest handled items")
    await seed(lambda n: item_of(desk, n, TriageState.adopted)[:1], rest, "handled items")


def index(desk: Desk, found: TantivyIndex, numbers: range) -> None:
    """What an api process finds in its folder: here the policies, which alone are searched for."""
    several = [release_of(desk, number) for number in numbers if number % POLICY_EVERY == 0]
    found.put([document_of(LiveRelease(*one), {}, {}, {}, themes={}) for one in several], ())
    found.commit(numbers.stop)
    desk.deps.search.index = found


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of one request: what passed, and what this process and the store worked."""

    wall: float
    cpu: float


def worked() -> float:
    """CPU seconds of this process and of the store's."""
    us = psutil.Process()
    return sum(sum(one.cpu_times()[:2]) for one in (us, *us.children(recursive=True)))


async def cost(ask: Callable[[], Awaitable[object]], turns: int) -> Cost:
    """After one turn that does not count. CPU is a mean, for its clock is too coarse for one turn."""
    await ask()
    times, before = [], worked()
    for _ in range(turns):
        begun = time.perf_counter()
        await ask()
        times.append((time.perf_counter() - begun) * 1000)
    return Cost(statistics.median(times), (worked() - before) * 1000 / turns)


def pages(desk: Desk, oldest: int) -> dict[str, str]:
    source = next(iter(desk.sources.values()))
    return {
        "list": "/console/triage",
        "by kind": "/console/triage?kind=policy",
        "by source": f"/console/triage?source={source.id}",
        "by organ": f"/console/triage?organ={source.organ_id}",
        "by age": "/console/triage?age=today",
        "search, many": "/console/triage?q=公积金",
        "search, one": "/console/triage?q=貔貅",
        "search, none": "/console/triage?q=没有这样的词",
        "counters": "/console/triage/counts",
        "already adopted": "/console/triage?list=adopted",
        "releases": "/console/releases",
        "releases, published": "/console/releases?state=published",
        "releases, drafts": "/console/releases?state=draft",
        "policies to link, many": "/console/releases/policies?policy_words=通知",
        "policies to link, the oldest": f"/console/releases/policies?policy_words=第{oldest}号示例",
    }


async def measure(desk: Desk, client: httpx.AsyncClient, turns: int, oldest: int) -> dict[str, Cost]:
    async def page(address: str) -> None:
        answer = await client.get(address)
        answer.raise_for_status()
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")

    async def an_item() -> None:
        first = (await client.get("/console/triage")).text.split('data-row="')[1].split('"')[0]
        headers = {"hx-request": "true", "hx-target": "section#detail"}
        (await client.get(f"/console/triage?item={first}", headers=headers)).raise_for_status()

    found = {
        name: await cost(lambda address=address: page(address), turns) for name, address in pages(desk, oldest).items()
    }
    found["list, then an item"] = await cost(an_item, turns)
    return found


async def measure_store(turns: int) -> dict[str, Cost]:
    """What the page asked before there was a board."""
    return {
        "asked of the store: list": await cost(lambda: intake.queue(intake.QueueFilter()), turns),
        "asked of the store: counters": await cost(intake.counts_by_state, turns),
    }


async def run(uri: str, folder: Path, pending: int, published: int, turns: int) -> bool:
    store = await Store.open(uri, "bench", DOCUMENTS)
    desk, searched = await open_desk(store), TantivyIndex.create(folder / "search")
    for number in range(len(desk.sources), SOURCES):
        await desk.source(Body(f"organ-{number}", f"示例局{number}", f"局{number}"), SourceAuthority.department)
    async with desk.logged_in("wang") as client:
        await seed(lambda n: item_of(desk, n, TriageState.pending), range(FEW), "few")
        await seed_published(desk, range(FEW))
        index(desk, searched, range(FEW))
        few = await measure(desk, client, turns, FEW - POLICY_EVERY) | await measure_store(turns)
        await seed(lambda n: item_of(desk, n, TriageState.pending), range(FEW, pending), "pending")
        await seed_published(desk, range(FEW, published))
        index(desk, searched, range(FEW, published))
        memory, begun = psutil.Process().memory_info().rss, time.perf_counter()
        board = TriageBoard()  # as an api process does after its start
        await board.refresh(store)
        console.print(f"board of {len(board):,} read in {time.perf_counter() - begun:.1f} s,", end=" ")
        console.print(f"{(psutil.Process().memory_info().rss - memory) / max(pending, 1) / 1000:.1f} kB an item")
        many = await measure(desk, client, turns, published - POLICY_EVERY) | await measure_store(min(turns, 3))
    await store.close()
    console.print(table(few, many, f"{pending:,} + {published:,}"))
    return all(many[name].cpu / few[name].cpu <= LIMIT for name in few if not name.startswith("asked"))


def table(few: dict[str, Cost], many: dict[str, Cost], heading: str) -> Table:
    columns = ("page", f"{FEW} + {FEW}: ms", "CPU", f"{heading}: ms", "CPU", "ratio of ms", "of CPU")
    shown = Table(*columns, title="Editors' console, one request")
    for name, before in few.items():
        after = many[name]
        numbers = (before.wall, before.cpu, after.wall, after.cpu)
        ratios = (after.wall / before.wall, after.cpu / before.cpu)
        shown.add_row(name, *(f"{number:.1f}" for number in numbers), *(f"{ratio:.2f}" for ratio in ratios))
    return shown


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pending", type=int, default=10_000)
    parser.add_argument("--published", type=int, default=100_000)
    parser.add_argument("--turns", type=int, default=15)
    asked, port = parser.parse_args(arguments), free_port()
    with (
        tempfile.TemporaryDirectory() as folder,
        running_engine(mongodb_child(Path(folder), port, durable=False), port),
    ):
        held = asyncio.run(run(mongodb_uri(port), Path(folder), asked.pending, asked.published, asked.turns))
    console.print("within 3×" if held else "[bold red]above 3×")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
