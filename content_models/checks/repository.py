"""All queries for word lists, link checks, rescans and findings."""

from collections.abc import Iterable
from datetime import datetime

from beanie.operators import In

from content_models.checks.documents import (
    DocNoHolder,
    Finding,
    LinkCheck,
    ListPurpose,
    Rescan,
    WordEntry,
    WordList,
    WordListVersion,
)
from content_models.checks.matching import CompiledList, Entry
from content_models.kit.errors import NotFound, VersionConflict
from content_models.kit.store import Session

_COMPILED: dict[tuple[str, int, str], CompiledList] = {}  # by list, edition and its moment: editions never change
_MOST_COMPILED = 200


async def every_list() -> list[WordList]:
    return sorted(await WordList.find_all().to_list(), key=lambda one: one.name)


async def load_list(list_id: str, session: Session | None = None) -> WordList:
    found = await WordList.get(list_id, session=session)
    if found is None:
        raise NotFound("没有找到这张词表。", list_id=list_id)
    return found


async def compiled_lists() -> list[CompiledList]:
    """The lists in use. Each edition is read and compiled once a process: only which ones there are is asked anew."""
    rows = WordList.get_pymongo_collection().find({"enabled": True}, {"version": 1, "changed_at": 1})
    keys = sorted([(row["_id"], row["version"], row["changed_at"].isoformat()) async for row in rows])
    missing = [key for key in keys if key not in _COMPILED]
    if len(_COMPILED) + len(missing) > _MOST_COMPILED:
        _COMPILED.clear()
        missing = keys
    fresh: dict[str, CompiledList] = {}
    for one in await WordList.find(In(WordList.id, [key[0] for key in missing])).to_list() if missing else ():
        fresh[one.id] = _COMPILED[one.id, one.version, one.changed_at.isoformat()] = _compiled(one)
    return [fresh[key[0]] if key[0] in fresh else _COMPILED[key] for key in keys if key[0] in fresh or key in _COMPILED]


def _compiled(one: WordList) -> CompiledList:
    return CompiledList.of(
        map(_entry, one.entries),
        rule=f"{one.name} 第 {one.version} 版",
        severity=one.severity,
        exempt_kinds=frozenset(one.exempt_kinds),
        is_fixed=one.purpose is ListPurpose.fixed,
        is_allowed=one.purpose is ListPurpose.allowed,
    )


def _entry(entry: WordEntry) -> Entry:
    return Entry(entry.word, entry.instead, entry.reason, tuple(entry.exceptions))


async def insert_if_absent(one: WordList) -> bool:
    body = one.model_dump(by_alias=True, exclude={"revision_id", "id"})
    done = await WordList.get_pymongo_collection().update_one({"_id": one.id}, {"$setOnInsert": body}, upsert=True)
    return done.upserted_id is not None


async def insert_list(one: WordList, session: Session) -> None:
    await one.insert(session=session)


async def replace_list(one: WordList, *, expected_version: int, session: Session) -> None:
    """Raises VersionConflict when somebody was faster."""
    one.version = expected_version + 1
    body = one.model_dump(by_alias=True, exclude={"revision_id"})
    saved = await WordList.get_pymongo_collection().replace_one(
        {"_id": one.id, "version": expected_version}, body, session=session
    )
    if saved.matched_count == 0:
        raise VersionConflict(list_id=one.id, expected=expected_version)


async def insert_version(version: WordListVersion, session: Session) -> None:
    await version.insert(session=session)


async def versions_of(list_id: str) -> list[WordListVersion]:
    """Newest first."""
    return await WordListVersion.find(WordListVersion.list_id == list_id).sort("-number").to_list()


async def holder_of(number_key: str, session: Session) -> DocNoHolder | None:
    return await DocNoHolder.get(number_key, session=session)


async def hold_number(number_key: str, release_id: str, session: Session) -> None:
    """Raises pymongo's DuplicateKeyError when somebody else holds it."""
    await DocNoHolder(id=number_key, release_id=release_id).insert(session=session)


async def let_numbers_go(release_id: str, session: Session, *, but: str = "") -> None:
    """What the release held, except one."""
    await DocNoHolder.find({"release_id": release_id, "_id": {"$ne": but}}, session=session).delete()


async def link_checks(links: Iterable[str]) -> list[LinkCheck]:
    wanted = list(set(links))
    return await LinkCheck.find(In(LinkCheck.id, wanted)).to_list() if wanted else []


async def ask_for_links(release_id: str, links: Iterable[str], now: datetime) -> int:
    """Have the worker look at those nobody has asked for yet; returns how many are new."""
    wanted = list(dict.fromkeys(links))
    known = {one.id for one in await link_checks(wanted)}
    new = [link for link in wanted if link not in known]
    for link in new:
        await LinkCheck.get_pymongo_collection().update_one(
            {"_id": link},
            {"$setOnInsert": {"release_ids": [release_id], "problem": "", "failures": 0, "due_at": now}},
            upsert=True,
        )
    return len(new)


async def due_links(now: datetime, limit: int) -> list[LinkCheck]:
    return await LinkCheck.find({"due_at": {"$lte": now}}).limit(limit).to_list()


async def claim_link(link: LinkCheck, until: datetime) -> bool:
    """Take the link for this worker; False when another was faster."""
    taken = await LinkCheck.get_pymongo_collection().update_one(
        {"_id": link.id, "due_at": link.due_at}, {"$set": {"due_at": until}}
    )
    return taken.modified_count == 1


async def record_link(link_id: str, *, problem: str, failures: int, at: datetime, due_at: datetime) -> None:
    changes = {"problem": problem, "failures": failures, "checked_at": at, "due_at": due_at}
    await LinkCheck.get_pymongo_collection().update_one({"_id": link_id}, {"$set": changes})


async def insert_rescan(rescan: Rescan, session: Session | None = None) -> None:
    await rescan.insert(session=session)


async def next_rescan() -> Rescan | None:
    """The oldest that is not finished."""
    return await Rescan.find(Rescan.done_at == None).sort("+requested_at").first_or_none()  # noqa: E711 - a query


async def newest_rescans(limit: int = 5) -> list[Rescan]:
    return await Rescan.find_all().sort("-requested_at").limit(limit).to_list()


async def advance_rescan(rescan: Rescan, *, after: str, examined: int, done_at: datetime | None) -> bool:
    """From where it stood; False when another worker has been there."""
    moved = await Rescan.get_pymongo_collection().update_one(
        {"_id": rescan.id, "after": rescan.after, "done_at": None},
        {"$set": {"after": after, "done_at": done_at}, "$inc": {"examined": examined}},
    )
    return moved.modified_count == 1


async def findings_of(release_ids: Iterable[str]) -> list[Finding]:
    """Open ones."""
    wanted = list(set(release_ids))
    found = await Finding.find(In(Finding.release_id, wanted)).to_list() if wanted else []
    return [one for one in found if one.closed_at is None]


async def open_findings(limit: int = 200) -> list[Finding]:
    """Newest first."""
    return await Finding.find({"closed_at": None}).sort("-opened_at").limit(limit).to_list()


async def count_open_findings() -> int:
    return await Finding.find({"closed_at": None}).count()


async def save_findings(opened: Iterable[Finding], closed: Iterable[str], now: datetime) -> None:
    """An alarm that comes again is the same alarm, opened anew."""
    for finding in opened:
        await finding.save()
    ids = list(closed)
    if ids:
        await Finding.get_pymongo_collection().update_many({"_id": {"$in": ids}}, {"$set": {"closed_at": now}})
