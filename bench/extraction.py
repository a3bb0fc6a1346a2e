"""Reading article pages: ours beside readability, trafilatura and gne, those of them that are installed.

    uv run [--with trafilatura --with gne] python bench/extraction.py FOLDER [--worst 10]

FOLDER holds `*.html`, in subfolders too. Where `name.json` stands beside `name.html`, it is what a person read on the
page: any of `title`, `published_at` (YYYY-MM-DD[THH:MM], Asia/Shanghai), `source_name` and `body_text`; null means that
the page does not say. Bodies are also compared without expectations: with the lines that at least two of the other
tools take for text. Pages are read from disk, nothing is fetched.
"""

import argparse
import importlib
import importlib.util
import re
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from lxml.etree import LxmlError
from readability import Document  # type: ignore[import-untyped]
from rich.console import Console
from rich.table import Table

from aggregators.article import read_article
from aggregators.decode import decode
from aggregators.errors import ArticleWithoutText
from content_models.official_text.dates import parse_moment
from content_models.official_text.html import plain_text, sanitise

ZONE = ZoneInfo("Asia/Shanghai")
GRAM, SHORTEST_LINE, ALIKE = 4, 4, 0.9  # characters; characters; F1 from which a body counts as the same
FAILURES = (LxmlError, ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError)
Read = dict[str, str | None]


def ours(text: str) -> Read:
    try:
        article = read_article(text, "http://127.0.0.1/page.html", selectors={}, zone=ZONE)
    except ArticleWithoutText:
        return {}
    body = plain_text(sanitise(article.body_html))
    moment = printed(article.published_at)
    return {"title": article.title, "published_at": moment, "source_name": article.source_name, "body_text": body}


def printed(moment: datetime | None) -> str | None:
    return moment.astimezone(ZONE).isoformat()[:16] if moment else None


def moment_of(text: str | None) -> str | None:
    return printed(parse_moment(text or "", ZONE))


def readability(text: str) -> Read:
    document = Document(text)
    return {"title": document.short_title(), "body_text": plain_text(document.summary(html_partial=True))}


def trafilatura(text: str) -> Read:
    found = importlib.import_module("trafilatura").bare_extraction(text, with_metadata=True, include_comments=False)
    fields = found.as_dict() if found is not None else {}
    return {
        "title": fields.get("title"),
        "published_at": moment_of(fields.get("date")),
        "body_text": fields.get("text"),
    }


def gne(text: str) -> Read:
    found = importlib.import_module("gne").GeneralNewsExtractor().extract(text)
    return {"title": found["title"], "published_at": moment_of(found["publish_time"]), "body_text": found["content"]}


def installed() -> dict[str, Callable[[str], Read]]:
    peers = {"trafilatura": trafilatura, "gne": gne}
    found = {name: read for name, read in peers.items() if importlib.util.find_spec(name)}
    return {"ours": ours, "readability": readability, **found}


def attempt(read: Callable[[str], Read], text: str) -> tuple[Read, float]:
    """What a tool reads, and its milliseconds of CPU. A peer that fails reads nothing."""
    started = time.process_time()
    try:
        found = read(text)
    except FAILURES:
        found = {}
    return found, (time.process_time() - started) * 1000


def bare(text: str | None) -> str:
    return re.sub(r"\s+", "", text or "")


def overlap(found: str | None, wanted: str | None) -> tuple[float, float, float]:
    """Precision, recall and F1 of character grams."""
    have, want = (
        Counter(text[at : at + GRAM] for at in range(max(len(text) - GRAM + 1, 1)))
        for text in (bare(found), bare(wanted))
    )
    shared = sum((have & want).values())
    precision, recall = shared / sum(have.values()), shared / sum(want.values())
    return precision, recall, 2 * precision * recall / (precision + recall) if shared else 0.0


def agreed(others: Mapping[str, Read]) -> str:
    """The lines that at least two of the other tools take for text, in the order of the one that has most of them."""
    bodies = {name: bare(read.get("body_text")) for name, read in others.items()}
    kept: dict[str, list[str]] = defaultdict(list)
    for name, read in others.items():
        for line in (read.get("body_text") or "").split("\n"):
            if len(key := bare(line)) >= SHORTEST_LINE and sum(key in body for body in bodies.values()) >= 2:
                kept[name].append(line)
    return "\n".join(max(kept.values(), key=lambda lines: sum(map(len, lines)), default=[]))


def is_right(field: str, found: Read, wanted: Mapping[str, Any]) -> bool:
    have, want = found.get(field), wanted[field]
    if field == "body_text":
        return overlap(have, want)[2] >= ALIKE
    if field == "published_at":
        return (have or "")[: len(want or "")] == want if want else not have
    return bare(have) == bare(want)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--worst", type=int, default=0, help="also print that many pages on which ours differs most")
    options = parser.parse_args()
    tools = installed()
    pages = sorted(options.folder.rglob("*.html"))
    right: Counter[tuple[str, str]] = Counter()
    asked: Counter[str] = Counter()
    scores: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    spent: dict[str, list[float]] = defaultdict(list)
    differing: list[tuple[float, str]] = []
    for path in pages:
        text = decode(path.read_bytes()).text
        attempts = {name: attempt(read, text) for name, read in tools.items()}
        reads = {name: found for name, (found, _) in attempts.items()}
        beside = path.with_suffix(".json")
        wanted = orjson.loads(beside.read_bytes()) if beside.is_file() else {}
        asked.update(wanted.keys())
        for name, (found, milliseconds) in attempts.items():
            spent[name].append(milliseconds)
            right.update((name, field) for field in wanted if is_right(field, found, wanted))
            others = agreed({other: read for other, read in reads.items() if other != name})
            if others:
                scores[name].append(overlap(found.get("body_text"), others))
                if name == "ours":
                    differing.append((scores[name][-1][2], str(path.relative_to(options.folder))))
    show(len(pages), right, asked, scores, spent)
    for score, place in sorted(differing)[: options.worst]:
        Console().print(f"{score:.3f}  {place}")


def show(
    pages: int,
    right: Counter[tuple[str, str]],
    asked: Counter[str],
    scores: Mapping[str, list[tuple[float, float, float]]],
    spent: Mapping[str, list[float]],
) -> None:
    fields = [field for field in ("title", "published_at", "source_name", "body_text") if asked[field]]
    table = Table(*("who", *fields, "body P", "R", "F1 with the others", "CPU ms, median"), title=f"{pages} pages")
    for name, times in spent.items():
        means = [f"{statistics.mean(part):.3f}" for part in zip(*scores[name], strict=True)] or ["", "", ""]
        exact = [f"{right[name, field]}/{asked[field]}" for field in fields]
        table.add_row(name, *exact, *means, f"{statistics.median(times):.1f}")
    Console().print(table)


if __name__ == "__main__":
    main()
