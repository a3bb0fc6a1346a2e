"""merge 合并: two releases are one and the same; this one's address leads to the other from now on."""

from content_models.editorial.change import ReleaseChange, ReleaseCommand
from content_models.editorial.ending import end, live_for
from content_models.editorial.errors import MergeRefused
from content_models.kit.commands import perform
from content_models.kit.errors import NotFound
from content_models.kit.store import Session, Store
from content_models.releases import repository as releases
from content_models.releases.documents import EventKind, Release, ReleaseState
from content_models.staff.rights import Right


class Merge(ReleaseCommand):
    target_id: str


async def merge(store: Store, command: Merge) -> ReleaseChange:
    """Raises MergeRefused (itself, another kind, a target that is not public, links that would be lost),
    VersionConflict, WrongState (not public), NotAllowed."""
    return await perform(store, command, _merge, ReleaseChange)


async def _merge(store: Store, session: Session, command: Merge) -> ReleaseChange:
    release = await live_for(session, command, Right.merge)
    target = await _target(session, command, release)
    release.state = ReleaseState.merged
    release.merged_into = target.id
    return await end(store, session, release, command, EventKind.merged, "release.merged", details={"into": target.id})


async def _target(session: Session, command: Merge, release: Release) -> Release:
    """Interpretations and repeals that point here would point at nothing: they are moved by hand first."""
    if command.target_id == release.id:
        raise MergeRefused("不能合并到它自己，请另选一件。")
    try:
        target = await releases.load(command.target_id, session)
    except NotFound as missing:
        raise MergeRefused("没有找到要合并到的那一件，请核对后重选。") from missing
    if not target.is_live or target.kind is not release.kind:
        raise MergeRefused("只能合并到已公开的、同一体裁的另一件，请重选。")
    linking = [one for one in await releases.live_linking_to([release.id]) if one.release.id != target.id]
    if linking:
        titles = "、".join(f"《{one.revision.content.title}》" for one in linking[:3])
        raise MergeRefused(f"还有内容关联着这一件：{titles}。请先把它们改为关联要保留的那一件。")
    return target
