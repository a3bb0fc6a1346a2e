"""`watch_senders` 报送来源的更新职责: nobody polls a department that sends by itself, so the clock looks for its
silence."""

from content_models.kit.store import Store
from content_models.sources import repository as sources
from content_models.sources.actions.settle_alarms import settle_alarms
from content_models.sources.alarms import silence_of
from content_models.sources.documents import AlarmKind


async def watch_senders(store: Store) -> None:
    """Open and close the silence alarms of every source that sends its items itself."""
    for source in await sources.senders():
        await settle_alarms(store, source, {AlarmKind.silent: silence_of(source, source.health, store.now())})
