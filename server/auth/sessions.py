"""Staff sessions: a random token in the cookie, only its SHA-256 in the store."""

import hashlib
import secrets
from datetime import timedelta

from starlette.responses import Response

from content_models.editorial import repository as editorial
from content_models.editorial.documents import Staff, StaffSession
from content_models.kit.errors import NotAuthenticated, SessionExpired
from content_models.kit.store import Store
from server.auth.errors import WrongCredentials
from server.auth.passwords import matches

COOKIE = "zhengwu_staff"
_TOKEN_BYTES = 32


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


async def log_in(store: Store, username: str, password: str, lasts: timedelta) -> str:
    """Open a session and return its token. Raises WrongCredentials."""
    staff = await editorial.staff_by_username(username)
    known = await matches(password, staff.password_hash if staff else None)
    if staff is None or not known or staff.disabled:
        raise WrongCredentials
    now = store.now()
    await editorial.drop_expired_sessions(now)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    await editorial.open_session(
        StaffSession(id=_digest(token), staff_id=staff.id, created_at=now, expires_at=now + lasts)
    )
    return token


async def staff_of(store: Store, token: str | None) -> Staff:
    """Who bears this token.

    Raises NotAuthenticated without a token or for a disabled account, SessionExpired when the session has run out
    or was closed elsewhere.
    """
    if not token:
        raise NotAuthenticated
    session = await editorial.find_session(_digest(token))
    if session is None or session.expires_at <= store.now():
        raise SessionExpired
    staff = await editorial.load_staff(session.staff_id)
    if staff is None or staff.disabled:
        raise NotAuthenticated
    return staff


async def log_out(token: str | None) -> None:
    if token:
        await editorial.close_session(_digest(token))


def remember(response: Response, token: str, lasts: timedelta, *, https: bool) -> None:
    """Give the token to the browser: unreadable for scripts, not sent along by other sites' forms.

    `https` is about the public address: behind a proxy that ends TLS, the request itself never says so.
    """
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(lasts.total_seconds()),
        path="/",
        secure=https,
        httponly=True,
        samesite="lax",
    )


def forget(response: Response) -> None:
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")
