"""`tally` 统计: a day's events become its figures. Each day is counted whole and written once more, so a worker that
dies, or two that tally at once, change nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from content_models.bundles import repository as bundles
from content_models.bundles.documents import ReadingAlarmKind
from content_models.kit.clock import in_shanghai
from content_models.kit.store import Store
from content_models.overview import repository as overview
from content_models.overview.counting import Told, counted, first_publications
from content_models.overview.documents import DayFigures, OrganFigures
from content_models.overview.rules import bounds_of, publications_of
from content_models.releases import repository as releases
from content_models.releases.documents import ReleaseEvent

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
    told = await _told(begins, ends)
    opened = await overview.overdue_opened_between(begins, ends)
    overdue = [alarm.policy_id for alarm in await bundles.open_alarms() if alarm.kind is ReadingAlarmKind.overdue]
    publishers = await _publishers([*(event.release_id for event in told.events), *opened, *overdue])
    figures = DayFigures(
        id=day.isoformat(),
        intake=await overview.intake_between(begins, ends),
        tallied_at=store.now(),
        **counted(told).model_dump(exclude={"overdue", "overdue_opened"}),
        overdue=await bundles.count_open_alarms(ReadingAlarmKind.overdue) if is_today else 0,
        overdue_opened=len(opened),
    )
    figures.organs = [
        _of_organ(organ, own, told, opened, overdue if is_today else []) for organ, own in publishers.items()
    ]
    if earlier and not is_today:
        _keep_overdue(figures, earlier)
    return figures


def _of_organ(organ: str, own: set[str], told: Told, opened: Sequence[str], overdue: Sequence[str]) -> OrganFigures:
    """`own`: the releases it published; `opened`, `overdue`: policies with such an alarm."""
    return OrganFigures(
        organ_id=organ,
        **counted(told.of(own)).model_dump(exclude={"overdue", "overdue_opened"}),
        overdue=sum(policy in own for policy in overdue),
        overdue_opened=sum(policy in own for policy in opened),
    )


def _keep_overdue(figures: DayFigures, earlier: DayFigures) -> None:
    figures.overdue = earlier.overdue
    known = {one.organ_id: one for one in figures.organs}
    for before in earlier.organs:
        if before.organ_id in known:
            known[before.organ_id].overdue = before.overdue
        elif before.overdue:
            figures.organs.append(OrganFigures(organ_id=before.organ_id, overdue=before.overdue))


async def _told(begins: datetime, ends: datetime) -> Told:
    events = await overview.events_between(begins, ends)
    trails = await overview.trails_of(event.release_id for event in publications_of(events))
    told = Told(events, trails, {})
    return replace(told, came=await _arrivals(first_publications(told)))


async def _publishers(release_ids: Sequence[str]) -> dict[str, set[str]]:
    """Releases by the organ that publishes them."""
    found: dict[str, set[str]] = {}
    for release in (await releases.load_many(release_ids)).values():
        found.setdefault(release.publisher_id, set()).add(release.id)
    return found


async def _arrivals(first: Sequence[ReleaseEvent]) -> dict[str, datetime]:
    """When the earliest source of each release's text was received; what editors wrote themselves is absent."""
    revisions = await releases.load_revisions(event.revision for event in first)
    items = {one.release_id: [source.item_id for source in one.provenance] for one in revisions.values()}
    seen = await overview.first_seen(item for ids in items.values() for item in ids)
    return {key: min(seen[item] for item in ids if item in seen) for key, ids in items.items() if set(ids) & set(seen)}
