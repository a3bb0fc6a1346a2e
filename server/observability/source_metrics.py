"""来源的指标: what the store says of the sources when Prometheus asks. The worker needs no port of its own, and every
api answers alike."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from prometheus_client import CollectorRegistry, Gauge

from content_models.sources.documents import Source, SourceAlarm, SourceState
from content_models.sources.health import Condition, condition_of

_BY_SOURCE = ("source", "name")


class _Measure(NamedTuple):
    name: str
    help: str
    value: Callable[[Source, Condition], float | None]  # None: nothing is known, and nothing is shown


def _seconds(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None


_MEASURES = (
    _Measure("success_ratio", "Share of the last 50 polls that were answered", lambda _, seen: seen.success),
    _Measure("not_modified_ratio", "Share of answered polls that were 304", lambda _, seen: seen.not_modified),
    _Measure(
        "poll_p95_seconds",
        "95th percentile of the last 50 polls",
        lambda _, seen: None if seen.p95 is None else seen.p95 / 1000,
    ),
    _Measure(
        "consecutive_failures",
        "Polls in a row that failed",
        lambda source, _: float(source.health.consecutive_failures),
    ),
    _Measure(
        "last_asked_timestamp_seconds",
        "When it was last asked",
        lambda source, _: _seconds(source.health.last_asked_at),
    ),
    _Measure(
        "last_answered_timestamp_seconds",
        "When it last answered",
        lambda source, _: _seconds(source.health.last_answered_at),
    ),
    _Measure(
        "last_news_timestamp_seconds", "When it last had news", lambda source, _: _seconds(source.health.last_news_at)
    ),
    _Measure("next_due_timestamp_seconds", "When it is due again", lambda source, _: _seconds(source.next_due_at)),
)


def source_metrics(sources: Sequence[Source], alarms: Iterable[SourceAlarm]) -> CollectorRegistry:
    """A registry of this moment. Sources are labelled by id and name; their addresses are nobody's business here."""
    registry = CollectorRegistry()
    active = {source.id: source.name for source in sources if source.state is SourceState.active}
    conditions = [(source, condition_of(source.health.recent)) for source in sources]
    for measure in _MEASURES:
        gauge = Gauge(f"zhengwu_source_{measure.name}", measure.help, _BY_SOURCE, registry=registry)
        for source, condition in conditions:
            if (value := measure.value(source, condition)) is not None:
                gauge.labels(source.id, source.name).set(value)
    _count_states(sources, registry)
    open_ = Gauge("zhengwu_source_alarm", "Open alarms", (*_BY_SOURCE, "kind", "level"), registry=registry)
    for alarm in alarms:
        if name := active.get(alarm.source_id):  # whoever paused a source knows that it is silent
            open_.labels(alarm.source_id, name, alarm.kind, alarm.level).set(1)
    return registry


def _count_states(sources: Sequence[Source], registry: CollectorRegistry) -> None:
    gauge = Gauge("zhengwu_sources", "Sources by state", ("state",), registry=registry)
    for state in (SourceState.active, SourceState.paused):
        gauge.labels(state).set(sum(source.state is state for source in sources))
