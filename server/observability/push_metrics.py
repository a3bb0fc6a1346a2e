"""推送的指标: what the store says of the campaigns when Prometheus asks. Recent ones by name, the rest is history."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from prometheus_client import CollectorRegistry, Gauge

from content_models.announcements.documents import Campaign, CampaignState, Counts

_BY_CAMPAIGN = ("campaign", "announcement")


class Figures(NamedTuple):
    """A campaign, its counts of this moment, and how many residents opened it."""

    campaign: Campaign
    counts: Counts
    opened: int


def push_metrics(figures: Sequence[Figures], unannounced: int = 0) -> CollectorRegistry:
    """A registry of this moment. Nothing in it says who was told. `unannounced`: releases nobody began to tell of."""
    registry = CollectorRegistry()
    forgotten = "Releases published more than five minutes ago that have no campaign"
    Gauge("zhengwu_releases_unannounced", forgotten, registry=registry).set(unannounced)
    devices = _gauge(registry, "devices", "Devices by outcome", "outcome")
    reasons = _gauge(registry, "devices_by_reason", "Devices not reached, by reason", "outcome", "reason")
    first = _gauge(registry, "first_handed_timestamp_seconds", "First hand-over to the push service")
    last = _gauge(registry, "last_handed_timestamp_seconds", "Last hand-over to the push service")
    opened = _gauge(registry, "opened_residents", "Residents who opened it")
    alarm = _gauge(registry, "alarm", "1 while a person has to look", "kind")
    for one in figures:
        labels = (one.campaign.id, one.campaign.announcement)
        for outcome in ("audience", "handed", "failed", "suppressed", "ambiguous"):
            devices.labels(*labels, outcome).set(getattr(one.counts, outcome))
        for outcome, counted in (("failed", one.counts.failures), ("suppressed", one.counts.suppressions)):
            for reason, count in counted.items():
                reasons.labels(*labels, outcome, reason).set(count)
        _time(first, labels, one.counts.first_handed_at)
        _time(last, labels, one.counts.last_handed_at)
        opened.labels(*labels).set(one.opened)
        for kind in alarms_of(one.campaign, one.counts):
            alarm.labels(*labels, kind).set(1)
    return registry


def alarms_of(campaign: Campaign, counts: Counts) -> list[str]:
    kinds = {
        "unbalanced": campaign.balanced is False,
        "stopped": campaign.state is CampaignState.paused and campaign.stopped_because is not None,
        "unconfirmed": campaign.alarm is not None and not counts.handed and campaign.finished_at is None,
        "awaiting_approval": campaign.state is CampaignState.awaiting_approval,
    }
    return [kind for kind, rings in kinds.items() if rings]


def _gauge(registry: CollectorRegistry, name: str, words: str, *labels: str) -> Gauge:
    return Gauge(f"zhengwu_campaign_{name}", words, (*_BY_CAMPAIGN, *labels), registry=registry)


def _time(gauge: Gauge, labels: tuple[str, ...], moment: datetime | None) -> None:
    if moment is not None:
        gauge.labels(*labels).set(moment.timestamp())
