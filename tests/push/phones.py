"""Channels that stand in for a push service, and a pusher that runs until it finds nothing to do."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from content_models.announcements import repository as campaigns
from content_models.announcements.actions.announce import announce
from content_models.announcements.actions.plan import plan
from content_models.announcements.documents import Campaign
from content_models.announcements.limits import DEFAULT_LIMITS, PushLimits
from content_models.kit.store import Store
from content_models.releases.documents import ReleaseKind
from push.channels.channel import Action, Channel, Delivered, Notice, Outcome, Target
from push.pusher import run_pusher
from tests.content_models.announcements.support import published

HANDED = Outcome(Action.done)
Happening = Callable[[], Awaitable[object]]


class Phones:
    """Takes everything (or answers `outcome`), remembers who got what, and lets something happen after a window."""

    def __init__(self, outcome: Outcome = HANDED, *, after_window: Happening | None = None) -> None:
        self.outcome = outcome
        self.after_window = after_window
        self.shown: dict[str, list[Notice]] = {}
        self.windows: list[int] = []

    async def send(self, notice: Notice, targets: Sequence[Target], delivered: Delivered) -> None:
        self.windows.append(len(targets))
        for target in targets:
            self.shown.setdefault(target.token, []).append(notice)
            delivered(target.position, self.outcome)
        happening, self.after_window = self.after_window, None
        if happening:
            await happening()

    async def close(self) -> None: ...

    @property
    def tokens(self) -> set[str]:
        return set(self.shown)


async def planned(
    store: Store, limits: PushLimits = DEFAULT_LIMITS, kind: ReleaseKind = ReleaseKind.policy
) -> Campaign:
    campaign = await announce(store, (await published(kind)).id)
    assert campaign is not None
    return await plan(store, campaign.id, limits)


async def push_all(store: Store, channel: Channel, limits: PushLimits = DEFAULT_LIMITS) -> None:
    stop = asyncio.Event()

    async def idle() -> None:
        stop.set()

    await run_pusher(store, channel, owner="test", stop=stop, wait=idle, limits=limits)


async def reloaded(campaign: Campaign) -> Campaign:
    return await campaigns.load(campaign.id)
