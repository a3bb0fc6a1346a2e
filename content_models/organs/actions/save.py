"""save 登记: enter an organ, or what it is called now."""

from content_models.kit.outbox import enqueue
from content_models.kit.store import Session, Store
from content_models.organs import repository as organs
from content_models.organs.documents import Organ
from content_models.organs.rules import names_of


async def save_organ(store: Store, organ: Organ) -> bool:
    """True if it had other names before: what is found by them is then told of "organ.renamed"."""

    async def write(session: Session) -> bool:
        known = await organs.load_many([organ.id], session)
        await organs.save_organ(organ, session)
        renamed = organ.id in known and names_of(known[organ.id]) != names_of(organ)
        if renamed:
            moment = int(store.now().timestamp() * 1000)
            await enqueue(store, session, topic="organ.renamed", subject_id=organ.id, subject_version=moment)
        return renamed

    return await store.transaction(write)
