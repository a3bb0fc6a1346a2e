"""Follow and unfollow (关注、取消关注). Asking twice is the same as asking once."""

from pydantic import BaseModel, Field

from content_models.keywords import repository as keywords
from content_models.kit.commands import Command, perform
from content_models.kit.store import Session, Store
from content_models.residents import repository as residents
from content_models.residents.changes import repository as changes
from content_models.residents.changes.rules import WAKES
from content_models.residents.documents import Follow, FollowTarget
from content_models.residents.rules import MOST_KEYWORDS, TooManyKeywords, channel_of, follow_id, target_key


class FollowCommand(Command):
    """Whether the target exists is the caller's to check: a resident may follow what has yet to come."""

    resident_id: str
    target: FollowTarget
    target_id: str = Field(min_length=1, max_length=128)


class Unfollow(FollowCommand):
    pass


class Followed(BaseModel):
    channel: str
    following: bool


async def follow(store: Store, command: FollowCommand) -> Followed:
    """Raises NotFound (no such resident), IdempotencyKeyReused, InvalidKeyword, TooManyKeywords."""
    if command.target is FollowTarget.keyword:
        await _require_room(command)
    return await perform(store, command, _follow, Followed, wakes=WAKES)


async def unfollow(store: Store, command: Unfollow) -> Followed:
    """Raises NotFound (no such resident), IdempotencyKeyReused."""
    return await perform(store, command, _unfollow, Followed, wakes=WAKES)


async def _require_room(command: FollowCommand) -> None:
    """Asked before the transaction: two at once may make it one too many, which harms nobody."""
    words = {one.target_id for one in await residents.follows_of(command.resident_id) if one.target is command.target}
    if len(words - {target_key(command.target, command.target_id)}) >= MOST_KEYWORDS:
        raise TooManyKeywords(largest=MOST_KEYWORDS)


async def _follow(store: Store, session: Session, command: FollowCommand) -> Followed:
    await residents.load(command.resident_id, session)
    key = target_key(command.target, command.target_id)
    follow = Follow(
        id=follow_id(command.resident_id, command.target, key),
        resident_id=command.resident_id,
        target=command.target,
        target_id=key,
        channel=channel_of(command.target, key),
        at=store.now(),
    )
    if not await residents.follows(follow.id, session):
        await residents.insert_follow(follow, session)
        await changes.note(follow.resident_id, session)
        if command.target is FollowTarget.keyword:
            await keywords.note_followed(key, follow.at, session)
    return Followed(channel=follow.channel, following=True)


async def _unfollow(_: Store, session: Session, command: Unfollow) -> Followed:
    await residents.load(command.resident_id, session)
    key = target_key(command.target, command.target_id)
    if known := await residents.find_follow(follow_id(command.resident_id, command.target, key), session):
        await residents.delete_follow(known, session)
        await changes.note(known.resident_id, session)
    return Followed(channel=channel_of(command.target, key), following=False)
