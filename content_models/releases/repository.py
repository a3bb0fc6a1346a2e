"""All queries for releases, their revisions and their event log."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from beanie.operators import In

from content_models.kit.errors import NotFound, VersionConflict
from content_models.kit.records import WITH_DATES
from content_models.kit.store import Session
from content_models.kit.windows import newest_first
from content_models.releases.documents import (
    GONE,
    Link,
    LinkType,
    Release,
    ReleaseEvent,
    ReleaseKind,
    ReleaseState,
    Revision,
)

DAY = timedelta(days=1)
UNDER_WAY = frozenset(ReleaseState) - GONE - {ReleaseState.published}


@dataclass(frozen=True, slots=True)
class LiveRelease:
    """A release as residents see it: the thin record and the text that is live."""

    release: Release
    revision: Revision


async def load(release_id: str, session: Session | None = None) -> Release:
    release = await Release.get(release_id, session=session)
    if release is None:
        raise NotFound("没有找到这条发布内容。", release_id=release_id)
    return release


async def by_slug(slug: str) -> Release:
    release = await Release.find_one(Release.slug == slug)
    if release is None:
        raise NotFound("没有找到这条发布内容。", slug=slug)
    return release


async def load_revision(revision_id: str, session: Session | None = None) -> Revision:
    revision = await Revision.get(revision_id, session=session)
    if revision is None:
        raise NotFound("没有找到这个版本。", revision_id=revision_id)
    return revision


async def load_revisions(revision_ids: Iterable[str]) -> dict[str, Revision]:
    wanted = list(set(revision_ids))
    if not wanted:
        return {}
    return {revision.id: revision for revision in await Revision.find(In(Revision.id, wanted)).to_list()}


async def titles_of(revision_ids: Iterable[str]) -> dict[str, str]:
    """The titles alone, of texts that may be long and many."""
    rows = Revision.get_pymongo_collection().find({"_id": {"$in": list(revision_ids)}}, {"content.title": 1})
    return {row["_id"]: row["content"]["title"] async for row in rows}


async def load_numbered(release_id: str, number: int, session: Session | None = None) -> Revision:
    """The `number`-th version of a release. Raises NotFound."""
    query = Revision.find(Revision.release_id == release_id, Revision.number == number, session=session)
    if revision := await query.first_or_none():
        return revision
    raise NotFound("没有找到这个版本。", release_id=release_id, number=number)


async def revisions_of(release_id: str) -> list[Revision]:
    """Newest first."""
    return await Revision.find(Revision.release_id == release_id).sort("-number").to_list()


async def events_of(release_id: str, session: Session | None = None) -> list[ReleaseEvent]:
    """Oldest first: the trail as it happened."""
    return await ReleaseEvent.find(ReleaseEvent.release_id == release_id, session=session).sort("+version").to_list()


async def event_at(release_id: str, version: int) -> ReleaseEvent | None:
    """The one that produced this version of the release."""
    return await ReleaseEvent.find(
        ReleaseEvent.release_id == release_id, ReleaseEvent.version == version
    ).first_or_none()


async def last_event(release_id: str, session: Session) -> ReleaseEvent | None:
    query = ReleaseEvent.find(ReleaseEvent.release_id == release_id, session=session)
    return await query.sort("-version").first_or_none()


async def events_between(start: datetime, end: datetime) -> list[ReleaseEvent]:
    return await ReleaseEvent.find({"at": {"$gte": start, "$lt": end}}).to_list()


async def first_event_at() -> datetime | None:
    first = await ReleaseEvent.find_all().sort("+at").first_or_none()
    return first.at if first else None


async def load_many(release_ids: Iterable[str], session: Session | None = None) -> dict[str, Release]:
    wanted = list(set(release_ids))
    found = await Release.find(In(Release.id, wanted), session=session).to_list() if wanted else []
    return {release.id: release for release in found}


async def published_between(kinds: Sequence[ReleaseKind], since: datetime, before: datetime) -> list[Release]:
    """Public releases of these kinds that became public then."""
    query = {"state": ReleaseState.published, "updated_at": {"$gte": since}}
    found = [one for one in await Release.find(query).to_list() if one.kind in kinds and one.is_live]
    return [one for one in found if one.published_at is not None and since <= one.published_at < before]


async def live(release_ids: Iterable[str]) -> dict[str, LiveRelease]:
    """By id, with their live text; releases that are not public are absent."""
    releases = [release for release in (await load_many(release_ids)).values() if release.is_live]
    revisions = await load_revisions(release.live_revision_id for release in releases if release.live_revision_id)
    return {
        release.id: LiveRelease(release, revisions[release.live_revision_id])
        for release in releases
        if release.live_revision_id in revisions
    }


async def live_interpretations_of(policy_ids: Iterable[str]) -> dict[str, list[str]]:
    """Ids of the live interpretations of each policy, oldest first. Both ways of a link come from one record."""
    wanted = set(policy_ids)
    if not wanted:
        return {}
    revisions = await Revision.find({"content.links.target_id": {"$in": list(wanted)}}).to_list()
    current = await live(revision.release_id for revision in revisions)
    found: dict[str, list[str]] = defaultdict(list)
    for seen in sorted(current.values(), key=lambda seen: seen.release.published_at or seen.release.created_at):
        for policy_id in wanted & interpreted_by(seen.revision.content.links):
            found[policy_id].append(seen.release.id)
    return dict(found)


async def live_linking_to(release_ids: Iterable[str]) -> list[LiveRelease]:
    """The public releases whose present text links to any of these, by whatever type of link."""
    wanted = set(release_ids)
    if not wanted:
        return []
    linking = await Revision.find({"content.links.target_id": {"$in": list(wanted)}}).to_list()
    current = await live(revision.release_id for revision in linking)
    return [seen for seen in current.values() if wanted & {link.target_id for link in seen.revision.content.links}]


async def linking_to(release_id: str) -> list[tuple[Release, Revision]]:
    """Releases that are not gone whose present text, public or being written, links to this one; the newest first.
    Of each the newer text that does."""
    linking = await Revision.find({"content.links.target_id": release_id}).sort("-number").to_list()
    known = await load_many(revision.release_id for revision in linking)
    found: dict[str, tuple[Release, Revision]] = {}
    for revision in linking:
        release = known.get(revision.release_id)
        if release is None or release.state in GONE:
            continue
        if revision.id in (release.current_revision_id, release.live_revision_id):
            found.setdefault(release.id, (release, revision))
    return sorted(found.values(), key=lambda pair: pair[0].created_at, reverse=True)


async def is_linked_to(release_id: str, session: Session) -> bool:
    """Whether any text, public or not, past or present, links to it."""
    return await Revision.find({"content.links.target_id": release_id}, session=session).first_or_none() is not None


def interpreted_by(links: list[Link]) -> set[str]:
    return {link.target_id for link in links if link.type is LinkType.interprets}


async def desk(
    state: ReleaseState | None = None,
    limit: int = 50,
    publisher_ids: Collection[str] | None = None,
    before: tuple[datetime, str] | None = None,
) -> list[Release]:
    """What editors are working on, last touched first; of these publishers only, unless None.

    `before` is the place (when touched, id) of the last row of the page above; None for the first page.
    """

    async def between(start: datetime, end: datetime) -> list[Release]:
        found = await _touched_between(start, end, state, publisher_ids)
        return [one for one in found if before is None or _touched(one) < before]

    at = before[0] + timedelta(milliseconds=1) if before else None
    return await newest_first(between, _touched, before=at, limit=limit, first=DAY)


def _touched(release: Release) -> tuple[datetime, str]:
    return release.updated_at, release.id


async def _touched_between(
    start: datetime, end: datetime, state: ReleaseState | None, publisher_ids: Collection[str] | None
) -> list[Release]:
    """Each query is one range of one index: an engine that is given more to choose from chooses worse."""
    within = {"updated_at": {"$gte": start, "$lt": end}}
    if publisher_ids is None:
        return await Release.find(({"state": state} if state else {}) | within).to_list()
    of_each = [await Release.find({"publisher_id": one} | within).to_list() for one in sorted(publisher_ids)]
    return [one for found in of_each for one in found if state is None or one.state is state]


async def owing_review(limit: int = 100, publisher_ids: Collection[str] | None = None) -> list[Release]:
    """Public by the urgent path and not yet reviewed in full (待补审), the oldest first; of these publishers only,
    unless None."""
    wanted: dict[str, Any] = {"review_owed": True, "state": {"$ne": ReleaseState.withdrawn}}
    if publisher_ids is not None:
        wanted["publisher_id"] = {"$in": sorted(publisher_ids)}
    return await Release.find(wanted).sort("+updated_at").limit(limit).to_list()


async def every_live_id() -> list[str]:
    """Ids of all public releases: for rebuilding what is derived from them."""
    query = Release.find({"live_revision_id": {"$ne": None}, "state": {"$nin": sorted(GONE)}})
    return [release.id for release in await query.to_list()]


async def live_ids_in(channel: str) -> list[str]:
    """Ids of the public releases that flow into a channel."""
    query = Release.find({"channels": channel})
    return [release.id for release in await query.to_list() if release.is_live]


async def live_ids_after(release_id: str, limit: int) -> list[str]:
    """Ids of public releases behind this one, in the order of ids: for going through all of them in batches."""
    query = {"_id": {"$gt": release_id}, "live_revision_id": {"$ne": None}, "state": {"$nin": sorted(GONE)}}
    rows = Release.get_pymongo_collection().find(query, {"_id": 1}).sort("_id", 1).limit(limit)
    return [row["_id"] async for row in rows]


async def standing_for(release: Release) -> Release:
    """What a merged release was merged into, and that into; any other release stands for itself. Raises NotFound."""
    seen = {release.id}
    while release.merged_into and release.merged_into not in seen:
        release = await load(release.merged_into)
        seen.add(release.id)
    return release


async def insert(release: Release, revision: Revision, session: Session) -> None:
    await release.insert(session=session)
    await revision.insert(session=session)


async def insert_revision(revision: Revision, session: Session) -> None:
    await revision.insert(session=session)


async def save(release: Release, *, expected_version: int, session: Session) -> None:
    """Replace the thin record if nobody was faster, raising its version by one. Raises VersionConflict."""
    release.version = expected_version + 1
    body = release.model_dump(by_alias=True, exclude={"revision_id"})
    collection = Release.get_pymongo_collection().with_options(codec_options=WITH_DATES)
    saved = await collection.replace_one({"_id": release.id, "version": expected_version}, body, session=session)
    if saved.matched_count == 0:
        stored = await load(release.id, session=session)
        raise VersionConflict(release_id=release.id, expected=expected_version, actual=stored.version)


async def append_event(event: ReleaseEvent, session: Session) -> None:
    await event.insert(session=session)


async def policies_named(name_keys: Iterable[str]) -> list[Release]:
    """Policies that go by any of these folded names or 文号, the newest first."""
    wanted = list(name_keys)
    if not wanted:
        return []
    found = await Release.find({"name_keys": {"$in": wanted}}).to_list()  # told the kind, an engine walks all policies
    policies = [one for one in found if one.kind is ReleaseKind.policy]
    return sorted(policies, key=lambda one: one.created_at, reverse=True)


async def unlinked_interpretations_naming(name_keys: Iterable[str]) -> list[tuple[Release, Revision]]:
    """Interpretations, linked to nothing yet, that name what they read by one of these keys; oldest first."""
    wanted = list(name_keys)
    if not wanted:
        return []
    query = Release.find({"kind": ReleaseKind.interpretation, "name_keys": {"$in": wanted}})
    found = [one for one in await query.sort("+created_at").to_list() if one.state not in GONE]
    current = await load_revisions(one.current_revision_id for one in found)
    texts = [(one, current[one.current_revision_id]) for one in found]
    return [(one, revision) for one, revision in texts if not interpreted_by(revision.content.links)]


async def counts_by_state(
    states: Iterable[ReleaseState] = ReleaseState, publisher_ids: Collection[str] | None = None
) -> dict[ReleaseState, int]:
    """Of these publishers only, unless None. Counting costs as much as there is: ask only for what is shown."""
    if publisher_ids is None:
        return {state: await Release.find(Release.state == state).count() for state in states}
    of_each = [{"publisher_id": one} for one in sorted(publisher_ids)]
    return {state: sum([await Release.find(one | {"state": state}).count() for one in of_each]) for state in states}


async def newest_policies(limit: int = 500) -> list[Release]:
    """Policies that are not gone, newest first: what an interpretation can be linked to."""

    async def between(start: datetime, end: datetime) -> list[Release]:
        query = {"kind": ReleaseKind.policy, "created_at": {"$gte": start, "$lt": end}}
        return [one for one in await Release.find(query).to_list() if one.state not in GONE]

    return await newest_first(between, lambda one: (one.created_at, one.id), before=None, limit=limit, first=DAY)


async def policies_under_way() -> dict[str, list[str]]:
    """The title and the folded names, by id, of policies that somebody is writing, reviewing or about to publish."""
    titled = await _titled({"state": {"$in": sorted(UNDER_WAY)}, "kind": ReleaseKind.policy})
    return {row["_id"]: [title, *row.get("name_keys", ())] for row, title in titled}


async def titles_not_public() -> dict[str, str]:
    """The title, by id, of every release whose current edition is not public: being written, or public no more."""
    titled = await _titled({"state": {"$in": sorted(set(ReleaseState) - {ReleaseState.published})}})
    return {row["_id"]: title for row, title in titled}


async def _titled(query: dict[str, Any]) -> list[tuple[dict[str, Any], str]]:
    """The keys of each release that the query finds, with the title of its current edition; no texts."""
    fields = {"current_revision_id": 1, "name_keys": 1}
    rows = await Release.get_pymongo_collection().find(query, fields).to_list()
    titles = await titles_of(row["current_revision_id"] for row in rows) if rows else {}
    return [(row, titles.get(row["current_revision_id"], "")) for row in rows]


async def awaiting_interpretations_of(policy_id: str) -> list[Release]:
    """Interpretations of this policy whose reviewed text has yet to go public, oldest first."""
    linking = await Revision.find({"content.links.target_id": policy_id}).to_list()
    found = (await load_many(revision.release_id for revision in linking)).values()
    current = {revision.id for revision in linking if policy_id in interpreted_by(revision.content.links)}
    waiting = (r for r in found if r.state is ReleaseState.approved and r.current_revision_id in current)
    return sorted(waiting, key=lambda release: release.created_at)
