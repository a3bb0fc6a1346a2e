"""搜索的指标: how far the index of this node is behind the store, asked when Prometheus asks."""

from datetime import datetime

from prometheus_client import CollectorRegistry, Gauge

from content_models.search import repository as search
from content_models.search.live import LiveSearch


async def search_metrics(live: LiveSearch, now: datetime) -> CollectorRegistry:
    """`lag_seconds` is the age of the oldest change that cannot be found yet; it grows while nobody takes it up."""
    registry = CollectorRegistry()
    ready = Gauge("zhengwu_search_ready", "Whether this process has an index to search", registry=registry)
    ready.set(live.index is not None)
    if live.index is None:
        return registry
    counter, waiting = await search.counter(), await search.oldest_since(live.index.epoch)
    values = {
        ("documents", "Releases that can be found"): live.index.size,
        ("epoch", "How far the index has come"): live.index.epoch,
        ("store_epoch", "How far the store has come"): counter.value,
        ("outdated_writes", "Older changes that were turned away"): counter.outdated_writes,
        ("lag_seconds", "Age of the oldest change that cannot be found yet"): (
            (now - waiting.at).total_seconds() if waiting else 0.0
        ),
    }
    for (name, help_), value in values.items():
        Gauge(f"zhengwu_search_{name}", help_, registry=registry).set(value)
    return registry
