"""`refresh` 续期: a fresh token for a used one. The token itself is the idempotency key: used again soon, it gives the
same generation; used again late, it ends the session."""

from content_models.kit.store import Store
from content_models.residents.changes.rules import WAKES
from content_models.residents.sessions import repository as sessions
from content_models.residents.sessions.documents import ViewerSession
from content_models.residents.sessions.errors import ViewerSessionEnded
from content_models.residents.sessions.rules import LASTS, Presented, judge


async def refresh(store: Store, session_id: str, generation: int) -> ViewerSession:
    """The session as it goes on. Raises ViewerSessionEnded."""
    found = await sessions.find(session_id)
    presented = judge(found, generation, store.now())
    if presented is Presented.stolen:
        await _end(store, session_id)
    if found is None or presented in (Presented.stolen, Presented.ended):
        raise ViewerSessionEnded
    if presented is Presented.retried:
        return found
    return await _advance(store, found)


async def _end(store: Store, session_id: str) -> None:
    await store.transaction(lambda session: sessions.revoke(session_id, store.now(), session))
    await store.wake(WAKES)


async def _advance(store: Store, found: ViewerSession) -> ViewerSession:
    now = store.now()
    changes = {"refreshed_at": now, "expires_at": now + LASTS}
    if not await sessions.advance(found.id, found.generation, changes):
        # Two requests of one phone raced: the other one has moved the session on, both get what it got.
        return await refresh(store, found.id, found.generation)
    advanced: ViewerSession = found.model_copy(update=changes | {"generation": found.generation + 1})
    return advanced
