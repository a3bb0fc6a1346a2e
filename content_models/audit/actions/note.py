"""`note` 记录: append what somebody did to their stream of the audit log."""

from typing import Any

from pydantic import BaseModel
from pymongo.errors import DuplicateKeyError

from content_models.audit import repository as audit
from content_models.audit.documents import AuditEntry
from content_models.kit.hash_chain import GENESIS, chained_digest
from content_models.kit.store import Session, Store

TRIES = 20  # two processes may serve one person at once; then the later one takes the next number
_WIDTH = 10  # digits, so that `_id` sorts as numbers do


class Deed(BaseModel):
    """What is to be noted. `stream` says whose acts wait for each other: a person's id, or a door."""

    stream: str
    actor_id: str
    actor_name: str
    act: str
    subject: str = ""
    status: int = 200
    code: str = ""
    address: str = ""
    details: dict[str, str] = {}


async def note(store: Store, deed: Deed) -> None:
    """Append it, as the next of its stream."""

    async def append(session: Session) -> None:
        await note_within(store, session, deed)

    for left in reversed(range(TRIES)):
        try:
            return await store.transaction(append)
        except DuplicateKeyError:
            if not left:
                raise


async def note_within(store: Store, session: Session, deed: Deed) -> None:
    """The same in the caller's transaction. Raises pymongo's DuplicateKeyError when another took the number."""
    head = await audit.head_of(deed.stream, session)
    number = head.number + 1 if head else 1
    entry = AuditEntry(
        id=f"{deed.stream}#{number:0{_WIDTH}d}",
        number=number,
        at=store.now(),
        algorithm=store.digest_algorithm,
        previous_digest=head.digest if head else GENESIS,
        digest="",
        **deed.model_dump(),
    )
    entry.digest = entry_digest(entry)
    await audit.append(entry, session)


def entry_digest(entry: AuditEntry) -> str:
    """What the entry's `digest` must be: over all it says and the digest before it."""
    body: dict[str, Any] = entry.model_dump(mode="json", exclude={"id", "revision_id", "digest", "previous_digest"})
    return chained_digest(entry.previous_digest, body, entry.algorithm)
