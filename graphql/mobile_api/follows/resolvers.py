"""Following and unfollowing."""

from typing import Annotated, TypeVar

import strawberry

from content_models.residents.actions import follow as verbs
from content_models.residents.actions.follow import FollowCommand, Followed, Unfollow
from mobile_api.commands import command
from mobile_api.context import Info, as_actor
from mobile_api.follows.targets import require_target
from mobile_api.follows.types import FollowInput, FollowState
from mobile_api.problems import AnyProblem, settled

C = TypeVar("C", bound=FollowCommand)
Target = Annotated[FollowInput, strawberry.argument(name="input", description="对象 / The target")]


async def add_follow(info: Info, wanted: Target) -> FollowState | AnyProblem:
    return await settled(follow(info, wanted))


async def remove_follow(info: Info, wanted: Target) -> FollowState | AnyProblem:
    return await settled(unfollow(info, wanted))


async def follow(info: Info, wanted: Target) -> FollowState:
    asked = _command(FollowCommand, info, wanted)
    await require_target(wanted.target, wanted.target_id)
    followed = await verbs.follow(info.context.store, asked)
    return _state(info, wanted, followed)


async def unfollow(info: Info, wanted: Target) -> FollowState:
    followed = await verbs.unfollow(info.context.store, _command(Unfollow, info, wanted))
    return _state(info, wanted, followed)


def _command(kind: type[C], info: Info, wanted: FollowInput) -> C:
    resident_id = info.context.viewer()
    return command(
        kind,
        actor=as_actor(resident_id),
        idempotency_key=wanted.idempotency_key,
        resident_id=resident_id,
        target=wanted.target,
        target_id=wanted.target_id,
    )


def _state(info: Info, wanted: FollowInput, followed: Followed) -> FollowState:
    info.context.deps.changes.changed_here(info.context.viewer())
    return FollowState(
        target=wanted.target,
        target_id=wanted.target_id,
        channel=followed.channel,
        following=followed.following,
    )
