"""What a page of the feed costs, from 10,000 releases to 1,000,000, and from 1,000 followers to 100,000.

    uv run python bench/feed.py [--releases 10000 100000 1000000] [--residents 1000 100000]

Releases: the timeline in memory, 3,000 channels, a resident with 20 follows, pages of 20; beside it the usual way, one
list sorted anew for every reader. Words: one pass over a text of 5,000 characters against one search a word.
Residents (needs the embedded store, some minutes): reading one resident's follows among those of all.
"""

import argparse
import asyncio
import gc
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rich.console import Console
from rich.progress import track
from rich.table import Table

from content_models.catalogue import DOCUMENTS
from content_models.keywords.rules import Words
from content_models.kit.store import Store
from content_models.residents import repository as residents
from content_models.residents.documents import Follow, FollowTarget
from content_models.timeline.repository import Place
from content_models.timeline.rules import Position
from content_models.timeline.timeline import Timeline
from server.engines.mongodb import mongodb_child, mongodb_uri
from server.engines.ports import free_port
from tests.conftest import _running as running_engine

CHANNELS = 3000
FOLLOWS = 20
PAGE = 20
TURNS = 2000
HAN = "停水电路学校区供暖医保养老住房就业政策办理通知公告施工道路市民服务中心街道社区"


def places(count: int, seed: int) -> list[Place]:
    """Releases a minute apart, each in 4 of the channels: some are busy, most are not."""
    dice = random.Random(seed)
    found = []
    for number in range(count):
        names = {f"topic:{min(int(dice.paretovariate(0.6)), CHANNELS)}" for _ in range(3)}
        kind = "kind:policy" if number % 4 else "kind:news"
        found.append(Place(f"release-{number:07}", number * 60_000, ("all", kind, *sorted(names)), True, 1, 1))
    return found


def per_call(call: Callable[[int], object], turns: int = TURNS) -> tuple[float, float]:
    """Median and 99th percentile, in microseconds."""
    times = []
    for turn in range(turns):
        begun = time.perf_counter()
        call(turn)
        times.append((time.perf_counter() - begun) * 1e6)
    return statistics.median(times), statistics.quantiles(times, n=100)[98]


def deep(feed: Timeline, channels: list[str], pages: int) -> Position | None:
    after = None
    for _ in range(pages):
        found = feed.page(channels, PAGE, after).positions
        after = found[-1] if found else after
    return after


def releases(counts: list[int]) -> Table:
    heads = (
        "releases",
        "load s",
        "bytes each",
        "page µs",
        "p99",
        "page 50 µs",
        "headlines µs",
        "arrival µs",
        "sorted µs",
    )
    table = Table(*heads, title="A page of 20 from 20 follows (bytes: with the rows as read)")
    for count in counts:
        table.add_row(f"{count:,}", *_one_size(count))
    return table


def _one_size(count: int) -> list[str]:
    gc.collect()
    before = psutil.Process().memory_info().rss
    given = places(count, seed=7)
    feed, begun = Timeline(), time.perf_counter()
    feed.take_up(given, 1)
    loaded = time.perf_counter() - begun
    gc.freeze()  # as the server does
    size = (psutil.Process().memory_info().rss - before) / count
    follows = [f"topic:{number}" for number in range(2, 2 + FOLLOWS)]
    page, p99 = per_call(lambda _: feed.page(follows, PAGE))
    place = deep(feed, follows, 50)
    far, _ = per_call(lambda _: feed.page(follows, PAGE, place))
    lead, _ = per_call(lambda _: feed.headlines(5, count * 60_000), 200)
    fresh = [
        one._replace(release_id=f"new-{number}", published_ms=count * 60_000 + number)
        for number, one in enumerate(places(200, seed=8))
    ]
    arrival, _ = per_call(lambda turn: feed.take_up([fresh[turn]], 2 + turn), 200)
    sorting, _ = per_call(lambda _: _sorted_page(given, set(follows)), 3)
    return [f"{loaded:.1f}", f"{size:.0f}", *(f"{value:,.0f}" for value in (page, p99, far, lead, arrival, sorting))]


def _sorted_page(given: list[Place], wanted: set[str]) -> list[tuple[int, str]]:
    return sorted((one.published_ms, one.release_id) for one in given if wanted & {*one.channels})[-PAGE:]


def words(counts: list[int]) -> Table:
    table = Table("words followed", "compile s", "one pass ms", "a search a word ms", title="Words in one release")
    dice = random.Random(5)
    text = "".join(dice.choices(HAN, k=5000))
    for count in counts:
        wanted = {"".join(dice.choices(HAN, k=dice.randint(2, 5))) for _ in range(count)}
        table.add_row(f"{len(wanted):,}", *_words(wanted, text))
    return table


def _words(wanted: set[str], text: str) -> list[str]:
    begun = time.perf_counter()
    index = Words(wanted)
    compiled = time.perf_counter() - begun
    once, _ = per_call(lambda _: index.said_in(text), 30)
    patterns = [re.compile(re.escape(word)) for word in wanted]
    each, _ = per_call(lambda _: {one.pattern for one in patterns if one.search(text)}, 3)
    return [f"{compiled:.2f}", f"{once / 1000:.1f}", f"{each / 1000:.1f}"]


async def followers(counts: list[int]) -> Table:
    table = Table("residents", "follows", "one resident's follows, ms", title="Whose feed is it (embedded store)")
    port = free_port()
    with (
        tempfile.TemporaryDirectory() as folder,
        running_engine(mongodb_child(Path(folder), port, durable=False), port),
    ):
        store = await Store.open(mongodb_uri(port), "bench_feed", DOCUMENTS)
        made = 0
        for count in sorted(counts):
            for start in track(range(made, count, 250), f"follows of {count:,} residents"):
                await add_follows(range(start, min(start + 250, count)))
            made = count
            times = []
            for turn in range(200):
                begun = time.perf_counter()
                assert len(await residents.follows_of(f"resident-{turn * 7_919 % count}")) == 4
                times.append((time.perf_counter() - begun) * 1000)
            table.add_row(f"{count:,}", f"{4 * count:,}", f"{statistics.median(times):.1f}")
        await store.close()
    return table


async def add_follows(numbers: range) -> None:
    rows = [
        Follow(
            id=f"follow-{number}-{topic}",
            resident_id=f"resident-{number}",
            target=FollowTarget.topic,
            target_id=str(topic),
            channel=f"topic:{topic}",
            at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        for number in numbers
        for topic in range(4)
    ]
    await Follow.insert_many(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--releases", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--words", type=int, nargs="*", default=[1_000, 100_000])
    parser.add_argument("--residents", type=int, nargs="*", default=[])
    chosen = parser.parse_args()
    console = Console(width=140)
    console.print(releases(chosen.releases))
    console.print(words(chosen.words))
    if chosen.residents:
        console.print(asyncio.run(followers(chosen.residents)))


if __name__ == "__main__":
    main()
