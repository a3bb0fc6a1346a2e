"""One window of a chunk: collects what the channel says of each device and turns it into record and feedback."""

from datetime import datetime

import structlog

from content_models.announcements.actions import record
from content_models.announcements.actions.lease import Lease
from content_models.announcements.documents import Suppression
from content_models.residents.repository import Retirement
from push.channels.channel import NO_CHANNEL, Action, Outcome

TRIES_AT_MOST = 20  # of one chunk, half a minute apart: an outage of ten minutes fails nobody
SUSPICIOUS_COUNT = 20  # so many bad tokens in one window, and more than half of it,
SUSPICIOUS_SHARE = 0.5  # are no bad tokens but a wrong environment

log = structlog.get_logger()


class Window:
    """`sent_at` stands in for the time a token died when the push service does not say."""

    def __init__(self, lease: Lease, sent_at: datetime) -> None:
        self._lease = lease
        self._sent_at = sent_at
        self._handed: list[int] = []  # since `note` was last called
        self._again: dict[int, str] = {}  # index → why
        self._dead: list[Retirement] = []
        self._suspects: dict[int, Outcome] = {}
        self._delivered = 0
        self.halted_because: str | None = None
        self.unreached = False
        self.leftover = False

    def deliver(self, index: int, outcome: Outcome) -> None:
        """Take one outcome, as the channel hands it over."""
        self._delivered += 1
        if outcome.action is Action.done:
            self._handed.append(index)
        else:
            self._look_at(index, outcome)

    def _look_at(self, index: int, outcome: Outcome) -> None:
        self._again.pop(index, None)
        match outcome.action:
            case Action.fail:
                record.note_failed(self._lease, index, outcome.reason)
            case Action.retire:
                self._retire(index, outcome)
            case Action.suspect:
                self._suspects[index] = outcome
            case Action.resend:
                record.note_ambiguous(self._lease, 1)
                self._again[index] = outcome.reason
            case Action.retry:
                self._again[index] = outcome.reason
            case Action.doubt:
                record.note_ambiguous(self._lease, 1)
                self.unreached = True
            case Action.later:
                self.unreached = True
            case Action.skip:
                why = Suppression.no_channel if outcome is NO_CHANNEL else Suppression.limited
                record.note_suppressed(self._lease, [index], why)
            case Action.halt:
                self._halt(outcome.reason)

    def note(self) -> None:
        """Put what was handed over since the last call into the lease, all at once."""
        handed, self._handed = self._handed, []
        record.note_all_handed(self._lease, handed)

    def again(self) -> list[int]:
        """The devices to be tried once more, in rising order."""
        self.note()
        return [index for index in sorted(self._again) if index not in self._lease.settled]

    def give_up(self, indexes: list[int]) -> None:
        """These had their attempts in this lease. A later one tries again; the last one calls them failed.

        So does a canary that reached somebody: everybody else waits for it.
        """
        is_over = self._lease.chunk.is_canary and self._lease.counts.handed > 0
        if self._lease.chunk.tries + 1 < TRIES_AT_MOST and not is_over:
            self.leftover = self.leftover or bool(indexes)
            return
        for index in indexes:
            record.note_failed(self._lease, index, self._again.pop(index, "UNKNOWN"))

    @property
    def must_wait(self) -> bool:
        """There is no sense in going on now; whatever is not settled is left to a later lease."""
        return self.halted_because is not None or self.unreached

    def retirements(self) -> list[Retirement]:
        """Dead tokens since this was last asked. Halts, and spares them, when too many are called bad at once."""
        fewest = 1 if self._lease.chunk.is_canary else SUSPICIOUS_COUNT
        if len(self._suspects) >= max(fewest, SUSPICIOUS_SHARE * self._delivered):
            self._halt(next(iter(self._suspects.values())).reason)
        else:
            for index, outcome in self._suspects.items():
                self._retire(index, outcome)
        self._suspects.clear()
        dead, self._dead = self._dead, []
        return dead

    def _retire(self, index: int, outcome: Outcome) -> None:
        record.note_failed(self._lease, index, outcome.reason)
        since = outcome.since or self._sent_at
        self._dead.append(Retirement(self._lease.chunk.device_ids[index], since, outcome.reason))

    def _halt(self, reason: str) -> None:
        if self.halted_because is None:
            log.error("push_halted", campaign=self._lease.campaign.id, reason=reason)
            self.halted_because = reason
