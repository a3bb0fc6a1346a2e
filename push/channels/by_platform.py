"""All channels as one: a notice goes out over the channel of its platform."""

from collections.abc import Mapping, Sequence

from content_models.residents.documents import Platform
from push.channels.channel import NO_CHANNEL, Channel, Delivered, Notice, Target


class ByPlatform:
    """Devices of a platform without a channel are skipped: the notice stands in their inbox."""

    def __init__(self, channels: Mapping[Platform, Channel]) -> None:
        self._channels = channels

    async def send(self, notice: Notice, targets: Sequence[Target], delivered: Delivered) -> None:
        channel = self._channels.get(notice.platform)
        if channel is None:
            for target in targets:
                delivered(target.position, NO_CHANNEL)
            return
        await channel.send(notice, targets, delivered)

    async def close(self) -> None:
        for channel in self._channels.values():
            await channel.close()
