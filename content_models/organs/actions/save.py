"""save 登记: enter an organ, or what it is called now."""

from content_models.kit.outbox import enqueue
from content_models.kit.store import Session, Store
from content_models.organs import repository as organs
from content_models.organs.documents import Organ
from content_models.organs.rules import names_of


async def save_organ(store: Store, organ: Organ) -> bool:
    """True if it had other names before: what is found by them is then told of "organ.renamed"."""

    async def write(session: Session) -> bool:
        return await save_within(store, session, organ)

    return await store.transaction(write)


async def save_within(store: Store, session: Session, organ: Organ) -> bool:
    """The same in the caller's transaction. Raises pymongo's DuplicateKeyError for a name that stands already."""
    known = await organs.load_many([organ.id], session)
    await organs.save_organ(organ, session)
    renamed = organ.id in known and names_of(known[organ.id]) != names_of(organ)
    if renamed:
        await tell_renamed(store, session, organ.id)
    return renamed


async def tell_renamed(store: Store, session: Session, organ_id: str) -> None:
    """Whoever finds releases by the organ's names is told; facts are numbered by the millisecond."""
    moment = int(store.now().timestamp() * 1000)
    await enqueue(store, session, topic="organ.renamed", subject_id=organ_id, subject_version=moment)
