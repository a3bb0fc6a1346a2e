"""Pure rules of the overview: from a day's trails to its figures."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from content_models.kit.clock import SHANGHAI
from content_models.overview.documents import MOST_KEPT
from content_models.releases.documents import MAKES_PUBLIC, EventKind, ReleaseEvent

_MINUTE = timedelta(minutes=1)


def bounds_of(day: date) -> tuple[datetime, datetime]:
    """The day in Asia/Shanghai: from its first moment to the first of the next."""
    begins = datetime.combine(day, time(), SHANGHAI)
    return begins, begins + timedelta(days=1)


def publications_of(trail: Sequence[ReleaseEvent]) -> list[ReleaseEvent]:
    """The moments at which a text of the release went public, in order; the first is the publication."""
    return [event for event in trail if event.kind in MAKES_PUBLIC]


def minutes_between(earlier: datetime, later: datetime) -> int:
    return max(0, (later - earlier) // _MINUTE)


def review_minutes(trail: Sequence[ReleaseEvent], published: ReleaseEvent) -> dict[str, int]:
    """How long each stage of the review before this publication took, by stage: from the submission to the first
    signature, from each signature to the next."""
    before = [event for event in trail if event.version < published.version]
    opened = [at for at, event in enumerate(before) if event.kind is EventKind.submitted]
    if not opened:
        return {}
    found: dict[str, int] = {}
    last = before[opened[-1]].at
    for event in before[opened[-1] + 1 :]:
        if event.kind is EventKind.signed_off:
            stage = str(event.details.get("stage", ""))
            found[stage] = found.get(stage, 0) + minutes_between(last, event.at)
            last = event.at
    return found


def median(values: Sequence[int]) -> float | None:
    return share_of(values, 0.5)


def share_of(values: Sequence[int], share: float) -> float | None:
    """The value that this share of them does not exceed, interpolated; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = ordered[int(place)]
    above = ordered[min(int(place) + 1, len(ordered) - 1)]
    return below + (above - below) * (place - int(place))


def kept(values: Iterable[int]) -> list[int]:
    """In order of size; evenly thinned out when there are more than are kept, which leaves median and p90 in place."""
    ordered = sorted(values)
    step = -(-len(ordered) // MOST_KEPT) or 1
    return ordered[::step]


def totals_of(by_source: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Summed over days, the largest first."""
    totals: dict[str, int] = {}
    for day in by_source:
        for source, count in day.items():
            totals[source] = totals.get(source, 0) + count
    return dict(sorted(totals.items(), key=lambda pair: (-pair[1], pair[0])))
