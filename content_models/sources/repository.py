"""All queries for sources and their fetch history."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Any

from beanie.exceptions import DocumentNotFound
from beanie.odm.utils.encoder import Encoder
from beanie.operators import In
from pymongo import DeleteOne, InsertOne, ReplaceOne, UpdateOne
from pymongo.errors import DuplicateKeyError

from content_models.kit.errors import NotFound, VersionConflict
from content_models.kit.gathering import Gathering
from content_models.kit.records import WITH_DATES, as_fields, as_stored, insert_rows
from content_models.kit.store import Session, Store
from content_models.sources.documents import (
    AlarmKind,
    DueBecause,
    FetchRecord,
    FormerUrl,
    Health,
    Move,
    Source,
    SourceAlarm,
    SourceFamily,
    SourceState,
    Validators,
)

MOST_SHOWN = 2_000  # sources or alarms of one page or one scrape


async def add(source: Source) -> None:
    """Raises pymongo's DuplicateKeyError when the URL is already a source."""
    await source.insert()


async def load(source_id: str, session: Session | None = None) -> Source:
    source = await Source.get(source_id, session=session)
    if source is None:
        raise NotFound("没有找到这个来源，请回到来源列表重新选择。", source_id=source_id)
    return source


async def load_by_beginning(beginning: str) -> Source:
    """The one source whose id begins so: people copy the first letters from a table. Raises NotFound for none and for
    several."""
    like = {"_id": {"$gte": beginning, "$lt": beginning + "\uffff"}} if beginning else {}
    found = await Source.find(like).limit(2).to_list()
    if len(found) == 1:
        return found[0]
    if found:
        raise NotFound("有多个来源的编号这样开头，请多写几位。", source_id=beginning)
    raise NotFound("没有找到这个来源；编号用 zhengwu source list 查看。", source_id=beginning)


async def load_many(source_ids: Iterable[str], session: Session | None = None) -> dict[str, Source]:
    """By id; ids that do not exist are absent."""
    wanted = list(set(source_ids))
    if not wanted:
        return {}
    return {source.id: source for source in await Source.find(In(Source.id, wanted), session=session).to_list()}


async def by_url(url: str) -> Source | None:
    return await Source.find_one(Source.url == url)


async def most_troubled_first() -> list[Source]:
    """Every source: longest failing first, then the newest. What an editor should look at is at the top."""
    sources = await Source.find_all().to_list()
    return sorted(sources, key=lambda source: (source.health.consecutive_failures, source.id), reverse=True)


async def due(now: datetime, limit: int) -> list[Source]:
    """Active sources whose time has come, the longest waiting first. A source never asked is due; one that sends by
    itself never is."""
    never_asked_or_due = {"$or": [{"next_due_at": None}, {"next_due_at": {"$lte": now}}]}
    asked = Source.family != SourceFamily.push_in
    query = Source.find(Source.state == SourceState.active, asked, never_asked_or_due)
    return await query.sort("+next_due_at").limit(limit).to_list()


async def claim(source: Source, until: datetime) -> bool:
    """Take a due source for one poll, until `until`; False when another worker was faster.

    A worker that dies loses nothing: the source is due again when the claim runs out.
    """
    taken = await Source.get_pymongo_collection().update_one(
        {"_id": source.id, "next_due_at": source.next_due_at}, {"$set": {"next_due_at": until}}
    )
    if taken.modified_count == 0:
        return False
    source.next_due_at = until
    return True


async def save(source: Source, *, expected_version: int) -> None:
    """Replace what an editor changed. Raises VersionConflict when someone else saved first."""
    source.version = expected_version + 1
    try:
        await Source.find_one(Source.id == source.id, Source.version == expected_version).replace_one(source)
    except DocumentNotFound as error:
        source.version = expected_version
        actual = (await load(source.id)).version
        raise VersionConflict(expected=expected_version, actual=actual) from error


async def change_settings(source_id: str, changes: dict[str, Any], *, expected_version: int, session: Session) -> None:
    """Write those fields and no others, so that a poll which ends meanwhile loses nothing.

    Raises VersionConflict; pymongo's DuplicateKeyError when the URL is another source's.
    """
    done = await Source.get_pymongo_collection().update_one(
        {"_id": source_id, "version": expected_version},
        {"$set": Encoder(to_db=True).encode(changes), "$inc": {"version": 1}},
        session=session,
    )
    if done.modified_count == 0:
        raise VersionConflict(expected=expected_version, actual=(await load(source_id, session)).version)


async def record_fetch(
    store: Store,
    record: FetchRecord,
    *,
    health: Health,
    validators: Validators,
    next_due_at: datetime | None,
    due_because: DueBecause | None = None,
    move: Move | None = None,
    pages_due_at: datetime | None = None,
) -> None:
    """Keep the outcome of a poll and what follows from it. Polls that end together are written together, in one
    transaction: engines that make each change durable by itself take fifteen times as long without.

    Only operational fields are written and the version stays, so polling never spoils an editor's open form.
    """
    changes: dict[str, Any] = {
        "health": health,
        "validators": validators,
        "next_due_at": next_due_at,
        "due_because": due_because,
        "move": move,
        "pages_due_at": pages_due_at,
    }
    change = UpdateOne({"_id": record.source_id}, {"$set": as_fields(changes)})
    await _fetches.add((store, record, change))


async def _write_fetches(fetches: Sequence[tuple[Store, FetchRecord, UpdateOne]]) -> None:
    for store, of_store in groupby(fetches, key=lambda fetch: fetch[0]):
        _, records, changes = zip(*of_store, strict=True)

        async def work(session: Session, records: Sequence[FetchRecord], changes: Sequence[UpdateOne]) -> None:
            await insert_rows(FetchRecord, records, session)
            rows = Source.get_pymongo_collection().with_options(codec_options=WITH_DATES)
            await rows.bulk_write(list(changes), ordered=False, session=session)

        await store.transaction(partial(work, records=records, changes=changes))


_fetches = Gathering(_write_fetches)


async def adopt_url(source: Source, url: str, now: datetime) -> bool:
    """Make `url` the source's own and keep the old one; False when it is another source's, or an editor was faster.

    The version rises: an open form that shows the old address must not bring it back unnoticed.
    """
    former = Encoder(to_db=True).encode(FormerUrl(url=source.url, until=now))
    try:
        done = await Source.get_pymongo_collection().update_one(
            {"_id": source.id, "url": source.url},
            {"$set": {"url": url, "move": None}, "$push": {"former_urls": former}, "$inc": {"version": 1}},
        )
    except DuplicateKeyError:
        return False
    return done.modified_count == 1


async def history(source_id: str, limit: int = 50) -> list[FetchRecord]:
    """The last polls of a source, newest first."""
    return await FetchRecord.find(FetchRecord.source_id == source_id).sort("-at").limit(limit).to_list()


async def lists_before(record: FetchRecord, limit: int = 20) -> list[FetchRecord]:
    """Earlier polls of the same source whose list was read, newest first."""
    earlier = FetchRecord.find({"source_id": record.source_id, "at": {"$lt": record.at}, "rows": {"$gt": 0}})
    return await earlier.sort("-at").limit(limit).to_list()


async def forget_fetches(before: datetime) -> int:
    """Delete the records of polls before that moment; returns how many."""
    gone = await FetchRecord.find({"at": {"$lt": before}}).delete()
    return gone.deleted_count if gone else 0


async def senders(limit: int = MOST_SHOWN) -> list[Source]:
    """Active sources that send their items themselves."""
    found = Source.find(Source.state == SourceState.active, Source.family == SourceFamily.push_in)
    return await found.limit(limit).to_list()


async def watched(limit: int = MOST_SHOWN) -> list[Source]:
    """Sources that are not closed, for metrics."""
    return await Source.find(Source.state != SourceState.closed).limit(limit).to_list()


async def open_alarms(limit: int = MOST_SHOWN) -> list[SourceAlarm]:
    """Of all sources, the newest first."""
    return await SourceAlarm.find({"closed_at": None}).sort("-opened_at").limit(limit).to_list()


async def count_open_alarms(organ_ids: Collection[str] | None = None) -> int:
    """Of the sources of these organs, unless None."""
    if organ_ids is None:
        return await SourceAlarm.find({"closed_at": None}).count()
    rows = Source.get_pymongo_collection().find({"organ_id": {"$in": sorted(organ_ids)}}, {"_id": 1})
    return sum([await SourceAlarm.find({"source_id": row["_id"], "closed_at": None}).count() async for row in rows])


async def closed_alarms(limit: int = 200) -> list[SourceAlarm]:
    """Of all sources, the latest opened first."""
    return await SourceAlarm.find({"closed_at": {"$ne": None}}).sort("-opened_at").limit(limit).to_list()


async def alarm_history(source_id: str, limit: int = 50) -> list[SourceAlarm]:
    """Open and closed alarms of one source, the newest first."""
    return await SourceAlarm.find(SourceAlarm.source_id == source_id).sort("-opened_at").limit(limit).to_list()


async def alarms_standing(source_ids: Iterable[str], session: Session | None = None) -> list[SourceAlarm]:
    """The open alarms of these sources."""
    ids = [open_alarm_id(source_id, kind) for source_id in source_ids for kind in AlarmKind]
    return await SourceAlarm.find(In(SourceAlarm.id, ids), session=session).to_list() if ids else []


def open_alarm_id(source_id: str, kind: AlarmKind) -> str:
    return f"{source_id}:{kind}"


async def write_alarms(
    opened: Sequence[SourceAlarm],
    closed: Sequence[SourceAlarm],
    named: Mapping[str, Iterable[AlarmKind]],
    session: Session,
) -> None:
    """Store open alarms, replace open ones by their `closed` rows, and write on each source (by id) which are open.

    Two round trips, however many. Operational: the version of the sources stays.
    """
    writes: list[ReplaceOne[dict[str, Any]] | InsertOne[dict[str, Any]] | DeleteOne] = []
    writes += [ReplaceOne({"_id": alarm.id}, as_stored(alarm), upsert=True) for alarm in opened]
    writes += [InsertOne(as_stored(alarm)) for alarm in closed]
    writes += [DeleteOne({"_id": open_alarm_id(alarm.source_id, alarm.kind)}) for alarm in closed]
    if writes:
        await SourceAlarm.get_pymongo_collection().bulk_write(writes, session=session)
    names = [UpdateOne({"_id": key}, {"$set": {"alarms": list(map(str, kinds))}}) for key, kinds in named.items()]
    if names:
        await Source.get_pymongo_collection().bulk_write(names, ordered=False, session=session)
