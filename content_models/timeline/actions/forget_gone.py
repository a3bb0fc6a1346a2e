"""forget_gone 清理墓碑: what went long ago is no longer told to offline copies; older ones begin anew."""

from datetime import timedelta

from content_models.kit.store import Store
from content_models.timeline import repository as timeline

KEPT = timedelta(days=180)


async def forget_gone(store: Store) -> int:
    """Returns how many places were forgotten."""
    return await timeline.forget_gone(store, store.now() - KEPT)
