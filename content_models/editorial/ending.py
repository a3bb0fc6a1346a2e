"""What the verbs that end a release share: it is public, there is a reason, and its number is free afterwards."""

from typing import Annotated, Any

from pydantic import StringConstraints

from content_models.checks import repository as checks
from content_models.editorial.change import ReleaseChange, ReleaseCommand, release_for, save_change
from content_models.kit.errors import WrongState
from content_models.kit.store import Session, Store
from content_models.releases.documents import EventKind, Release, ReleaseState
from content_models.releases.rules import STATE_NAMES
from content_models.staff.rights import Right

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=300)]


async def live_for(session: Session, command: ReleaseCommand, right: Right) -> Release:
    """The public release that the command is about. Raises NotAllowed, NotFound, VersionConflict, WrongState."""
    release = await release_for(session, command, right)
    if not release.is_live:
        message = f"这条内容现在是「{STATE_NAMES[release.state]}」，没有公开，不需要这样做。"
        raise WrongState(message, state=release.state, allowed=["published"])
    return release


async def take_down(
    store: Store,
    session: Session,
    release: Release,
    command: ReleaseCommand,
    *,
    state: ReleaseState,
    told: str,
    why: str,
) -> ReleaseChange:
    """End it as withdrawn or removed: residents who were notified are `told` one thing, the record keeps `why`."""
    release.state, release.withdrawn_at, release.withdrawal_reason = state, store.now(), told
    return await end(store, session, release, command, EventKind(state), "release.withdrawn", {"reason": why})


async def end(
    store: Store,
    session: Session,
    release: Release,
    command: ReleaseCommand,
    kind: EventKind,
    topic: str,
    details: dict[str, Any],
) -> ReleaseChange:
    """Save what is no longer public; its 文号 may be used again."""
    await checks.let_numbers_go(release.id, session)
    return await save_change(
        store,
        session,
        release,
        kind,
        command.actor,
        expected_version=command.expected_version,
        details=details,
        topic=topic,
    )
