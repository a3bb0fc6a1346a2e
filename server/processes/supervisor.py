"""Keeps children alive in tiers: each tier starts when the one before answers; the first one stops last."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from server.processes.child import Child, ChildReport
from server.processes.keeper import Keeper


def nobody_looks(report: ChildReport) -> None:
    """The default listener."""


class Supervisor:
    """`changed` is called with every change of a child's phase, for a progress view."""

    def __init__(self, logs: Path, changed: Callable[[ChildReport], None] = nobody_looks) -> None:
        self._logs = logs
        self._changed = changed
        self._tiers: list[list[Keeper]] = []

    async def start(self, *children: Child) -> None:
        """Start one tier and return when all of it answers. Raises ChildNotStarted; then call `stop`."""
        tier = [Keeper(child, self._logs, self._changed) for child in children]
        self._tiers.append(tier)
        await asyncio.gather(*(keeper.start() for keeper in tier))

    async def stop(self) -> None:
        """Stop the first tier, the engines, when all that stands on it has stopped.

        Takes at most the longest `stop_within` of the upper tiers and of the first one.
        """
        engines, above = self._tiers[:1], self._tiers[1:]
        for tiers in (above, engines):
            await asyncio.gather(*(keeper.stop() for tier in tiers for keeper in tier))
        self._tiers.clear()

    def reports(self) -> list[ChildReport]:
        return [keeper.report for keeper in self._keepers()]

    def kill(self, name: str) -> int:
        """SIGKILL one child, as a crash would; it comes back. Returns the pid that was killed."""
        return self._keeper(name).kill()

    def _keeper(self, name: str) -> Keeper:
        return next(keeper for keeper in self._keepers() if keeper.child.name == name)

    def _keepers(self) -> list[Keeper]:
        return [keeper for tier in self._tiers for keeper in tier]
