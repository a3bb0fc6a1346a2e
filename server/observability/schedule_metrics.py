"""定时发布的指标: how late releases went out by the clock, and what is overdue now, as the store knows it."""

from collections.abc import Sequence
from datetime import datetime

from prometheus_client import CollectorRegistry, Gauge

from content_models.editorial.schedules.documents import ReleaseSchedule


def schedule_metrics(
    finished: Sequence[ReleaseSchedule], waiting: Sequence[ReleaseSchedule], failed: int, now: datetime
) -> CollectorRegistry:
    """`finished` are the latest that went out. Lateness is from the hour that was set to the commit."""
    registry = CollectorRegistry()
    late = sorted((row.lateness_ms or 0) / 1000 for row in finished)
    overdue = [(now - row.due_at).total_seconds() for row in waiting if row.due_at <= now]
    values = {
        ("lateness_seconds_p50", "Half of the latest scheduled releases were at most so late"): _at(late, 0.5),
        ("lateness_seconds_p99", "99 of 100 were at most so late"): _at(late, 0.99),
        ("lateness_seconds_max", "The latest of them"): _at(late, 1.0),
        ("waiting", "Releases waiting for their hour"): float(len(waiting)),
        ("overdue_seconds", "How long the oldest is overdue; 0 while none is"): max(overdue, default=0.0),
        ("failed_unseen", "Schedules that failed and nobody has taken note of"): float(failed),
    }
    for (name, help_), value in values.items():
        Gauge(f"zhengwu_schedule_{name}", help_, registry=registry).set(value)
    return registry


def _at(ranked: Sequence[float], share: float) -> float:
    return ranked[min(len(ranked) - 1, int(len(ranked) * share))] if ranked else 0.0
