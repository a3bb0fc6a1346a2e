"""Verify (检验): walk every chain from its beginning and say where the first thing stands that was changed later."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from content_models.audit import repository as audit
from content_models.audit.documents import DailyRoot
from content_models.kit.hash_chain import GENESIS, merkle_root
from content_models.kit.progress import Progress, nobody_watches
from content_models.proof import repository as records
from content_models.proof.actions.seal import bounds_of, root_digest
from content_models.proof.links import ChainLink, digests_between, every_entry, of_release
from content_models.proof.logs import LOGS, seal_of
from content_models.releases import repository as releases
from content_models.releases.documents import Release, ReleaseEvent, Revision
from content_models.releases.rules import content_digest

BATCH = 200  # releases that are read together; of their texts only digests are kept


@dataclass(frozen=True, slots=True)
class Broken:
    """The first thing found that is not as it was written. `where` names it for people, `at` is its recorded time."""

    where: str
    what: str
    at: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        return {"where": self.where, "what": self.what, "at": self.at.isoformat() if self.at else None}


@dataclass(slots=True)
class Verdict:
    """How much was walked through, and what was found first in each chain that is broken; the earliest comes first."""

    releases: int = 0
    events: int = 0
    entries: int = 0
    roots: int = 0
    records: int = 0  # of the logs that the daily roots seal
    broken: tuple[Broken, ...] = ()


async def verify(progress: Progress = nobody_watches) -> Verdict:
    """Reads everything; for millions of events it takes minutes. `progress` counts releases, entries and roots."""
    verdict, found, total = Verdict(), [], await records.how_many()

    def told() -> None:
        progress(verdict.releases + verdict.entries + verdict.roots, total)

    found += await _releases(verdict, told)
    found += await _audit(verdict, told)
    found += await _roots(verdict, told)
    verdict.broken = tuple(sorted(found, key=lambda one: (one.at is None, one.at)))
    return verdict


async def _releases(verdict: Verdict, told: Callable[[], None]) -> list[Broken]:
    found = []
    async for batch in records.every_release(BATCH):
        first, last = batch[0].id, batch[-1].id
        trails = await records.events_among(first, last)
        texts = {revision.id: _Text.of(revision) async for revision in records.revisions_among(first, last)}
        for release in batch:
            events = trails.get(release.id, [])
            verdict.releases, verdict.events = verdict.releases + 1, verdict.events + len(events)
            if _break_of(release, events, texts) and (broken := await _alone(release.id)):
                found.append(broken)
        told()
    return found


async def _alone(release_id: str) -> Broken | None:
    """Once more by itself: somebody may have acted on it since its batch was read. Then every text is asked for by its
    id, whichever release it says it belongs to."""
    release, events = await releases.load(release_id), await releases.events_of(release_id)
    revisions = await releases.load_revisions(event.revision for event in events)
    return _break_of(release, events, {one.id: _Text.of(one) for one in revisions.values()})


def _break_of(release: Release, events: list[ReleaseEvent], texts: Mapping[str, "_Text"]) -> Broken | None:
    broken = _first_break([of_release(event) for event in events], f"稿件 {release.id}")
    return broken or _end_of(release, events) or _texts_of(release, events, texts)


def _first_break(links: list[ChainLink], name: str) -> Broken | None:
    """Where a chain does not hold: an event that says something else now, or one that is gone from before it."""
    previous = GENESIS
    for link in links:
        if link.previous != previous:
            return Broken(f"{name} 第 {link.number} 个事件", "它前面的事件被删去、插入或换过", link.at)
        if link.recorded != link.computed:
            return Broken(f"{name} 第 {link.number} 个事件", "内容、时间或署名在记录之后被改过", link.at)
        previous = link.recorded
    return None


def _end_of(release: Release, events: list[ReleaseEvent]) -> Broken | None:
    """The release itself must say what its last event says: its version, and when it was first public."""
    where = f"稿件 {release.id}"
    if not events or events[-1].version != release.version:
        return Broken(where, "最后的事件被删去，或状态被绕过流程改动", release.updated_at)
    public = [event.published_at for event in events if event.published_at]
    if public and any(moment != release.published_at for moment in public):
        return Broken(where, "首次发布时间被改过", release.published_at)
    return None


@dataclass(frozen=True, slots=True)
class _Text:
    """A revision without its words: what it says its digest is, and what that is."""

    number: int
    at: datetime
    recorded: str
    computed: str

    @classmethod
    def of(cls, revision: Revision) -> "_Text":
        return cls(revision.number, revision.at, revision.sha256, content_digest(revision.content))


def _texts_of(release: Release, events: list[ReleaseEvent], texts: Mapping[str, _Text]) -> Broken | None:
    """Every revision an event speaks of must still have the text it had then."""
    for event in events:
        text = texts.get(event.revision)
        where = f"稿件 {release.id} 第 {event.version} 个事件所指的文本"
        if text is None:
            return Broken(where, "文本被删去", event.at)
        if text.computed != text.recorded or event.revision_sha256 not in (None, text.recorded):
            return Broken(where, f"第 {text.number} 版的文字、日期或附件被改过", text.at)
    return None


async def _audit(verdict: Verdict, told: Callable[[], None]) -> list[Broken]:
    """Streams come one after the other; a stream's end must be where its head says it is."""
    found, heads = [], await audit.every_head()
    stream: list[ChainLink] = []
    async for link in every_entry():
        verdict.entries += 1
        if verdict.entries % BATCH == 0:
            told()
        if stream and stream[0].stream != link.stream:
            found += _stream(stream, heads.pop(stream[0].stream, None))
            stream = []
        stream.append(link)
    if stream:
        found += _stream(stream, heads.pop(stream[0].stream, None))
    return found + [Broken(f"审计记录 {name}", "整条记录被删去") for name in heads]


def _stream(links: list[ChainLink], head: Any) -> list[Broken]:
    name, last = f"审计记录 {links[0].stream}", links[-1]
    broken = _first_break(links, name)
    if broken is None and (head is None or (head.number, head.digest) != (last.number, last.recorded)):
        broken = Broken(name, "最后的记录被删去", last.at)
    return [broken] if broken else []


async def _roots(verdict: Verdict, told: Callable[[], None]) -> list[Broken]:
    previous = GENESIS
    for root in await audit.every_root():
        verdict.roots += 1
        told()
        if broken := await _root(root, previous) or await _logs(root, verdict):
            return [broken]
        previous = root.digest
    return []


async def _root(root: DailyRoot, previous: str) -> Broken | None:
    where = f"{root.day.isoformat()} 的每日根"
    if root.previous_digest != previous or root.digest != root_digest(root):
        return Broken(where, "每日根本身被改过", root.sealed_at)
    digests = await digests_between(*bounds_of(root.day))
    if len(digests) != root.events or merkle_root(digests, root.algorithm) != root.root:
        return Broken(where, f"当天封存 {root.events} 个事件，现在有 {len(digests)} 个，或其中有改动", root.sealed_at)
    return None


async def _logs(root: DailyRoot, verdict: Verdict) -> Broken | None:
    """What each log says of that day now against what it said when the day was sealed."""
    for sealed in root.logs:
        log = LOGS.get(sealed.log)
        if log is None:
            continue
        records, found = await seal_of(log, *bounds_of(root.day), root.algorithm)
        verdict.records += records
        if (records, found) != (sealed.records, sealed.root):
            what = f"封存时 {sealed.records} 条，现在 {records} 条，或其中的文字、时间、署名被改过"
            return Broken(f"{root.day.isoformat()} 的{log.words}", what, root.sealed_at)
    return None
