"""All queries for clusters, pairs kept apart and suggestions."""

from asyncio import gather
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from beanie.odm.utils.encoder import Encoder
from beanie.operators import In
from pymongo import DeleteOne, ReplaceOne, UpdateOne

from content_models.intake.arranging import Proposal
from content_models.intake.documents import (
    Attachment,
    Cluster,
    IntakeItem,
    KeptApart,
    RawItem,
    Suggestion,
    SuggestionState,
    Ungrouped,
)
from content_models.intake.grouping import PairOfIds
from content_models.intake.signature import FIRST_BAND, Signature, bands_of_today, only_source, wanted_keys
from content_models.kit.actors import Actor
from content_models.kit.errors import NotFound, VersionConflict
from content_models.kit.ids import derived_id
from content_models.kit.store import Session


@dataclass(frozen=True, slots=True)
class RawSource:
    """One member of a cluster as its source published it."""

    item_id: str
    organ_id: str
    title: str
    url: str
    source_name: str | None
    published_at: datetime | None


MOST_CANDIDATES = 2000  # a query: what a thousand notices of one template may cost a poll
_SIGNATURE = {"source_id": 1, "title_key": 1, "url_key": 1, "doc_no_key": 1, "bands": 1, "cluster_id": 1}


def suggestion_id(item_ids: Iterable[str]) -> str:
    return derived_id("suggestion", *sorted(item_ids))


async def load(cluster_id: str, session: Session | None = None) -> Cluster:
    found = await Cluster.get(cluster_id, session=session)
    if found is None:
        raise NotFound("没有找到这个同源分组，它可能已被拆分，请刷新后重试。", cluster_id=cluster_id)
    return found


async def signatures(item_ids: Iterable[str]) -> list[Signature]:
    """What these items are found by; ids that do not exist are left out."""
    return await _signatures({"_id": {"$in": sorted(set(item_ids))}})


async def nearby(items: Sequence[Signature]) -> list[Signature]:
    """Other stored items that share an address, a 文号, a folded title or a band with any of `items`.

    At most four queries whatever the number of items, each served by its index. What can be left out unseen is named
    first: the embedded engine checks conditions in their order, and `$in` value by value.
    """
    source = only_source(items)
    others = {"source_id": {"$ne": source}} if source else {"_id": {"$nin": [item.id for item in items]}}
    keys = {field: values for field, values in wanted_keys(items).items() if values}
    found = await gather(*(_signatures(others | {field: {"$in": values}}) for field, values in keys.items()))
    return list({one.id: one for some in found for one in some}.values())


async def _signatures(query: dict[str, Any]) -> list[Signature]:
    rows = IntakeItem.get_pymongo_collection().find(query, _SIGNATURE).limit(MOST_CANDIDATES)
    return [
        Signature(
            id=row["_id"],
            source_id=row["source_id"],
            title_key=row["title_key"],
            url_key=row.get("url_key"),
            doc_no_key=row.get("doc_no_key"),
            bands=bands_of_today(row.get("bands", [])),
            is_grouped=row.get("cluster_id") is not None,
        )
        for row in await rows.to_list()
    ]


async def note_ungrouped(item_ids: Iterable[str], at: datetime, session: Session) -> None:
    """The items have changed and wait for the clusterer, if they do not yet."""
    writes = [UpdateOne({"_id": item_id}, {"$set": {"at": at}}, upsert=True) for item_id in item_ids]
    if writes:
        await Ungrouped.get_pymongo_collection().bulk_write(writes, ordered=False, session=session)


async def ungrouped(before: datetime, limit: int) -> list[str]:
    """Ids of items that have been waiting for the clusterer since before that moment, the longest waiting first."""
    rows = await Ungrouped.find(Ungrouped.at < before).sort("+at").limit(limit).to_list()
    return [row.id for row in rows]


async def put_behind(item_ids: Iterable[str], at: datetime) -> None:
    """The items wait as if they had come at that moment: who cannot be grouped keeps nobody waiting."""
    ids = sorted(set(item_ids))
    await Ungrouped.get_pymongo_collection().update_many({"_id": {"$in": ids}}, {"$set": {"at": at}})


async def note_grouped(item_ids: Iterable[str], seen_at: datetime, session: Session | None = None) -> None:
    """The clusterer has looked at these items as they were then; what changed since waits on."""
    await Ungrouped.get_pymongo_collection().delete_many(
        {"_id": {"$in": sorted(set(item_ids))}, "at": {"$lte": seen_at}}, session=session
    )


async def outdated(limit: int) -> dict[str, str]:
    """Items whose bands an older version has made, with the ids of their latest versions. Those bands were numbers of
    another range or, before that, strings, which the index keeps apart from numbers."""
    old = {"$or": [{"bands": {"$lt": FIRST_BAND}}, {"bands": {"$gte": ""}}]}
    rows = IntakeItem.get_pymongo_collection().find(old, {"latest_raw_id": 1}).limit(limit)
    return {row["_id"]: row["latest_raw_id"] async for row in rows}


async def set_bands(bands: Mapping[str, Sequence[int]], session: Session) -> None:
    """The version stays: nothing that an editor sees has changed."""
    writes = [UpdateOne({"_id": item_id}, {"$set": {"bands": list(found)}}) for item_id, found in bands.items()]
    await IntakeItem.get_pymongo_collection().bulk_write(writes, ordered=False, session=session)


async def texts(raw_ids: Iterable[str], session: Session | None = None) -> dict[str, str]:
    """The plain text of versions, by id. Without the page as fetched, which is far larger."""
    wanted = sorted(set(raw_ids))
    if not wanted:
        return {}
    found = RawItem.get_pymongo_collection().find({"_id": {"$in": wanted}}, {"item.body_text": 1}, session=session)
    return {raw["_id"]: raw["item"].get("body_text", "") async for raw in found}


async def members(cluster_ids: Iterable[str], session: Session | None = None) -> list[IntakeItem]:
    """Every item that stands in one of the clusters."""
    wanted = sorted(set(cluster_ids))
    return await IntakeItem.find(In(IntakeItem.cluster_id, wanted), session=session).to_list() if wanted else []


async def siblings(item_ids: Iterable[str]) -> dict[str, list[RawSource]]:
    """Where else the same was published, by item: the other members of its cluster. Three round trips a batch."""
    wanted = sorted(set(item_ids))
    items = IntakeItem.get_pymongo_collection()
    rows = await items.find({"_id": {"$in": wanted}}, {"cluster_id": 1}).to_list() if wanted else []
    cluster_of = {row["_id"]: row["cluster_id"] for row in rows if row.get("cluster_id")}
    found = await members(cluster_of.values())
    read = await _sources(found)
    return {
        item_id: [read[one.id] for one in found if one.cluster_id == cluster_id and one.id != item_id]
        for item_id, cluster_id in cluster_of.items()
    }


async def _sources(items: Sequence[IntakeItem]) -> dict[str, RawSource]:
    raws = RawItem.get_pymongo_collection()
    wanted = {"item.url": 1, "item.source_name": 1}
    rows = await raws.find({"_id": {"$in": [one.latest_raw_id for one in items]}}, wanted).to_list() if items else []
    stated = {row["_id"]: row["item"] for row in rows}
    return {
        one.id: RawSource(
            item_id=one.id,
            organ_id=one.organ_id,
            title=one.title,
            url=stated.get(one.latest_raw_id, {}).get("url", ""),
            source_name=stated.get(one.latest_raw_id, {}).get("source_name"),
            published_at=one.published_at,
        )
        for one in items
    }


async def cluster_ids(item_ids: Iterable[str]) -> dict[str, str]:
    """The cluster of each item that stands in one."""
    wanted = sorted(set(item_ids))
    found = IntakeItem.get_pymongo_collection().find({"_id": {"$in": wanted}}, {"cluster_id": 1})
    return {row["_id"]: row["cluster_id"] async for row in found if row.get("cluster_id")} if wanted else {}


async def attachments_of(raw_ids: Iterable[str]) -> dict[str, list[Attachment]]:
    """What was found in the files of versions, by version id. Without the page as fetched."""
    wanted = sorted(set(raw_ids))
    found = RawItem.get_pymongo_collection().find({"_id": {"$in": wanted}}, {"item.attachments": 1})
    return {row["_id"]: [Attachment.model_validate(one) for one in row["item"]["attachments"]] async for row in found}


async def save(clusters: Sequence[Cluster], gone: Iterable[str], session: Session) -> None:
    """Store `clusters` and remove those that are `gone`, in one round trip."""
    encoder = Encoder(to_db=True)
    kept = [ReplaceOne({"_id": one.id}, encoder.encode(one), upsert=True) for one in clusters]
    writes = [*kept, *(DeleteOne({"_id": cluster_id}) for cluster_id in gone)]
    if writes:
        await Cluster.get_pymongo_collection().bulk_write(writes, ordered=False, session=session)


async def kept_apart(item_ids: Iterable[str], session: Session | None = None) -> list[PairOfIds]:
    """The pairs editors have split that touch any of the items."""
    wanted = sorted(set(item_ids))
    found = await KeptApart.find(In(KeptApart.item_ids, wanted), session=session).to_list() if wanted else []
    return [frozenset(pair.item_ids) for pair in found]


async def keep_apart(pairs: Iterable[PairOfIds], *, actor: Actor, at: datetime, session: Session) -> None:
    """Remember for ever, or until an editor merges the two; saying it again changes nothing."""
    rows = [KeptApart(id=_apart_id(pair), item_ids=sorted(pair), actor=actor, at=at) for pair in pairs]
    await _insert_missing(KeptApart, rows, session)


async def forget_apart(pairs: Iterable[PairOfIds], session: Session) -> None:
    ids = [_apart_id(pair) for pair in pairs]
    if ids:
        await KeptApart.get_pymongo_collection().delete_many({"_id": {"$in": ids}}, session=session)


async def suggest(proposals: Sequence[Proposal], now: datetime, session: Session) -> None:
    """Ask about each pair once: one that is open or decided already stays as it is."""
    rows = [
        Suggestion(
            id=suggestion_id(proposal.item_ids),
            item_ids=list(proposal.item_ids),
            score=proposal.match.score,
            reason=proposal.match.reason,
            made_at=now,
        )
        for proposal in proposals
    ]
    await _insert_missing(Suggestion, rows, session)


async def open_suggestions(item_id: str) -> list[Suggestion]:
    """What is asked about the item, the most alike first."""
    found = await Suggestion.find({"item_ids": item_id, "state": SuggestionState.open}).to_list()
    return sorted(found, key=lambda one: (-one.score, one.id))


async def load_suggestion(suggestion: str, session: Session | None = None) -> Suggestion:
    found = await Suggestion.get(suggestion, session=session)
    if found is None:
        raise NotFound("没有找到这条同源建议，请刷新后重试。", suggestion_id=suggestion)
    return found


async def decide(
    suggestion: Suggestion,
    state: SuggestionState,
    *,
    actor: Actor,
    expected_version: int,
    now: datetime,
    session: Session,
) -> None:
    """Raises VersionConflict when someone else decided first."""
    changes = Encoder(to_db=True).encode({"state": state, "decided_by": actor, "decided_at": now})
    done = await Suggestion.get_pymongo_collection().update_one(
        {"_id": suggestion.id, "version": expected_version}, {"$set": changes, "$inc": {"version": 1}}, session=session
    )
    if done.modified_count == 0:
        actual = (await load_suggestion(suggestion.id, session)).version
        raise VersionConflict(expected=expected_version, actual=actual)


async def reopen(suggestion: str, session: Session) -> None:
    """Ask the question again, whatever was answered."""
    changes = {"state": SuggestionState.open, "decided_by": None, "decided_at": None}
    await Suggestion.get_pymongo_collection().update_one(
        {"_id": suggestion}, {"$set": changes, "$inc": {"version": 1}}, session=session
    )


def _apart_id(pair: PairOfIds) -> str:
    return derived_id("apart", *sorted(pair))


async def _insert_missing(
    model: type[KeptApart] | type[Suggestion], rows: Sequence[KeptApart] | Sequence[Suggestion], session: Session
) -> None:
    if not rows:
        return
    collection = model.get_pymongo_collection()
    known = {
        found["_id"]
        async for found in collection.find({"_id": {"$in": [row.id for row in rows]}}, {"_id": 1}, session=session)
    }
    plain: list[dict[str, Any]] = [Encoder(to_db=True).encode(row) for row in rows if row.id not in known]
    if plain:
        await collection.insert_many(plain, ordered=False, session=session)
