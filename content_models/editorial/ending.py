"""What the verbs that end a release share: it is public, and its number is free for others afterwards."""

from content_models.checks import repository as checks
from content_models.editorial.change import ReleaseCommand, release_for
from content_models.kit.errors import WrongState
from content_models.kit.store import Session
from content_models.releases.documents import Release
from content_models.releases.rules import STATE_NAMES
from content_models.staff.rights import Right


async def live_for(session: Session, command: ReleaseCommand, right: Right) -> Release:
    """The public release that the command is about. Raises NotAllowed, NotFound, VersionConflict, WrongState."""
    release = await release_for(session, command, right)
    if not release.is_live:
        message = f"这条内容现在是「{STATE_NAMES[release.state]}」，没有公开，不需要这样做。"
        raise WrongState(message, state=release.state, allowed=["published"])
    return release


async def let_go(session: Session, release: Release) -> None:
    """Its 文号 may be used again."""
    await checks.let_numbers_go(release.id, session)
