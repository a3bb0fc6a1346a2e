"""Ids that a vendor gives out for a hand-over, the same for whoever does it again."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from content_models.announcements.vendors.actions.keep import kept_ticket
from content_models.kit.store import Store


class Tickets(Protocol):
    async def of(self, hand_over: str, ask: Callable[[], Awaitable[str]]) -> str:
        """The ticket kept for this hand-over, else the one `ask` gets. Raises what `ask` raises."""


class StoredTickets:
    """Kept in the store: a pusher that takes over finds them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def of(self, hand_over: str, ask: Callable[[], Awaitable[str]]) -> str:
        return await kept_ticket(self._store, hand_over, ask)


class PassingTickets:
    """Kept as long as the process lives: enough for one trial notice."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    async def of(self, hand_over: str, ask: Callable[[], Awaitable[str]]) -> str:
        if hand_over not in self._kept:
            self._kept[hand_over] = await ask()
        return self._kept[hand_over]
