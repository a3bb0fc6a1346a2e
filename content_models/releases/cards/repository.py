"""All queries for cards. Projections: a page of twenty long regulations moves no text it does not show.

Every function takes a batch and costs the same number of round trips whatever its size.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from beanie.operators import In

from content_models.releases import repository as releases
from content_models.releases.cards.records import (
    IncomingLink,
    PublishedVersion,
    ReleaseCard,
    RevisionHead,
    RevisionText,
    newest_first,
)
from content_models.releases.documents import MAKES_PUBLIC, EventKind, Link, Release, ReleaseEvent, Revision

_TEXT = ("body_html", "body_text", "outline", "attachments")
_WITHOUT_TEXT = {f"content.{name}": 0 for name in _TEXT} | {"author": 0, "sha256": 0}
_LINKS = {
    "release_id": 1,
    "content.links": 1,
    "content.policy.signed_date": 1,
    "content.policy.effective_date": 1,
}


async def heads(revision_ids: Iterable[str]) -> dict[str, RevisionHead]:
    """By revision id, without texts."""
    rows = await _revisions({"_id": {"$in": list(set(revision_ids))}}, _WITHOUT_TEXT)
    return {row["_id"]: RevisionHead.model_validate(row) for row in rows}


async def texts(revision_ids: Iterable[str]) -> dict[str, RevisionText]:
    """The texts alone, by revision id."""
    wanted = {f"content.{name}": 1 for name in _TEXT}
    rows = await _revisions({"_id": {"$in": list(set(revision_ids))}}, wanted)
    return {row["_id"]: RevisionText.model_validate(row["content"]) for row in rows}


async def cards(release_ids: Iterable[str]) -> dict[str, ReleaseCard]:
    """By id; releases that are not public are absent. Two round trips."""
    return await cards_of((await releases.load_many(release_ids)).values())


async def cards_of(known: Iterable[Release]) -> dict[str, ReleaseCard]:
    """The cards of those releases that are public, by id. One round trip."""
    live = [release for release in known if release.is_live]
    found = await heads(release.live_revision_id for release in live if release.live_revision_id)
    return {
        release.id: ReleaseCard(release, found[release.live_revision_id])
        for release in live
        if release.live_revision_id in found
    }


async def incoming(release_ids: Iterable[str]) -> dict[str, list[IncomingLink]]:
    """Links of public texts to these releases, those of the release published first in front. Two round trips."""
    wanted = set(release_ids)
    rows = await _revisions({"content.links.target_id": {"$in": list(wanted)}}, _LINKS) if wanted else []
    sources = await releases.load_many(row["release_id"] for row in rows)
    found: dict[str, list[IncomingLink]] = defaultdict(list)
    for row in rows:
        source = sources.get(row["release_id"])
        if source is not None and source.is_live and source.live_revision_id == row["_id"]:
            for link in map(Link.model_validate, row["content"]["links"]):
                if link.target_id in wanted:
                    found[link.target_id].append(_incoming(link, source, row))
    return {target: sorted(links, key=lambda one: (one.published_at, one.source_id)) for target, links in found.items()}


def _incoming(link: Link, source: Release, row: Mapping[str, Any]) -> IncomingLink:
    policy = row["content"].get("policy") or {}
    signed, effective = policy.get("signed_date"), policy.get("effective_date")
    return IncomingLink(
        link=link,
        source_id=source.id,
        kind=source.kind,
        published_at=source.published_at or source.created_at,
        signed_date=signed.date() if signed else None,
        effective_date=effective.date() if effective else None,
    )


async def published_versions(release_ids: Iterable[str]) -> dict[str, list[PublishedVersion]]:
    """Every text that was public, newest first, by release id. Two round trips.

    A silent correction stands in the place and time of the text it mended.
    """
    wanted = list(set(release_ids))
    events = await ReleaseEvent.find(In(ReleaseEvent.release_id, wanted), In(ReleaseEvent.kind, MAKES_PUBLIC)).to_list()
    notes = await _revisions({"_id": {"$in": [event.revision for event in events]}}, {"note": 1, "number": 1})
    known = {row["_id"]: row for row in notes}
    found: dict[str, list[PublishedVersion]] = defaultdict(list)
    for event in sorted(events, key=lambda event: event.version):
        if event.revision in known:
            _add_version(found[event.release_id], event, known[event.revision])
    return {release_id: newest_first(versions) for release_id, versions in found.items()}


def _add_version(versions: list[PublishedVersion], event: ReleaseEvent, row: Mapping[str, Any]) -> None:
    note = event.details.get("note") or row.get("note", "")
    if event.kind is EventKind.corrected_silently and versions:
        versions[-1] = replace(versions[-1], revision_id=event.revision, number=row["number"])
    else:
        versions.append(PublishedVersion(event.revision, row["number"], event.at, note))


async def ids_by_slug(slugs: Iterable[str]) -> dict[str, str]:
    rows = Release.get_pymongo_collection().find({"slug": {"$in": list(set(slugs))}}, {"slug": 1})
    return {row["slug"]: row["_id"] async for row in rows}


async def _revisions(query: Mapping[str, Any], projection: Mapping[str, int]) -> list[dict[str, Any]]:
    return await Revision.get_pymongo_collection().find(query, projection).to_list()
