"""How well near-duplicates are told from re-used wording: ours beside two plain methods, in one run.

    uv run python bench/fusion.py [--seeds 5] [--first-seed 1]

Each seed draws its own pool of 14 sentences and its own streets, and makes from them 400 notices that share most of
their wording, 280 reposts (header, furniture, cut end, one edit, a title of their own) and 400 template re-uses (the
same notice with another date, street or number, from another source). All rows are printed; the exit status is 1
when a target is missed. The texts are made up and mean nothing.
"""

import argparse
import hashlib
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from content_models.intake.arranging import Proposal, arrange
from content_models.intake.comparison import ComparableText
from content_models.intake.documents import IntakeItem, ItemKind
from content_models.intake.fingerprint import bands_of, shingles
from content_models.intake.grouping import Group, Judge
from content_models.intake.matching import Entry
from content_models.official_text.folding import fold_title_key
from content_models.official_text.reposting import without_repost_mark

NOTICES, REPOSTS, REUSES = 400, 280, 400
BATCH = 50
PRECISION, RECALL, REUSED = 0.995, 0.93, 0.01

Pair = tuple[str, str]

SENTENCES = [
    "为提升片区供水保障能力，我单位拟对{street}沿线老旧管道实施更新。",
    "根据年度建设计划，{street}提升工程已具备开工条件。",
    "受管线迁改影响，{street}（{cross}至{cross2}段）将采取临时管控措施。",
    "施工安排在{date}{window}进行，请沿线居民提前做好储备。",
    "封闭时间为{date}零时起，恢复时间视进度另行告知。",
    "本次作业涉及约{count}户居民和{small}家沿街商铺。",
    "受影响范围为{street}{number}号至{number2}号的院落和商铺。",
    "途经车辆请提前选择{cross}、{cross2}绕行，并服从现场人员指挥。",
    "公交{small}路在该路段双向临时跳站，乘客可到相邻站点候车。",
    "期间高层住户水压可能偏低，恢复初期水质略有浑浊属正常现象，放流片刻即可。",
    "请广大市民关好阀门，避免恢复时造成不必要的损失。",
    "社区将在出入口张贴提示，并安排志愿者为行动不便的老人上门送水。",
    "现场设置围挡和夜间警示灯，每日{window}之外不进行高噪声作业。",
    "项目总投资{money}万元，计划工期{days}天。",
    "符合条件的家庭可于{date}前到所在社区提出申请，逾期视为放弃。",
    "申请时请携带身份证件和户籍材料原件，工作人员当场核验后退还。",
    "补助标准为每户每年{money}元，通过社会保障卡一次发放。",
    "名额共{count}个，按照报名先后确定，报满为止。",
    "报名地点设在{street}{number}号便民服务中心一楼大厅。",
    "活动定于{date}{window}举行，现场提供茶水和简单急救用品。",
    "参加人员应当身体健康，未成年人须由监护人陪同。",
    "咨询和投诉请拨打{phone}，工作时间有专人接听。",
    "如遇雨雪等恶劣天气，时间顺延，具体以现场公告为准。",
    "对擅自移动警示标志、强行通过的，将由公安机关依法处理。",
    "各街道要落实属地责任，做好宣传解释和矛盾化解工作。",
    "由此带来的不便，敬请谅解，感谢大家的理解和支持。",
    "工程完工后将同步恢复绿化和路面标线，并组织居民代表参与验收。",
    "相关进展会通过政务新媒体及时发布，请以官方信息为准。",
    "水质检测结果在{days}个工作日内向社会公布。",
    "参与的商户须遵守食品安全规定，严禁超范围经营。",
    "已办理手续的车辆凭通行证出入，其他车辆请停放在{cross}停车点。",
    "本通知自{date}起执行，由主管部门负责解释。",
]
TASKS = ["管道更新", "道路提升", "临时管控", "便民活动", "补助申报", "绿化恢复", "站点调整"]
HEADERS = [
    "现将有关单位通知转发如下：",
    "来源：示例日报 发布时间：{other}",
    "【转发】请相关居民留意！",
    "编者按：这件事和您的出行有关。",
    "信息来源：市级门户",
    "各位居民朋友，收到一则重要提醒，请互相转告。",
]
FOOTERS = [
    "责任编辑：小林 校对：小周",
    "（来源：示例晚报）",
    "扫一扫 在手机打开当前页",
    "浏览次数：{count}",
    "欢迎转发给身边的人。",
]
EDITS = [
    ("请", "敬请"),
    ("将", "拟"),
    ("居民", "市民"),
    ("及时", "第一时间"),
    ("进行", "开展"),
    ("相关", "有关"),
    ("可", "可以"),
]
START = datetime(2026, 3, 2, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Document:
    """One arrival. What has the same `truth` is one notice; `reuse_of` names the notice whose wording it takes."""

    id: str
    truth: str
    source: str
    title: str
    body: str
    at: datetime
    reuse_of: str | None = None


@dataclass(frozen=True)
class Facts:
    date: str
    window: str
    street: str
    cross: str
    cross2: str
    count: int
    small: int
    number: int
    number2: int
    money: int
    days: int
    phone: str


class World:
    """Streets, wording and notices of one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        syllables = self.random.sample("云岭松柏清溪瑞景泰和望江枫林紫荆书院锦绣长宁永安花港虹桥石门金沙白鹭", 24)
        kinds = ("路", "街", "大道", "巷")
        self.streets = [
            f"{a}{b}{self.random.choice(kinds)}" for a, b in self.random.sample(list(combinations(syllables, 2)), 90)
        ]
        self.pool = self.random.sample(SENTENCES, 14)
        self._truths: dict[str, str] = {}  # a re-use that changes nothing is a repost

    def documents(self) -> list[Document]:
        notices = [self._notice(number) for number in range(NOTICES)]
        reposts: list[Document] = []
        for number in range(REPOSTS):
            notice = self.random.choice(notices)[0]
            known = sum(repost.truth == notice.truth for repost in reposts)
            reposts.append(self._repost(number, notice, f"portal{known}"))
        reuses = [self._reuse(number, *self.random.choice(notices)) for number in range(REUSES)]
        found = [*(notice for notice, _, _ in notices), *reposts, *reuses]
        return sorted(found, key=lambda document: document.at + timedelta(hours=self.random.uniform(0, 48)))  # polled

    def _facts(self) -> Facts:
        street, cross, cross2 = self.random.sample(self.streets, 3)
        hour = self.random.randrange(6, 12)
        number = self.random.randrange(1, 300)
        return Facts(
            date=self._date(),
            window=f"{hour}:{self.random.choice(('00', '30'))}至{hour + self.random.randrange(3, 9)}:00",
            street=street,
            cross=cross,
            cross2=cross2,
            count=self.random.randrange(40, 5000),
            small=self.random.randrange(2, 99),
            number=number,
            number2=number + self.random.randrange(2, 60),
            money=self.random.randrange(20, 9000),
            days=self.random.randrange(3, 180),
            phone=f"{self.random.randrange(2, 9)}{self.random.randrange(10**6, 10**7)}",
        )

    def _date(self) -> str:
        return f"2026年{self.random.randrange(3, 13)}月{self.random.randrange(1, 29)}日"

    def _notice(self, number: int) -> tuple[Document, list[str], Facts]:
        chosen = set(self.random.sample(range(14), self.random.randrange(9, 13)))
        sentences = [sentence for place, sentence in enumerate(self.pool) if place in chosen]
        facts, task = self._facts(), self.random.choice(TASKS)
        title = f"关于{facts.street}{task}有关事项的通知"
        at = START + timedelta(days=self.random.randrange(200))
        notice = Document(f"n{number}", f"n{number}", f"organ{number % 40}", title, _text(sentences, facts), at)
        self._truths[notice.body] = notice.truth
        return notice, sentences, facts

    def _repost(self, number: int, of: Document, source: str) -> Document:
        body = of.body
        if self.random.random() < 0.35:
            body = body[: int(len(body) * self.random.uniform(0.68, 0.95))] + self.random.choice(
                ("", "……", "…【详情】")
            )
        if self.random.random() < 0.35:
            before, after = self.random.choice([edit for edit in EDITS if edit[0] in body] or [("", "")])
            body = body.replace(before, after, 1) if before else body
        if self.random.random() < 0.6:
            body = f"{self.random.choice(HEADERS).format(other=self._date())}\n{body}"
        if self.random.random() < 0.5:
            body = f"{body}\n{self.random.choice(FOOTERS).format(count=self.random.randrange(9999))}"
        title = self.random.choice(
            (of.title, f"【转发】{of.title}", f"提醒：{of.title[2:-5]}来了", "一则便民通知请查收")
        )
        at = of.at + timedelta(hours=self.random.randrange(1, 120))
        return Document(f"r{number}", of.truth, source, title, body, at)

    def _reuse(self, number: int, of: Document, sentences: Sequence[str], facts: Facts) -> Document:
        """The same wording for another day, another street, another number, or all of them; each shows in the text."""
        fresh = self._facts()
        changes = {
            "date": {"date": fresh.date},
            "street": {"street": fresh.street},
            "count": {"count": fresh.count, "number": fresh.number},
        }
        told = [
            name for name in changes if any(f"{{{field}}}" in line for field in changes[name] for line in sentences)
        ]
        wanted = told if not told or self.random.random() < 0.4 else [self.random.choice(told)]
        other = replace(facts, **{field: value for name in wanted for field, value in changes[name].items()})
        body = _text(sentences, other)
        truth = self._truths.setdefault(body, f"t{number}")
        title = of.title.replace(facts.street, other.street)
        at = of.at + timedelta(days=self.random.choice((0, 1, 3, 7, 30, 200)))
        return Document(
            f"t{number}",
            truth,
            f"branch{number % 50}",
            title,
            body,
            at,
            reuse_of=of.truth if truth != of.truth else None,
        )


def _text(sentences: Iterable[str], facts: Facts) -> str:
    return "\n".join(sentence.format(**vars(facts)) for sentence in sentences)


def item_of(document: Document) -> IntakeItem:
    return IntakeItem.model_construct(
        id=document.id,
        source_id=document.source,
        title=document.title,
        title_key=fold_title_key(without_repost_mark(document.title)),
        url_key=None,
        doc_no_key=None,
        kind=ItemKind.notice,
        issuer_names=[],
        bands=[],
        published_at=document.at,
        first_seen_at=document.at,
        cluster_id=None,
    )


def fuse(documents: Sequence[Document]) -> tuple[set[Pair], list[Proposal]]:
    """What the intake does with the documents as they arrive, batch by batch, without a store around it."""
    groups: list[Group] = []
    proposals: list[Proposal] = []
    for start in range(0, len(documents), BATCH):
        batch = documents[start : start + BATCH]
        entries = [Entry(item_of(document), ComparableText(document.title, document.body)) for document in batch]
        for entry, bands in zip(entries, bands_of([entry.text.folded for entry in entries]), strict=True):
            entry.item.bands = bands
        groups += [Group([entry]) for entry in entries]
        arrangement = arrange(entries, groups, Judge())
        proposals += arrangement.proposals
        standing = {id(entry) for group in groups for entry in group.entries}
        groups = _without_absorbed(arrangement.groups, groups)
        assert standing == {id(entry) for group in groups for entry in group.entries}, "an arrival was lost"
    pairs = {pair for group in groups for pair in combinations(sorted(entry.id for entry in group.entries), 2)}
    return pairs, proposals


def _without_absorbed(changed: Sequence[Group], groups: Sequence[Group]) -> list[Group]:
    taken = {entry.id for group in changed for entry in group.entries}
    return [*changed, *(group for group in groups if group.entries[0].id not in taken)]


def plain_jaccard(documents: Sequence[Document], threshold: float = 0.6) -> set[Pair]:
    """Every pair, exactly; sets of shingles as the bits of one number."""
    places: dict[str, int] = defaultdict(lambda: len(places))
    bits = {}
    for document in documents:
        bits[document.id] = sum(1 << place for place in {places[part] for part in shingles(_bare(document.body))})
    sizes = {key: value.bit_count() for key, value in bits.items()}

    def alike(one: str, other: str) -> bool:
        shared = (bits[one] & bits[other]).bit_count()
        return shared >= threshold * (sizes[one] + sizes[other] - shared)

    return {(one, other) for one, other in combinations(sorted(bits), 2) if alike(one, other)}


def simhash(documents: Sequence[Document], distance: int = 3) -> set[Pair]:
    signed = {document.id: _simhash(shingles(_bare(document.body))) for document in documents}
    return {(a, b) for a, b in combinations(sorted(signed), 2) if (signed[a] ^ signed[b]).bit_count() <= distance}


def _simhash(parts: Iterable[str]) -> int:
    hashes = [int.from_bytes(hashlib.blake2b(part.encode(), digest_size=8).digest()) for part in parts]
    return sum(1 << bit for bit in range(64) if 2 * sum(value >> bit & 1 for value in hashes) > len(hashes))


def _bare(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


@dataclass(frozen=True)
class Row:
    method: str
    seed: int
    precision: float
    recall: float
    reused: float
    rate: float
    asked: str = "-"

    @property
    def is_good(self) -> bool:
        return self.precision >= PRECISION and self.recall >= RECALL and self.reused <= REUSED


def judged(method: str, seed: int, documents: Sequence[Document], found: set[Pair], seconds: float) -> Row:
    truth: dict[str, list[str]] = defaultdict(list)
    for document in documents:
        truth[document.truth].append(document.id)
    right = {pair for ids in truth.values() for pair in combinations(sorted(ids), 2)}
    reused = {
        tuple(sorted((document.id, document.reuse_of))) for document in documents if document.reuse_of is not None
    }
    return Row(
        method,
        seed,
        precision=len(found & right) / len(found) if found else 1.0,
        recall=len(found & right) / len(right),
        reused=len(found & reused) / len(reused),
        rate=len(documents) / seconds,
    )


def measure(seed: int) -> Iterator[Row]:
    documents = World(seed).documents()
    started = time.perf_counter()
    pairs, proposals = fuse(documents)
    ours = judged("ours", seed, documents, pairs, time.perf_counter() - started)
    of = {document.id: document for document in documents}
    right = sum(of[one].truth == of[other].truth for one, other in (proposal.item_ids for proposal in proposals))
    yield replace(ours, asked=f"{len(proposals)} ({right} right)")
    for name, method in (
        ("plain Jaccard ≥ .6, all pairs", plain_jaccard),
        ("simhash of 4-grams, distance ≤ 3", simhash),
    ):
        started = time.perf_counter()
        found = method(documents)
        yield judged(name, seed, documents, found, time.perf_counter() - started)


def show(rows: Sequence[Row], console: Console) -> None:
    table = Table("method", "seed", "precision", "recall", "re-uses merged", "docs/s", "suggested")
    for row in rows:
        figures = (f"{row.precision:.4f}", f"{row.recall:.3f}", f"{row.reused:.2%}", f"{row.rate:,.0f}", row.asked)
        table.add_row(row.method, str(row.seed), *figures)
    console.print(table)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--first-seed", type=int, default=1)
    asked = parser.parse_args()
    rows = [row for seed in range(asked.first_seed, asked.first_seed + asked.seeds) for row in measure(seed)]
    console = Console(width=120)
    show(sorted(rows, key=lambda row: (row.method != "ours", row.method, row.seed)), console)
    missed = [row.seed for row in rows if row.method == "ours" and not row.is_good]
    targets = f"precision ≥ {PRECISION}, recall ≥ {RECALL}, re-uses merged ≤ {REUSED:.0%}"
    console.print(f"{targets}: " + (f"missed with seeds {missed}" if missed else "met with every seed"))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
