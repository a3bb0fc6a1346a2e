"""Pure rules of the feed: which entry a release makes, when a write counts, and how channels merge into one page."""

import heapq
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from content_models.releases.documents import Release
from content_models.timeline.documents import TimelineEntry

_UNIX_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
UNPLACED = 0  # an entry that has not been written yet has no epoch


class Position(NamedTuple):
    """Where a release stands in the feed. Greater is newer; the id decides between equal milliseconds."""

    published_ms: int
    release_id: str


def entry_of(release: Release) -> TimelineEntry | None:
    """The place this release takes now; None for one that was never public."""
    if release.published_at is None:
        return None
    return TimelineEntry(
        id=release.id,
        kind=release.kind,
        channels=release.channels,
        published_ms=(release.published_at - _UNIX_EPOCH) // timedelta(milliseconds=1),
        visible=release.is_live,
        release_version=release.version,
        epoch=UNPLACED,
    )


def position_of(entry: TimelineEntry) -> Position:
    return Position(entry.published_ms, entry.id)


def is_outdated(entry: TimelineEntry, stored: TimelineEntry | None) -> bool:
    return stored is not None and entry.release_version < stored.release_version


def says_something_new(entry: TimelineEntry, stored: TimelineEntry | None) -> bool:
    """Whether writing `entry` would change what readers see. The same fact told twice changes nothing."""
    if stored is None:
        return True
    return not is_outdated(entry, stored) and entry.model_dump(exclude={"epoch"}) != stored.model_dump(
        exclude={"epoch"}
    )


def newest_first(tails: Iterable[Sequence[Position]], after: Position | None) -> Iterator[Position]:
    """Positions of all `tails` (each sorted, oldest first) below `after`, newest first, each once.

    Lazy: a page of n costs n steps and one binary search per tail, however long the tails are.
    """
    previous = None
    for position in heapq.merge(*(_downwards(tail, after) for tail in tails), reverse=True):
        if position != previous:  # a release in several channels comes out of the merge side by side
            yield position
        previous = position


def _downwards(tail: Sequence[Position], after: Position | None) -> Iterator[Position]:
    start = len(tail) if after is None else bisect_left(tail, after)
    return (tail[index] for index in range(start - 1, -1, -1))
