"""Whose inbox changed: found for all subscribers of this process together, whenever the store may have news.

New entries are told by campaigns whose inboxes were written, reading by the residents' marks. Looking costs two
queries, and one more a campaign, however many wait; nobody waiting costs nothing.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from content_models.announcements import repository as campaigns
from content_models.residents.inbox import repository as inboxes
from mobile_api.live.queues import Mailbox


class InboxWatch:
    def __init__(self) -> None:
        self._waiting: defaultdict[str, set[Mailbox[bool]]] = defaultdict(set)
        self._told: set[str] | None = None  # campaigns whose readers know
        self._marks: dict[str, datetime | None] = {}

    def __len__(self) -> int:
        """How many residents are waited for."""
        return len(self._waiting)

    @contextmanager
    def subscribed(self, resident_id: str) -> Iterator[Mailbox[bool]]:
        """Word that this resident's inbox changed, for as long as the context is open."""
        mailbox: Mailbox[bool] = Mailbox()
        self._waiting[resident_id].add(mailbox)
        try:
            yield mailbox
        finally:
            self._waiting[resident_id].discard(mailbox)
            if not self._waiting[resident_id]:
                del self._waiting[resident_id]
                self._marks.pop(resident_id, None)

    async def look(self) -> None:
        """Tell whom it concerns. Called at a wake-up, and every few seconds in case one was lost."""
        waiting = list(self._waiting)
        if not waiting:
            self._told = None
            return
        for resident_id in await self._with_new_entries(waiting) | await self._with_new_marks(waiting):
            for mailbox in self._waiting.get(resident_id, ()):
                mailbox.put(True)

    async def _with_new_entries(self, waiting: list[str]) -> set[str]:
        written = await campaigns.newest_with_inboxes()
        fresh = [one for one in written if self._told is not None and one not in self._told]
        self._told = set(written)
        return {one for campaign in fresh for one in await inboxes.holders(campaign, waiting)}

    async def _with_new_marks(self, waiting: list[str]) -> set[str]:
        """Whoever is looked at for the first time is told nothing: a subscriber compares when it comes."""
        marks = await inboxes.inbox_marks(waiting)
        now = {one: marks.get(one) for one in waiting}
        moved = {one for one, at in now.items() if one in self._marks and self._marks[one] != at}
        self._marks |= now
        return moved
