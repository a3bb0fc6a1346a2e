"""What changed since a position: cards to keep and ids to delete, for apps that read offline."""

from collections.abc import Mapping
from typing import Annotated

import strawberry

from content_models.releases.cards.records import ReleaseCard
from content_models.timeline import repository as timeline
from content_models.timeline.documents import Gone, TimelineEntry
from mobile_api.changes.positions import Since, read_since, token_of
from mobile_api.changes.types import Change, ChangePage, ReleaseChanged, ReleaseGone
from mobile_api.context import Info
from mobile_api.paging import First, page_size
from mobile_api.releases.types import card

SinceToken = Annotated[
    str | None,
    strawberry.argument(
        description="上次得到的 since；不填为完整同步 / The since of last time; none begins from nothing"
    ),
]


async def changes(info: Info, since: SinceToken = None, first: First = 100) -> ChangePage:
    """A release stands once in the log, where it changed last, so a page never tells what the next one takes back.
    The log is this process's, at most a moment behind the store; what it points to is read as it is now.

    Raises InvalidCursor, SyncExpired.
    """
    deps, size = info.context.deps, page_size(first)
    counter = await timeline.counter()
    start = read_since(deps, counter, since)
    log = deps.timeline.log.after(*start, size)
    stored = await timeline.load_many([release_id for _, release_id in log]) if log else {}
    entries = [stored[release_id] for _, release_id in log if release_id in stored]
    visible = [entry.id for entry in entries if entry.visible]
    live = dict(zip(visible, await info.context.loaders.releases.load_many(visible), strict=True))
    reached = Since(*log[-1]) if log else max(start, Since(deps.timeline.epoch))
    return ChangePage(
        changes=[_change(entry, live, info) for entry in entries],
        since=token_of(deps, counter, reached),
        has_more=len(log) == size,
    )


def _change(entry: TimelineEntry, live: Mapping[str, ReleaseCard | None], info: Info) -> Change:
    """A release that was withdrawn a moment ago is gone, whatever the log still says."""
    at = entry.changed_at or info.context.store.now()
    if found := live.get(entry.id):
        return ReleaseChanged(release=card(found), at=at)
    merged = strawberry.ID(entry.merged_into) if entry.merged_into else None
    return ReleaseGone(id=strawberry.ID(entry.id), reason=entry.gone or Gone.withdrawn, merged_into=merged, at=at)
