"""Subscriptions: generators over the process's hub. They tell that something changed; cards come through the loaders.

Every event carries a position. Whoever comes back with it is told at once if anything happened in between, so an app
whose socket died in the background misses nothing and needs no timer of its own.
"""

from collections.abc import AsyncGenerator, Iterable
from datetime import UTC, datetime, timedelta
from typing import Annotated

import strawberry

from content_models.releases.channels import kind_channel, must_see_channels
from content_models.releases.documents import ReleaseKind
from content_models.residents.inbox import repository as inboxes
from mobile_api.changes.positions import epoch_of, position_token
from mobile_api.changes.resolvers import SinceToken
from mobile_api.context import Info
from mobile_api.feed.audience import audience_of, district_of
from mobile_api.feed.resolvers import Channels, District, Personal
from mobile_api.live.hub import Update
from mobile_api.live.types import EmergencyChanged, FeedChanged, InboxChanged
from mobile_api.loaders import Loaders
from mobile_api.paging import Cursors

_INBOX = Cursors("inbox since", (int,))  # milliseconds
_UNIX_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EMERGENCY = kind_channel(ReleaseKind.emergency)
_INBOXES_TAKE = timedelta(minutes=10)  # entries bear the time of their campaign, which is before they are written

LastSince = Annotated[
    str | None, strawberry.argument(description="断线前最后一个 since / The last since before the connection broke")
]


async def feed_changed(
    info: Info, channels: Channels = None, personal: Personal = True, since: SinceToken = None
) -> AsyncGenerator[FeedChanged, None]:
    """Follows are taken as they are when the subscription begins. Raises as `feed` does, and SyncExpired."""
    audience = await audience_of(info, channels or [], personal=personal)
    return _feed_changes(info, audience.channels, _epoch(info, since))


async def emergency(
    info: Info, region: District = None, since: SinceToken = None
) -> AsyncGenerator[EmergencyChanged, None]:
    """Raises InvalidCursor, SyncExpired."""
    channels = frozenset(must_see_channels(region or await district_of(info)))
    return _emergency_changes(info, channels, _epoch(info, since))


async def inbox_changed(info: Info, since: LastSince = None) -> AsyncGenerator[InboxChanged, None]:
    """Raises NotAuthenticated, InvalidCursor."""
    return _inbox_changes(info, info.context.viewer(), _moment(info, since))


# A subscription outlives what a request may remember, so each event brings its loaders and reads the store anew.
# What is refused is refused above, when the subscription is asked for. Below, whoever is told compares with what it
# knew only after its mailbox is open, so nothing falls in between.


async def _feed_changes(info: Info, channels: frozenset[str], since: int | None) -> AsyncGenerator[FeedChanged, None]:
    with info.context.deps.hub.subscribed(channels) as mailbox:
        if since is not None and info.context.deps.timeline.has_changed(channels, since):
            yield _feed_changed(info, None)
        while True:
            yield _feed_changed(info, await mailbox.next())


async def _emergency_changes(
    info: Info, channels: frozenset[str], since: int | None
) -> AsyncGenerator[EmergencyChanged, None]:
    with info.context.deps.hub.subscribed(channels) as mailbox:
        if since is not None and info.context.deps.timeline.has_changed(channels, since):
            yield _emergency_changed(info, None)
        while True:
            update = await mailbox.next()
            if update is None or any(_emergencies(part) for part in (update.arrived, update.corrected, update.gone)):
                yield _emergency_changed(info, update)


async def _inbox_changes(info: Info, resident_id: str, since: datetime | None) -> AsyncGenerator[InboxChanged, None]:
    with info.context.deps.inboxes.subscribed(resident_id) as mailbox:
        if since is not None and await _inbox_moved(resident_id, since):
            yield _inbox_changed(info, resident_id, resync=True)
        while True:
            news = await mailbox.next()
            yield _inbox_changed(info, resident_id, resync=news is None)


def _epoch(info: Info, since: str | None) -> int | None:
    return None if since is None else epoch_of(info.context.deps, since)


def _moment(info: Info, since: str | None) -> datetime | None:
    if since is None:
        return None
    (milliseconds,) = _INBOX.decode(since, info.context.deps.cursor_secret)
    return _UNIX_EPOCH + timedelta(milliseconds=milliseconds)


def _feed_changed(info: Info, update: Update | None) -> FeedChanged:
    """None: something changed that cannot be told one by one."""
    told = update or Update(info.context.deps.timeline.epoch, Loaders())
    info.context.read_anew(told.loaders)
    return FeedChanged(
        since=position_token(info.context.deps, told.epoch),
        resync=update is None,
        count=len(told.arrived),
        corrected_ids=[strawberry.ID(one) for one in told.corrected],
        gone_ids=[strawberry.ID(one) for one in told.gone],
        arrived_keys=_newest_first(info, told.arrived),
    )


def _emergency_changed(info: Info, update: Update | None) -> EmergencyChanged:
    told = update or Update(info.context.deps.timeline.epoch, Loaders())
    info.context.read_anew(told.loaders)
    return EmergencyChanged(
        since=position_token(info.context.deps, told.epoch),
        resync=update is None,
        gone_ids=[strawberry.ID(one) for one in _emergencies(told.gone)],
        keys=_newest_first(info, [*_emergencies(told.arrived), *_emergencies(told.corrected)]),
    )


def _inbox_changed(info: Info, resident_id: str, *, resync: bool) -> InboxChanged:
    info.context.read_anew(Loaders())
    now_ms = (info.context.store.now() - _UNIX_EPOCH) // timedelta(milliseconds=1)
    since = _INBOX.encode((now_ms,), info.context.deps.cursor_secret)
    return InboxChanged(resident_id=resident_id, since=since, resync=resync)


async def _inbox_moved(resident_id: str, moment: datetime) -> bool:
    newest = await inboxes.inbox_page(resident_id, 1)
    mark = (await inboxes.inbox_marks([resident_id])).get(resident_id)
    return bool(newest and newest[0].at > moment - _INBOXES_TAKE) or bool(mark and mark >= moment)


def _emergencies(changed: dict[str, tuple[str, ...]]) -> list[str]:
    return [release_id for release_id, names in changed.items() if _EMERGENCY in names]


def _newest_first(info: Info, release_ids: Iterable[str]) -> list[str]:
    timeline = info.context.deps.timeline
    placed = [position for one in release_ids if (position := timeline.position_of(one)) is not None]
    return [position.release_id for position in sorted(placed, reverse=True)]
