"""What the progress view shows at one moment."""

from collections.abc import Sequence
from dataclasses import dataclass

from content_models.announcements import repository as campaigns
from content_models.intake import repository as intake
from content_models.intake.documents import TriageState
from content_models.releases import repository as releases
from content_models.releases.documents import ReleaseState
from content_models.sources import repository as sources
from content_models.sources.documents import Source
from server.console.source_alarms import ADVICE, ALARM_NAMES
from server.processes.child import ChildReport


@dataclass(frozen=True)
class SourceLine:
    """`words`: what is wrong and what to do about it."""

    name: str
    works: bool | None  # None: not asked yet
    words: str = ""


@dataclass(frozen=True)
class Snapshot:
    processes: Sequence[ChildReport]
    sources: Sequence[SourceLine] = ()
    received: int = 0
    merged: int = 0
    waiting: int = 0
    published: int = 0
    pushed: int = 0


async def take_snapshot(processes: Sequence[ChildReport]) -> Snapshot:
    """Raises what the store raises while it is away."""
    by_state = await intake.counts_by_state()
    known = sorted(await sources.most_troubled_first(), key=lambda source: source.name)
    return Snapshot(
        processes,
        sources=[_line(source) for source in known],
        received=sum(by_state.values()),
        merged=by_state[TriageState.merged],
        waiting=by_state[TriageState.pending] + by_state[TriageState.changed],
        published=(await releases.counts_by_state())[ReleaseState.published],
        pushed=sum(campaign.counts.handed for campaign in await campaigns.newest()),
    )


def _line(source: Source) -> SourceLine:
    error = source.health.last_error
    if error and source.health.consecutive_failures:
        return SourceLine(source.name, False, error.message)
    if source.alarms:
        worst = source.alarms[0]
        return SourceLine(source.name, False, f"{ALARM_NAMES[worst]}：{ADVICE[worst]}")
    return SourceLine(source.name, True if source.health.last_answered_at else None)
