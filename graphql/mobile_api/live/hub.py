"""Who in this process waits for which channels, and what one refresh of the timeline means to each of them.

One hub a process, told by the timeline it follows; Valkey only wakes that timeline. There is no task and no connection
a subscriber, so a thousand quiet ones cost their mailboxes and nothing else.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from content_models.releases.channels import ALL
from content_models.timeline.timeline import Shift, Timeline
from mobile_api.live.queues import Mailbox
from mobile_api.loaders import Loaders


@dataclass(slots=True)
class Update:
    """What one refresh changed in a subscriber's channels: release ids with all their channels."""

    epoch: int
    loaders: Loaders  # shared by all who are told of it: a thousand phones are shown what was read once
    arrived: dict[str, tuple[str, ...]] = field(default_factory=dict)
    corrected: dict[str, tuple[str, ...]] = field(default_factory=dict)
    gone: dict[str, tuple[str, ...]] = field(default_factory=dict)


class Hub:
    def __init__(self, timeline: Timeline) -> None:
        self._waiting: defaultdict[str, set[Mailbox[Update]]] = defaultdict(set)
        self._count = 0
        timeline.listen(self._tell)

    def __len__(self) -> int:
        """How many are subscribed."""
        return self._count

    @contextmanager
    def subscribed(self, channels: Iterable[str]) -> Iterator[Mailbox[Update]]:
        """News of the channels (all, if there are none) for as long as the context is open."""
        names = set(channels) or {ALL}
        mailbox: Mailbox[Update] = Mailbox()
        self._count += 1
        for name in names:
            self._waiting[name].add(mailbox)
        try:
            yield mailbox
        finally:
            self._count -= 1
            for name in names:
                self._waiting[name].discard(mailbox)
                if not self._waiting[name]:
                    del self._waiting[name]

    def _tell(self, shift: Shift) -> None:
        loaders = Loaders()
        updates: dict[Mailbox[Update], Update] = {}
        for part in ("arrived", "corrected", "gone"):
            changed: Mapping[str, tuple[str, ...]] = getattr(shift, part)
            for release_id, names in changed.items():
                for mailbox in self._concerned(names):
                    update = updates.setdefault(mailbox, Update(shift.epoch, loaders))
                    getattr(update, part)[release_id] = names
        for mailbox, update in updates.items():
            mailbox.put(update)

    def _concerned(self, names: Iterable[str]) -> set[Mailbox[Update]]:
        return {mailbox for name in names if name in self._waiting for mailbox in self._waiting[name]}
