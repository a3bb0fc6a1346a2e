"""Pure rules of the feed: which entry a release makes, when a write counts, and how channels merge into one page."""

import heapq
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from content_models.releases import channels
from content_models.releases.documents import Release, ReleaseKind, ReleaseState
from content_models.timeline.documents import Gone, TimelineEntry

_UNIX_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MUST_SEE_KINDS = frozenset({ReleaseKind.emergency, ReleaseKind.service_alert})
_REGION = channels.region_channel("")
HEADLINE_MS = 7 * 24 * 3600 * 1000  # so long something can lead the page
_BANDS = {
    channels.kind_channel(kind): band
    for band, kinds in enumerate(
        (
            (ReleaseKind.emergency,),
            (ReleaseKind.policy,),
            (ReleaseKind.interpretation, ReleaseKind.service_alert),
            (ReleaseKind.notice, ReleaseKind.guide),
            (ReleaseKind.news,),
        )
    )
    for kind in kinds
}
_GONE = {ReleaseState.merged: Gone.merged, ReleaseState.removed: Gone.removed}
UNPLACED = 0  # an entry that has not been written yet has no epoch


class Position(NamedTuple):
    """Where a release stands in the feed. Greater is newer; the id decides between equal milliseconds."""

    published_ms: int
    release_id: str


def entry_of(
    release: Release, *, cluster_id: str | None = None, keyword_channels: Iterable[str] = ()
) -> TimelineEntry | None:
    """The place this release takes now, by itself; None for one that was never public."""
    if release.published_at is None:
        return None
    names = [*release.channels, *must_see_of(release.kind, release.channels), *keyword_channels]
    own = list(dict.fromkeys(names))
    return TimelineEntry(
        id=release.id,
        kind=release.kind,
        channels=own,
        own_channels=own,
        published_ms=(release.published_at - _UNIX_EPOCH) // timedelta(milliseconds=1),
        visible=release.is_live,
        gone=None if release.is_live else _GONE.get(release.state, Gone.withdrawn),
        merged_into=release.merged_into,
        cluster_id=None if release.merged_into else cluster_id,  # people's word: no copy brings it back
        release_version=release.version,
        epoch=UNPLACED,
    )


def removed(entry: TimelineEntry) -> TimelineEntry:
    """The place of a release that the store no longer has."""
    gone = {"visible": False, "gone": Gone.removed, "merged_into": None, "cluster_id": None}
    placed: TimelineEntry = entry.model_copy(update=gone)
    return placed


def must_see_of(kind: ReleaseKind, names: Iterable[str]) -> list[str]:
    """Emergencies are for everybody; they and service alerts are for the people of their region in any case."""
    if kind not in _MUST_SEE_KINDS:
        return []
    regions = [name.removeprefix(_REGION) for name in names if name.startswith(_REGION)]
    everybody = [channels.MUST_SEE] if kind is ReleaseKind.emergency else []
    return [*everybody, *map(channels.must_see_channel, regions)]


def as_one_card(cluster: Iterable[TimelineEntry]) -> list[TimelineEntry]:
    """The entries of one cluster as they stand together. The first published stands for all, so that a copy that
    comes later moves nothing; when it is withdrawn, the next one takes its own place. What people have merged into
    another release belongs to no cluster and stays gone."""
    members = sorted(cluster, key=position_of)
    live = [one for one in members if one.visible or (one.gone is Gone.merged and one.cluster_id)]
    together = list(dict.fromkeys(name for one in live for name in own_channels(one)))
    placed = []
    for one in members:
        if one not in live:
            changes: dict[str, object] = {}
        elif one.id == live[0].id:
            changes = {"visible": True, "gone": None, "merged_into": None, "channels": together}
        else:
            merged = {"visible": False, "gone": Gone.merged, "merged_into": live[0].id}
            changes = {**merged, "channels": own_channels(one)}
        placed.append(one.model_copy(update=changes))
    return placed


def own_channels(entry: TimelineEntry) -> list[str]:
    return entry.own_channels or entry.channels  # entries written before clusters were collapsed have only these


def position_of(entry: TimelineEntry) -> Position:
    return Position(entry.published_ms, entry.id)


def is_outdated(entry: TimelineEntry, stored: TimelineEntry | None) -> bool:
    return stored is not None and entry.release_version < stored.release_version


def says_something_new(entry: TimelineEntry, stored: TimelineEntry | None) -> bool:
    """Whether writing `entry` would change what readers see. The same fact told twice changes nothing."""
    if stored is None:
        return True
    return not is_outdated(entry, stored) and _facts(entry) != _facts(stored)


def _facts(entry: TimelineEntry) -> dict[str, object]:
    facts: dict[str, object] = entry.model_dump(exclude={"epoch", "arrived", "changed_at"})
    return facts


def arrival(entry: TimelineEntry, stored: TimelineEntry | None, epoch: int) -> int:
    """The epoch in which the entry became visible: this one, unless it was already."""
    if not entry.visible:
        return 0
    return (stored.arrived or stored.epoch) if stored is not None and stored.visible else epoch


def newest_first(tails: Iterable[Sequence[Position]], after: Position | None) -> Iterator[Position]:
    """Positions of all `tails` (each sorted, oldest first) below `after`, newest first, each once.

    Lazy: a page of n costs n steps and one binary search per tail, however long the tails are.
    """
    previous = None
    for position in heapq.merge(*(_downwards(tail, after) for tail in tails), reverse=True):
        if position != previous:  # a release in several channels comes out of the merge side by side
            yield position
        previous = position


def headlines(candidates: Iterable[tuple[Position, Iterable[str]]], now_ms: int) -> list[Position]:
    """Positions with their channels, the weightiest of the last days first, then what is older; equals newest first."""

    def weight(candidate: tuple[Position, Iterable[str]]) -> tuple[bool, int, int]:
        position, names = candidate
        band = min((_BANDS[name] for name in names if name in _BANDS), default=len(_BANDS))
        return now_ms - position.published_ms > HEADLINE_MS, band, -position.published_ms

    return [position for position, _ in sorted(candidates, key=weight)]


def _downwards(tail: Sequence[Position], after: Position | None) -> Iterator[Position]:
    start = len(tail) if after is None else bisect_left(tail, after)
    return (tail[index] for index in range(start - 1, -1, -1))
