"""当前使用者: what the viewer is, follows, keeps and has decided."""

from typing import Annotated

import strawberry

from content_models.kit.errors import NotAuthenticated
from content_models.residents import documents
from content_models.residents import repository as residents
from content_models.residents.documents import ConsentPurpose
from content_models.residents.identities import repository as identities
from mobile_api.context import Info
from mobile_api.fields import field
from mobile_api.follows.types import Follow
from mobile_api.library.resolvers import bookmarks, marks
from mobile_api.library.types import BookmarkConnection, ViewerMark
from mobile_api.paging import page_size
from mobile_api.people.types import Identity
from mobile_api.preferences.resolvers import shown_consent
from mobile_api.preferences.types import Consent, Preferences

ReleaseIds = Annotated[list[strawberry.ID], strawberry.argument(description="发布件标识，最多 100 个 / Release ids")]


@strawberry.type(description="当前使用者 / Whoever is asking")
class Viewer:
    id: strawberry.ID = strawberry.field(description="居民标识 / Id of the resident")

    @field("关注列表，先关注的在前 / Follows, in the order they were made")
    async def follows(self) -> list[Follow]:
        return [Follow(follow=follow) for follow in await residents.follows_of(self.id)]

    @field("偏好与同意的版本，修改时带上 / Version of preferences and consents, to be sent when changing them")
    async def version(self, info: Info) -> int:
        return (await _resident(info, self.id)).version

    @field("偏好 / Preferences")
    async def preferences(self, info: Info) -> Preferences:
        return Preferences(preferences=(await _resident(info, self.id)).preferences)

    @field("各事项是否同意 / Consents, one for each purpose")
    async def consents(self, info: Info) -> list[Consent]:
        given = (await _resident(info, self.id)).consents
        return [shown_consent(purpose, given.get(purpose)) for purpose in ConsentPurpose]

    @field("登录身份，匿名时为空列表 / Ways of signing in; none while anonymous")
    async def identities(self) -> list[Identity]:
        return [Identity(identity=identity) for identity in await identities.of_resident(self.id)]

    bookmarks: BookmarkConnection = strawberry.field(resolver=bookmarks, description="我的收藏 / What the viewer keeps")

    @field("这些发布件是否收藏、读过 / Whether these releases are kept and were read")
    async def marks(self, release_ids: ReleaseIds) -> list[ViewerMark]:
        page_size(max(len(release_ids), 1))
        return await marks(self.id, release_ids)


def viewer(info: Info) -> Viewer | None:
    resident_id = info.context.viewer_or_none()
    return Viewer(id=strawberry.ID(resident_id)) if resident_id else None


async def _resident(info: Info, resident_id: str) -> documents.Resident:
    """Raises NotAuthenticated for somebody who was merged or forgotten after the token was issued."""
    resident = await info.context.loaders.residents.load(resident_id)
    if resident is None:
        raise NotAuthenticated("登录已失效，请重新打开应用。")
    return resident
