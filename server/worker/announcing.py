"""Push by the clock: digests, a look after campaigns, and devices nobody uses any more."""

from datetime import timedelta

from taskiq_redis import RedisStreamBroker

from content_models.announcements.actions.sweep import lay_off_idle, sweep
from content_models.announcements.actions.take_digest import take_due_digests
from content_models.announcements.actions.watch import watch
from content_models.announcements.limits import PushLimits
from content_models.kit.store import Store
from content_models.residents.roster.actions.fold import fold
from content_models.residents.roster.actions.rebuild import ensure

WATCH_EVERY = timedelta(minutes=1)
SWEEP_EVERY = timedelta(seconds=5)
DIGESTS_EVERY = timedelta(minutes=1)
HYGIENE_EVERY = timedelta(hours=6)
FOLD_EVERY = timedelta(minutes=1)  # so that little is left to be done when something is published


def register_announcing(broker: RedisStreamBroker, store: Store, limits: PushLimits) -> None:
    async def sweep_campaigns() -> None:
        await sweep(store, limits)

    async def take_digests() -> None:
        await take_due_digests(store, limits)

    async def lay_off_idle_devices() -> None:
        await lay_off_idle(store)

    async def watch_announcements() -> None:
        await watch(store)

    broker.register_task(watch_announcements, "watch_announcements", schedule=[{"interval": WATCH_EVERY}])

    async def fold_roster() -> None:
        if await ensure(store):
            await fold(store)

    broker.register_task(fold_roster, "fold_roster", schedule=[{"interval": FOLD_EVERY}])
    broker.register_task(sweep_campaigns, "sweep_campaigns", schedule=[{"interval": SWEEP_EVERY}])
    broker.register_task(take_digests, "take_digests", schedule=[{"interval": DIGESTS_EVERY}])
    broker.register_task(lay_off_idle_devices, "lay_off_idle_devices", schedule=[{"interval": HYGIENE_EVERY}])
