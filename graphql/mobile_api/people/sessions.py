"""Beginning, going on and ending a session."""

from typing import Annotated

import strawberry

from content_models.residents.actions import begin as beginning
from content_models.residents.sessions import repository as sessions
from content_models.residents.sessions.actions.refresh import refresh
from content_models.residents.sessions.actions.sign_out import SignOut, sign_out
from content_models.residents.sessions.errors import ViewerSessionEnded
from mobile_api.commands import command
from mobile_api.context import Context, Info, ViewerClaims, as_actor
from mobile_api.fields import IDEMPOTENCY_KEY
from mobile_api.people.types import BeginInput, SessionTokens, SignedOut
from mobile_api.problems import AnyProblem, settled

Installation = Annotated[BeginInput, strawberry.argument(name="input", description="本次安装 / The installation")]
RefreshToken = Annotated[str, strawberry.argument(description="续期令牌 / The refresh token")]
Key = Annotated[str, strawberry.argument(description=IDEMPOTENCY_KEY)]


async def session_tokens(context: Context, session_id: str, generation: int) -> SessionTokens:
    """Of a session that a verb says it opened. A replayed answer may be older than the end of the session.

    Raises ViewerSessionEnded.
    """
    found = await sessions.find(session_id)
    if found is None or found.revoked_at is not None:
        raise ViewerSessionEnded
    return _tokens(context, found.resident_id, session_id, generation)


def _tokens(context: Context, resident_id: str, session_id: str, generation: int) -> SessionTokens:
    tokens = context.deps.tokens
    return SessionTokens(
        resident_id=strawberry.ID(resident_id),
        viewer_token=tokens.issue(ViewerClaims(resident_id, session_id)),
        expires_at=context.store.now() + tokens.lasts,
        refresh_token=tokens.issue_refresh(session_id, generation),
    )


async def begin_viewer(info: Info, installation: Installation) -> SessionTokens | AnyProblem:
    return await settled(_begin(info.context, installation))


async def refresh_viewer(info: Info, refresh_token: RefreshToken) -> SessionTokens | AnyProblem:
    return await settled(_refresh(info.context, refresh_token))


async def end_viewer(info: Info, idempotency_key: Key) -> SignedOut | AnyProblem:
    return await settled(_end(info.context, idempotency_key))


async def _begin(context: Context, wanted: BeginInput) -> SessionTokens:
    asked = command(
        beginning.Begin,
        actor=as_actor(beginning.newcomer(wanted.installation)),
        idempotency_key=wanted.idempotency_key,
        installation=wanted.installation,
    )
    begun = await beginning.begin(context.store, asked)
    return await session_tokens(context, begun.session_id, begun.generation)


async def _refresh(context: Context, token: str) -> SessionTokens:
    session_id, generation = context.deps.tokens.verify_refresh(token)
    session = await refresh(context.store, session_id, generation)
    return _tokens(context, session.resident_id, session.id, session.generation)


async def _end(context: Context, key: str) -> SignedOut:
    claims = context.signed_claims()
    asked = command(SignOut, actor=as_actor(claims.resident_id), idempotency_key=key, session_id=claims.session_id)
    await sign_out(context.store, asked)
    context.deps.changes.ended_here(claims.session_id, context.store.now())
    return SignedOut(ended=True)
