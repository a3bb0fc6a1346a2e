"""A day's events counted, whole or for the releases of one organ. Pure: all that is needed was read before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from content_models.overview.documents import DayFigures, Figures
from content_models.overview.rules import kept, minutes_between, publications_of, review_minutes
from content_models.releases.documents import EventKind, ReleaseEvent


@dataclass(frozen=True, slots=True)
class Told:
    """The day's events, every event of the releases published that day, and when the sources of each were received."""

    events: Sequence[ReleaseEvent]
    trails: Mapping[str, Sequence[ReleaseEvent]]
    came: Mapping[str, datetime]

    def of(self, release_ids: set[str]) -> "Told":
        return Told([one for one in self.events if one.release_id in release_ids], self.trails, self.came)


def first_publications(told: Told) -> list[ReleaseEvent]:
    published = publications_of(told.events)
    return [event for event in published if publications_of(told.trails[event.release_id])[0].id == event.id]


def counted(told: Told) -> Figures:
    """Everything but what is overdue."""
    published, first = publications_of(told.events), first_publications(told)
    stages: dict[str, list[int]] = {}
    for event in published:
        for stage, minutes in review_minutes(told.trails[event.release_id], event).items():
            stages.setdefault(stage, []).append(minutes)
    return Figures(
        published=len(first),
        corrected=len(published) - len(first),
        withdrawn=sum(event.kind is EventKind.withdrawn for event in told.events),
        to_publication=kept(
            minutes_between(told.came[event.release_id], event.at) for event in first if event.release_id in told.came
        ),
        reviews={stage: kept(minutes) for stage, minutes in stages.items()},
    )


def seen_by(day: DayFigures, scope: frozenset[str] | None, sources: Mapping[str, str]) -> DayFigures:
    """The day as somebody sees it who is bound to these organs; None: to none. `sources`: organ of each source."""
    if scope is None:
        return day
    own = summed(one for one in day.organs if one.organ_id in scope)
    intake = {key: count for key, count in day.intake.items() if sources.get(key) in scope}
    return DayFigures(id=day.id, tallied_at=day.tallied_at, intake=intake, **own.model_dump())


def summed(every: Iterable[Figures]) -> Figures:
    total = Figures()
    for one in every:
        for name in ("published", "corrected", "withdrawn", "overdue", "overdue_opened"):
            setattr(total, name, getattr(total, name) + getattr(one, name))
        total.to_publication = kept([*total.to_publication, *one.to_publication])
        for stage, minutes in one.reviews.items():
            total.reviews[stage] = kept([*total.reviews.get(stage, []), *minutes])
    return total
