"""`rotate_key` 创建或更换报送密钥, `revoke_key` 停用."""

import secrets

from pydantic import BaseModel, Field

from content_models.kit.actors import Actor
from content_models.kit.commands import Command, perform
from content_models.kit.errors import VersionConflict, WrongState
from content_models.kit.store import Session, Store
from content_models.sources import repository as sources
from content_models.sources.keys import repository as keys
from content_models.sources.keys.documents import SourceKey
from content_models.sources.keys.rules import CHANGE_OVER
from content_models.staff.rights import Right, require


class RotateKey(Command):
    """The next key of a source; the first when `expected_generation` is 0. The one before it is accepted for a
    week more, unless it was revoked."""

    source_id: str
    expected_generation: int = Field(ge=0)


class RevokeKey(Command):
    """No key of the source is accepted any more, from now on."""

    source_id: str
    expected_generation: int = Field(ge=1)


class KeyIssued(BaseModel):
    """Public facts only. The secret is derived from them by whoever holds the server's key, and shown once."""

    source_id: str
    key_id: str
    generation: int


async def rotate_key(store: Store, command: RotateKey) -> KeyIssued:
    """Raises NotAllowed, NotFound for the source, VersionConflict."""
    return await perform(store, command, _rotate, KeyIssued)


async def revoke_key(store: Store, command: RevokeKey) -> KeyIssued:
    """Raises NotAllowed, VersionConflict, WrongState when there is no key in force."""
    return await perform(store, command, _revoke, KeyIssued)


async def _rotate(store: Store, session: Session, command: RotateKey) -> KeyIssued:
    _must_be_allowed(command.actor)
    source = await sources.load(command.source_id, session)
    before = await keys.of_source(source.id, session)
    _must_be_current(before, command.expected_generation)
    still_good = before if before and before.revoked_at is None else None
    key = SourceKey(
        id=source.id,
        key_id=f"zk_{secrets.token_hex(12)}",
        generation=command.expected_generation + 1,
        created_at=store.now(),
        created_by=command.actor,
        previous_key_id=still_good.key_id if still_good else None,
        previous_until=store.now() + CHANGE_OVER if still_good else None,
    )
    await keys.save(key, session)
    return _issued(key)


async def _revoke(store: Store, session: Session, command: RevokeKey) -> KeyIssued:
    _must_be_allowed(command.actor)
    key = await keys.of_source(command.source_id, session)
    _must_be_current(key, command.expected_generation)
    if key is None or key.revoked_at is not None:
        raise WrongState("这个来源没有有效的报送密钥。", source_id=command.source_id)
    key.revoked_at = store.now()
    await keys.save(key, session)
    return _issued(key)


def _must_be_allowed(actor: Actor) -> None:
    require(actor, Right.keep_keys, "只有管理员可以管理报送密钥。")


def _must_be_current(key: SourceKey | None, expected: int) -> None:
    actual = key.generation if key else 0
    if actual != expected:
        raise VersionConflict("密钥刚被他人更换，请刷新后重试。", expected=expected, actual=actual)


def _issued(key: SourceKey) -> KeyIssued:
    return KeyIssued(source_id=key.id, key_id=key.key_id, generation=key.generation)
