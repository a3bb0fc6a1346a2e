"""概览 as shown: the charts of the last days and the figures above them, from the days' tallies alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from content_models.bundles import repository as bundles
from content_models.bundles.documents import ReadingAlarmKind
from content_models.kit.clock import in_shanghai
from content_models.overview import repository as overview
from content_models.overview.counting import seen_by
from content_models.overview.documents import DayFigures
from content_models.overview.rules import median, share_of, totals_of
from content_models.releases import repository as releases
from content_models.sources import repository as sources
from content_models.staff.rights import scope_of
from server.console.charts import Chart, Series, bars, columns, lines, number
from server.console.visit import Visit

SPANS = (7, 30, 90)  # days
_HOUR = 60.0  # minutes


@dataclass(frozen=True, slots=True)
class Figure:
    name: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Overview:
    span: int
    since: str
    until: str
    tallied: str
    figures: list[Figure]
    charts: list[Chart]


async def overview_of(visit: Visit, span: int) -> Overview:
    """Two reads by `_id` and the count of open alarms, however much is in the store."""
    today = in_shanghai(visit.store.now()).date()
    days = [today - timedelta(days=back) for back in reversed(range(span))]
    scope, stored = scope_of(visit.actor), await overview.figures_of(days)
    every = totals_of(one.intake for one in stored.values())
    known = await sources.load_many(list(every)[:200] if scope is None else list(every))
    owners = {source.id: source.organ_id for source in known.values()}
    found = {day: seen_by(one, scope, owners) for day, one in stored.items()}
    intake = totals_of(one.intake for one in found.values())
    names = [(known[key].name if key in known else "已删除的来源", float(count)) for key, count in intake.items()]
    stages = [(stage.id, stage.name) for stage in visit.deps.settings.review_stages]
    return Overview(
        span=span,
        since=days[0].isoformat(),
        until=today.isoformat(),
        tallied=in_shanghai(found[today].tallied_at).strftime("%H:%M") if today in found else "",
        figures=_figures(found, await _overdue_now(scope)),
        charts=_charts(days, found, names, stages),
    )


async def _overdue_now(scope: frozenset[str] | None) -> int:
    if scope is None:
        return await bundles.count_open_alarms(ReadingAlarmKind.overdue)
    overdue = [alarm.policy_id for alarm in await bundles.open_alarms() if alarm.kind is ReadingAlarmKind.overdue]
    return sum(one.publisher_id in scope for one in (await releases.load_many(overdue)).values())


def _figures(found: Mapping[date, DayFigures], overdue: int) -> list[Figure]:
    published = sum(one.published for one in found.values())
    corrected = sum(one.corrected for one in found.values())
    waited = [minutes for one in found.values() for minutes in one.to_publication]
    return [
        Figure("入库", number(sum(sum(one.intake.values()) for one in found.values())), "条来稿"),
        Figure("发布", number(published), f"撤回 {sum(one.withdrawn for one in found.values())} 条"),
        Figure("入库到发布", hours(median(waited)), f"九成在 {hours(share_of(waited, 0.9))}内" if waited else "还没有"),
        Figure("超期解读", number(overdue), "现在未解除"),
        Figure("更正", number(corrected), f"占发布 {corrected / published:.0%}" if published else "没有发布"),
    ]


def _charts(
    days: Sequence[date],
    found: Mapping[date, DayFigures],
    sources: Sequence[tuple[str, float]],
    stages: Sequence[tuple[str, str]],
) -> list[Chart]:
    labels = [day.isoformat() for day in days]
    by_day = [found.get(day) for day in days]
    waiting, waiting_unit = _waiting(by_day)
    reviews, reviews_unit = _reviews(by_day, stages)
    return [
        bars("intake", "各来源入库", _most(sources), sources, "条"),
        lines(
            "waiting",
            "从入库到发布",
            "每天首次发布的内容，从来稿入库到公开的时间。",
            labels,
            waiting,
            waiting_unit,
        ),
        bars("reviews", "审核用时", "从上一步到签署所用时间的中位数。", reviews, reviews_unit, head="审级"),
        columns("overdue", "超期解读", "每天收工时仍超期的解读，和当天新超期的。", labels, _overdue(by_day), "份"),
        columns("corrections", "发布与更正", "每天首次发布和更正的条数。", labels, _corrections(by_day), "条"),
    ]


def _most(rows: Sequence[tuple[str, float]]) -> str:
    if not rows:
        return "这段时间没有来稿入库。"
    return f"{len(rows)} 个来源有新来稿，最多的是{rows[0][0]}，{number(rows[0][1])} 条。"


def _waiting(by_day: Sequence[DayFigures | None]) -> tuple[list[Series], str]:
    waited = [one.to_publication if one else [] for one in by_day]
    half, most = [median(day) for day in waited], [share_of(day, 0.9) for day in waited]
    unit, minutes = _unit_of(most)
    return [
        Series("中位数", "main", [_over(value, minutes) for value in half]),
        Series("九成以内", "second", [_over(value, minutes) for value in most]),
    ], unit


def _reviews(
    by_day: Sequence[DayFigures | None], stages: Sequence[tuple[str, str]]
) -> tuple[list[tuple[str, float | None]], str]:
    """By stage as the settings name them now."""
    every = [
        (name, median([value for one in by_day if one for value in one.reviews.get(stage, [])]))
        for stage, name in stages
    ]
    unit, minutes = _unit_of(value for _, value in every)
    return [(name, _over(value, minutes)) for name, value in every], unit


def _overdue(by_day: Sequence[DayFigures | None]) -> list[Series]:
    return [
        Series("仍超期", "bad", [_older(one) for one in by_day]),
        Series("当天新超期", "warn", [float(one.overdue_opened) if one else None for one in by_day]),
    ]


def _older(one: DayFigures | None) -> float | None:
    """Those overdue at the end of the day that were so before it: the new ones are stacked above them."""
    return float(max(0, one.overdue - one.overdue_opened)) if one else None


def _corrections(by_day: Sequence[DayFigures | None]) -> list[Series]:
    return [
        Series("发布", "main", [float(one.published) if one else None for one in by_day]),
        Series("更正", "warn", [float(one.corrected) if one else None for one in by_day]),
    ]


def _unit_of(minutes: Iterable[float | None]) -> tuple[str, float]:
    """What a chart of these counts in, and its minutes: hours round two minutes down to nothing."""
    longest = max((value for value in minutes if value is not None), default=_HOUR)
    return ("小时", _HOUR) if longest >= _HOUR else ("分钟", 1.0)


def _over(minutes: float | None, unit: float) -> float | None:
    return None if minutes is None else round(minutes / unit, 1)


def hours(minutes: float | None) -> str:
    """「25 分钟」「3.5 小时」「2.1 天」「—」."""
    if minutes is None:
        return "—"
    if minutes < _HOUR:
        return f"{minutes:.0f} 分钟"
    return f"{minutes / _HOUR:.1f} 小时" if minutes < 48 * _HOUR else f"{minutes / _HOUR / 24:.1f} 天"
