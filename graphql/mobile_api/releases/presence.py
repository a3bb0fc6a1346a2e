"""Whether a release is there for the public."""

from content_models.kit.errors import NotFound
from content_models.releases import repository as releases


class UnknownRelease(NotFound):
    code = "UNKNOWN_RELEASE"
    default_message = "没有找到这条发布件，它可能已撤回，请刷新后重试。"


async def require_live(release_id: str) -> None:
    """Raises UnknownRelease."""
    if release_id not in await releases.live([release_id]):
        raise UnknownRelease
