"""`open_session`: inside the verb that says who the resident is, in its transaction."""

from content_models.kit.store import Session, Store
from content_models.residents.sessions import repository as sessions
from content_models.residents.sessions.documents import ViewerSession
from content_models.residents.sessions.rules import LASTS


async def open_session(store: Store, session: Session, resident_id: str) -> ViewerSession:
    now = store.now()
    opened = ViewerSession(resident_id=resident_id, created_at=now, refreshed_at=now, expires_at=now + LASTS)
    await sessions.insert(opened, session)
    return opened
