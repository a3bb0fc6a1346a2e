"""One link of any chain, and the chains there are: releases' events, and the audit log."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from content_models.audit import repository as audit
from content_models.audit.actions.note import entry_digest
from content_models.audit.documents import AuditEntry
from content_models.editorial.change import event_digest
from content_models.releases import repository as releases
from content_models.releases.documents import ReleaseEvent


@dataclass(frozen=True, slots=True)
class ChainLink:
    """`recorded` is the digest that stands with the event, `computed` what it must be."""

    chain: str  # "releases" or "audit"
    stream: str
    number: int
    at: datetime
    previous: str
    recorded: str
    computed: str

    @property
    def place(self) -> tuple[str, str, int]:
        return self.chain, self.stream, self.number


def of_release(event: ReleaseEvent) -> ChainLink:
    return ChainLink(
        "releases",
        event.release_id,
        event.version,
        event.at,
        event.previous_digest,
        event.digest,
        event_digest(event),
    )


def of_entry(entry: AuditEntry) -> ChainLink:
    return ChainLink(
        "audit", entry.stream, entry.number, entry.at, entry.previous_digest, entry.digest, entry_digest(entry)
    )


async def every_entry() -> AsyncIterator[ChainLink]:
    async for entry in audit.every_entry():
        yield of_entry(entry)


async def digests_between(start: datetime, end: datetime) -> list[str]:
    """The recorded digests of everything that happened then, in an order that is the same for ever."""
    links = [of_release(event) for event in await releases.events_between(start, end)]
    links += [of_entry(entry) for entry in await audit.entries_between(start, end)]
    return [link.recorded for link in sorted(links, key=lambda link: link.place)]
