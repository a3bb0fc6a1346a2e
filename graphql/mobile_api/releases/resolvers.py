"""One release, by id or by slug; several; a bundle; and which policies were in force on a day.

Decision: the answer is nullable and a union. A release that never was public is null, the same as one that does not
exist, so that nobody can probe for drafts. A withdrawn one is a `Withdrawn` with its reason, because residents who come
from a notice or a shared link are owed an explanation. One that was merged is what it was merged into, and one that was
removed as a mistake is null. Rejected: a NOT_FOUND error for both (an app cannot tell
"gone" from "mistyped" without parsing errors, and one dead link would mark a whole page as failed); a `withdrawn` flag
on `Release` (every field of the text would have to become nullable).
"""

from typing import Annotated

import strawberry

from content_models.kit.errors import InvalidInput, NotFound
from content_models.releases import repository as releases
from content_models.releases.cards.records import ReleaseCard
from content_models.releases.documents import Release, ReleaseKind, ReleaseState
from content_models.releases.repository import interpreted_by
from mobile_api.context import Info
from mobile_api.releases.policies import Policy
from mobile_api.releases.types import Bundle, ReleaseKey, ReleaseResult, Withdrawn, result_of

MOST_RELEASES = 100

ReleaseId = Annotated[strawberry.ID, strawberry.argument(description="发布件标识 / Identifier of the release")]
ReleaseIds = Annotated[
    list[strawberry.ID], strawberry.argument(description="发布件标识，最多 100 个 / Identifiers, 100 at most")
]
Slug = Annotated[str, strawberry.argument(description="短地址 / Short public address")]
Key = Annotated[ReleaseKey, strawberry.argument(description="政策或它的任一解读 / The policy, or any reading of it")]


async def release_by_id(info: Info, id: ReleaseId) -> ReleaseResult | None:
    return await _result(info, await info.context.loaders.records.load(id))


async def releases_by_id(info: Info, ids: ReleaseIds) -> list[ReleaseResult | None]:
    """In the order asked; null for what is not public and never was."""
    if len(ids) > MOST_RELEASES:
        raise InvalidInput(f"一次最多取 {MOST_RELEASES} 条。", field="ids", largest=MOST_RELEASES)
    loaders = info.context.loaders
    live = await loaders.releases.load_many(ids)
    records = await loaders.records.load_many(ids)
    return [
        result_of(one) if one else _withdrawn(record) if record else None
        for one, record in zip(live, records, strict=True)
    ]


async def release_by_slug(info: Info, slug: Slug) -> ReleaseResult | None:
    try:
        found = await releases.by_slug(slug)
    except NotFound:
        return None
    info.context.loaders.records.prime(found.id, found)
    return await _result(info, found)


async def bundle(info: Info, of: Key) -> Bundle | None:
    """Null when nothing of it is public; the first policy when a reading has several."""
    found = await _find(info, of)
    live = await info.context.loaders.releases.load(found.id) if found else None
    policy = await _policy_of(info, live) if live else None
    return Bundle(policy=Policy(live=policy)) if policy else None


async def _policy_of(info: Info, live: ReleaseCard) -> ReleaseCard | None:
    if live.release.kind is ReleaseKind.policy:
        return live
    targets = await info.context.loaders.live(sorted(interpreted_by(live.revision.content.links)))
    return next((one for one in targets if one.release.kind is ReleaseKind.policy), None)


async def _find(info: Info, key: ReleaseKey) -> Release | None:
    if key.id:
        return await info.context.loaders.records.load(key.id)
    try:
        return await releases.by_slug(key.slug or "")
    except NotFound:
        return None


async def _result(info: Info, release: Release | None) -> ReleaseResult | None:
    if release is None:
        return None
    release = await releases.standing_for(release)
    if withdrawn := _withdrawn(release):
        return withdrawn
    live = await info.context.loaders.releases.load(release.id)
    return result_of(live) if live else None


def _withdrawn(release: Release) -> Withdrawn | None:
    return Withdrawn(release=release) if release.state is ReleaseState.withdrawn else None
