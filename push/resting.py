"""Platforms whose channel is in trouble are left alone for a moment, while chunks of the others go on."""

import asyncio

from content_models.residents.documents import Platform

REST = 1.0  # seconds


class Resting:
    """Times are of the event loop."""

    def __init__(self) -> None:
        self._until: dict[Platform, float] = {}

    def add(self, platform: Platform) -> None:
        self._until[platform] = asyncio.get_running_loop().time() + REST

    @property
    def platforms(self) -> list[Platform]:
        now = asyncio.get_running_loop().time()
        return [platform for platform, until in self._until.items() if until > now]
