"""Whether what somebody wants to follow exists. Unfollowing is never refused: a target may be gone by then."""

from collections.abc import Awaitable, Callable

from content_models.kit.errors import NotFound
from content_models.organs import repository as organs
from content_models.releases import repository as releases
from content_models.residents.documents import FollowTarget
from content_models.topics import repository as topics


class UnknownFollowTarget(NotFound):
    code = "UNKNOWN_FOLLOW_TARGET"
    default_message = "没有找到要关注的对象，请刷新列表后重试。"


async def _is_topic(target_id: str) -> bool:
    return target_id in await topics.load_many([target_id])


async def _is_organ(target_id: str) -> bool:
    return target_id in await organs.load_many([target_id])


async def _is_region(target_id: str) -> bool:
    return await organs.has_region(target_id)


async def _is_release(target_id: str) -> bool:
    return target_id in await releases.live([target_id])


_EXISTS: dict[FollowTarget, Callable[[str], Awaitable[bool]]] = {
    FollowTarget.topic: _is_topic,
    FollowTarget.organ: _is_organ,
    FollowTarget.region: _is_region,
    FollowTarget.release: _is_release,
}


async def require_target(target: FollowTarget, target_id: str) -> None:
    """Raises UnknownFollowTarget."""
    if not await _EXISTS[target](target_id):
        raise UnknownFollowTarget(target=target)
