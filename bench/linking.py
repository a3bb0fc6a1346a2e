"""Linking interpretations to policies: ours beside the two usual ways, on one hostile set, in one run; and its growth.

    uv run python bench/linking.py [--samples FILE.json] [--policies 100000]

A links what stands in 《》 to every policy whose title contains it. B links the policy with the highest bigram Jaccard
similarity of titles, from .45 on. The hostile set is constructed
(tests/content_models/official_text/linking/hostile.py): the rules were written with its tuning part in view, the
held-out part was written afterwards.
"""

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import orjson

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rich.console import Console
from rich.table import Table

from content_models.official_text.folding import fold_title_key
from content_models.official_text.linking.evaluation import Judged, score_of
from content_models.official_text.linking.index import PolicyIndex, grams
from content_models.official_text.linking.rank import rank
from content_models.official_text.linking.records import Linking, LinkQuery, PolicyEntry, Suggestion
from content_models.official_text.linking.sample_file import SampleFile
from content_models.official_text.quoted import outermost_names
from tests.content_models.official_text.linking import hostile

SIMILAR = 0.45
Linker = Callable[[LinkQuery], Linking]


def linker_a(policies: Sequence[PolicyEntry]) -> Linker:
    keys = [(fold_title_key(policy.title or ""), policy.id) for policy in policies]

    def link(query: LinkQuery) -> Linking:
        names = [fold_title_key(name.name) for name in outermost_names(query.title)]
        return _linking(id for key, id in keys if any(name and name in key for name in names))

    return link


def linker_b(policies: Sequence[PolicyEntry]) -> Linker:
    known = [(grams(policy.title or ""), policy.id) for policy in policies]

    def link(query: LinkQuery) -> Linking:
        wanted = grams(query.title)
        scored = [(len(wanted & have) / (len(wanted | have) or 1), id) for have, id in known]
        best = max(scored, default=(0.0, ""))
        return _linking([best[1]] if best[0] >= SIMILAR else [])

    return link


def linker_ours(policies: Sequence[PolicyEntry]) -> Linker:
    index = PolicyIndex(policies)
    return lambda query: rank(query, index)


LINKERS = {"A: 《》 contained": linker_a, "B: bigram Jaccard ≥ .45": linker_b, "ours": linker_ours}


def _linking(ids: Iterator[str] | Sequence[str]) -> Linking:
    return Linking(auto=tuple(Suggestion(policy_id=id, score=1, evidence=()) for id in ids))


def judged(samples: SampleFile, make: Callable[[Sequence[PolicyEntry]], Linker]) -> list[Judged]:
    link = make([record.entry() for record in samples.policies])
    known = {record.id for record in samples.policies}
    return [Judged(record, record.reads & known, link(record.query())) for record in samples.readings]


def quality(sets: dict[str, SampleFile], console: Console) -> None:
    table = Table("set", "linker", "targets", "negatives", "links", "wrong", "P", "R", "R@5", title="quality")
    for name, samples in sets.items():
        for linker, make in LINKERS.items():
            score = score_of(judged(samples, make))
            counts = map(str, (score.targets, score.negatives, score.links, score.wrong))
            shares = (f"{share:.3f}" for share in (score.precision, score.recall, score.recall_at_5))
            table.add_row(name, linker, *counts, *shares)
    console.print(table)


def invented(count: int) -> list[PolicyEntry]:
    """Policies of the hostile set's subjects in ever new districts and years."""
    chance = random.Random(7)
    laws = [*hostile.TUNING_LAWS, *hostile.SECOND_LAWS, *hostile.HELD_OUT_LAWS]
    words = "加强推进完善规范优化支持社区街道园区企业学校医院交通能源水利农业林业文化旅游体育科技人才金融安全环境"
    made: list[PolicyEntry] = []
    for n in range(count):
        law = chance.choice(laws)
        subject = "".join(chance.choice(words) for _ in range(chance.randint(4, 10)))
        title = f"{law.city}{subject}{law.name}（{chance.randint(2000, 2026)}年版）"
        made.append(PolicyEntry(id=f"x{n}", title=title, issuer=f"{law.city}人民政府", region=law.place))
    return made


def growth(largest: int, console: Console) -> None:
    columns = ("policies", "index, s", "ours: ms a query, median", "p95", "A: ms", "B: ms")
    table = Table(*columns, title="growth")
    crowd = invented(largest)
    queries = SampleFile.parse(orjson.dumps(hostile.tuning())).readings
    for count in (largest // 100, largest // 10, largest):
        began = time.perf_counter()
        link = linker_ours(crowd[:count])
        built = time.perf_counter() - began
        ours = [_milliseconds(link, record.query()) for record in queries]
        peers = [_milliseconds(make(crowd[:count]), queries[0].query()) for make in (linker_a, linker_b)]
        p95 = statistics.quantiles(ours, n=20)[-1]
        row = (f"{count:,}", f"{built:.2f}", f"{statistics.median(ours):.2f}", f"{p95:.2f}")
        table.add_row(*row, *(f"{peer:.1f}" for peer in peers))
    console.print(table)


def _milliseconds(link: Linker, query: LinkQuery) -> float:
    began = time.perf_counter()
    link(query)
    return (time.perf_counter() - began) * 1000


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--samples", type=Path, help="a file in the format of docs/linking.md, judged as well")
    options.add_argument("--policies", type=int, default=100_000)
    asked = options.parse_args()
    sets = {
        "hostile, tuning": SampleFile.parse(orjson.dumps(hostile.tuning())),
        "hostile, held out": SampleFile.parse(orjson.dumps(hostile.held_out())),
    }
    if asked.samples:
        sets[asked.samples.name] = SampleFile.parse(asked.samples.read_bytes())
    console = Console(width=120)
    quality(sets, console)
    growth(asked.policies, console)


if __name__ == "__main__":
    main()
