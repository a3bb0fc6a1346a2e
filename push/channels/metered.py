"""A channel whose vendor limits what it calls marketing: so many a device and day, and the rest is dropped."""

from collections.abc import Sequence

from content_models.announcements.vendors.actions.claim import claim
from content_models.kit.store import Store
from content_models.residents.rules import device_id
from push.channels.channel import Action, Channel, Delivered, Notice, Outcome, Target

OVER_QUOTA = Outcome(Action.skip, "QUOTA")


class Metered:
    """Lets `limit` limited notices a device and day (in China) through. `granted`: the vendor has granted the class
    for subscriptions, so that what everyone asked for is not limited.
    """

    def __init__(self, channel: Channel, store: Store, *, limit: int, granted: bool) -> None:
        self._channel = channel
        self._store = store
        self._limit = limit
        self._granted = granted

    async def send(self, notice: Notice, targets: Sequence[Target], delivered: Delivered) -> None:
        if not (self._granted and notice.asked_for):
            targets = await self._within_limit(notice, targets, delivered)
        if targets:
            await self._channel.send(notice, targets, delivered)

    async def close(self) -> None:
        await self._channel.close()

    async def _within_limit(self, notice: Notice, targets: Sequence[Target], delivered: Delivered) -> list[Target]:
        devices = {target: device_id(notice.platform, target.token) for target in targets}
        allowed = await claim(self._store, notice.campaign_id, notice.platform, list(devices.values()), self._limit)
        for target, device in devices.items():
            if device not in allowed:
                delivered(target.position, OVER_QUOTA)
        return [target for target, device in devices.items() if device in allowed]
