"""How a verb runs: once per idempotency key, in one transaction, with a wake-up after commit."""

import hashlib
import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints
from pymongo import IndexModel
from pymongo.errors import DuplicateKeyError

from content_models.kit.actors import Actor
from content_models.kit.errors import IdempotencyKeyReused, ZhengwuError
from content_models.kit.records import Record
from content_models.kit.store import Session, Store

KEPT_FOR = timedelta(days=30)

IdempotencyKey = Annotated[str, StringConstraints(min_length=8, max_length=128, pattern=r"^[\x21-\x7e]+$")]


class Command(BaseModel):
    """What a caller asks for: who asks, and the key under which asking twice counts once."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    actor: Actor
    idempotency_key: IdempotencyKey

    @property
    def record_id(self) -> str:
        return f"{self.actor.kind}:{self.actor.id}:{type(self).__name__}:{self.idempotency_key}"

    def fingerprint(self) -> str:
        """SHA-256 of what is asked, so that a key cannot be used again for something else."""
        body = self.model_dump(mode="json", exclude={"actor", "idempotency_key"})
        return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class PerformedCommand(Record):
    """The first answer to a command, replayed to whoever sends the same key again. `_id` = actor, verb and key."""

    fingerprint: str
    answer: dict[str, Any]
    at: datetime
    expires_at: datetime

    class Settings:
        name = "performed_commands"
        indexes = [IndexModel("expires_at", name="expiry", expireAfterSeconds=0)]


C = TypeVar("C", bound=Command)
A = TypeVar("A", bound=BaseModel)


async def perform(
    store: Store,
    command: C,
    verb: Callable[[Store, Session, C], Awaitable[A]],
    answer: type[A],
    *,
    wakes: str = "outbox",
) -> A:
    """Run `verb` once for this command and remember its answer in the same transaction.

    Raises IdempotencyKeyReused when the key was used for a different request.
    """

    async def once(session: Session) -> A:
        if earlier := await PerformedCommand.get(command.record_id, session=session):
            return _replay(earlier, command, answer)
        result = await verb(store, session, command)
        await _remember(store, session, command, result)
        return result

    try:
        result = await store.transaction(once)
    except DuplicateKeyError:
        # Two senders of one key raced and the other one won; any other clash is the verb's own business.
        earlier = await PerformedCommand.get(command.record_id)
        if earlier is None:
            raise
        result = _replay(earlier, command, answer)
    await store.wake(wakes)
    return result


async def answered(command: Command, answer: type[A]) -> A | None:
    """What this command was answered before, for whoever has to do something first that works only once.

    Raises IdempotencyKeyReused.
    """
    earlier = await PerformedCommand.get(command.record_id)
    return _replay(earlier, command, answer) if earlier else None


@contextmanager
def clash_as(refusal: ZhengwuError) -> Iterator[None]:
    """A key that somebody has taken already, or took a moment ago, in the verb's own words."""
    try:
        yield
    except DuplicateKeyError as clash:
        raise refusal from clash


def _replay(earlier: PerformedCommand, command: Command, answer: type[A]) -> A:
    if earlier.fingerprint != command.fingerprint():
        raise IdempotencyKeyReused(idempotency_key=command.idempotency_key)
    return answer.model_validate(earlier.answer)


async def _remember(store: Store, session: Session, command: Command, result: BaseModel) -> None:
    now = store.now()
    await PerformedCommand(
        id=command.record_id,
        fingerprint=command.fingerprint(),
        answer=result.model_dump(mode="json"),
        at=now,
        expires_at=now + KEPT_FOR,
    ).insert(session=session)
