"""`tally` 统计: a day's events become its figures. Each day is counted whole and written once more, so a worker that
dies, or two that tally at once, change nothing."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from content_models.bundles import repository as bundles
from content_models.bundles.documents import ReadingAlarmKind
from content_models.kit.clock import in_shanghai
from content_models.kit.store import Store
from content_models.overview import repository as overview
from content_models.overview.documents import DayFigures
from content_models.overview.rules import bounds_of, kept, minutes_between, publications_of, review_minutes
from content_models.releases import repository as releases
from content_models.releases.documents import EventKind, ReleaseEvent

KEPT_DAYS = 90  # polls are kept as long
BACK_AT_ONCE = 10  # days never tallied that one run makes up for
_DAY = timedelta(days=1)


async def tally(store: Store) -> list[date]:
    """Today, yesterday, and a few of the days of the last KEPT_DAYS that were never tallied; returns which."""
    today = in_shanghai(store.now()).date()
    behind = [today - _DAY * n for n in range(KEPT_DAYS)]
    known = await overview.figures_of(behind)
    days = [*behind[:2], *[day for day in behind[2:] if day not in known][:BACK_AT_ONCE]]
    for day in days:
        await overview.save(await figures_of(store, day, is_today=day == today))
    return days


async def figures_of(store: Store, day: date, *, is_today: bool) -> DayFigures:
    """How many are overdue is a fact of the moment: for a day gone by the last count stands."""
    begins, ends = bounds_of(day)
    earlier = (await overview.figures_of([day])).get(day)
    figures = DayFigures(
        id=day.isoformat(),
        intake=await overview.intake_between(begins, ends),
        overdue=await bundles.count_open_alarms(ReadingAlarmKind.overdue) if is_today else 0,
        overdue_opened=await overview.overdue_opened_between(begins, ends),
        tallied_at=store.now(),
    )
    if earlier and not is_today:
        figures.overdue = earlier.overdue
    await _count_events(figures, await overview.events_between(begins, ends))
    return figures


async def _count_events(figures: DayFigures, events: Sequence[ReleaseEvent]) -> None:
    published = publications_of(events)
    trails = await overview.trails_of(event.release_id for event in published)
    first = [event for event in published if publications_of(trails[event.release_id])[0].id == event.id]
    figures.published, figures.corrected = len(first), len(published) - len(first)
    figures.withdrawn = sum(event.kind is EventKind.withdrawn for event in events)
    came = await _arrivals(first)
    figures.to_publication = kept(
        minutes_between(came[event.release_id], event.at) for event in first if event.release_id in came
    )
    stages: dict[str, list[int]] = {}
    for event in published:
        for stage, minutes in review_minutes(trails[event.release_id], event).items():
            stages.setdefault(stage, []).append(minutes)
    figures.reviews = {stage: kept(minutes) for stage, minutes in stages.items()}


async def _arrivals(first: Sequence[ReleaseEvent]) -> dict[str, datetime]:
    """When the earliest source of each release's text was received; what editors wrote themselves is absent."""
    revisions = await releases.load_revisions(event.revision for event in first)
    items = {one.release_id: [source.item_id for source in one.provenance] for one in revisions.values()}
    seen = await overview.first_seen(item for ids in items.values() for item in ids)
    return {key: min(seen[item] for item in ids if item in seen) for key, ids in items.items() if set(ids) & set(seen)}
