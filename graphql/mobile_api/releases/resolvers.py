"""One release, by id or by slug.

Decision: the answer is nullable and a union. A release that never was public is null, the same as one that does not
exist, so that nobody can probe for drafts. A withdrawn one is a `Withdrawn` with its reason, because residents who come
from a notice or a shared link are owed an explanation. Rejected: a NOT_FOUND error for both (an app cannot tell
"gone" from "mistyped" without parsing errors, and one dead link would mark a whole page as failed); a `withdrawn` flag
on `Release` (every field of the text would have to become nullable).
"""

from typing import Annotated

import strawberry

from content_models.kit.errors import NotFound
from content_models.releases import repository as releases
from content_models.releases.documents import Release, ReleaseState
from mobile_api.context import Info
from mobile_api.releases.types import ReleaseResult, Withdrawn, card

ReleaseId = Annotated[strawberry.ID, strawberry.argument(description="发布件标识 / Identifier of the release")]
Slug = Annotated[str, strawberry.argument(description="短地址 / Short public address")]


async def release_by_id(info: Info, id: ReleaseId) -> ReleaseResult | None:
    return await _result(info, (await releases.load_many([id])).get(id))


async def release_by_slug(info: Info, slug: Slug) -> ReleaseResult | None:
    try:
        return await _result(info, await releases.by_slug(slug))
    except NotFound:
        return None


async def _result(info: Info, release: Release | None) -> ReleaseResult | None:
    if release is None:
        return None
    if release.state is ReleaseState.withdrawn:
        return Withdrawn(release=release)
    live = await info.context.loaders.releases.load(release.id)
    return card(live) if live else None  # type: ignore[return-value]  # every card is of one of the union's types
