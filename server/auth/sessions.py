"""Staff sessions: a random token in the cookie, only its SHA-256 in the store; over by hour, by idleness or by word."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.responses import Response

from content_models.kit.errors import NotAuthenticated, SessionExpired
from content_models.kit.store import Store
from content_models.staff import repository as staff_records
from content_models.staff.documents import SessionStage, Staff, StaffSession

COOKIE = "zhengwu_staff"
IDLE = timedelta(hours=1)
HALF_WAY = timedelta(minutes=10)  # to find the phone, or to think of a new password
_SEEN_EVERY = timedelta(minutes=1)  # not every request is worth a write
_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that has just been opened, and what it still has to show."""

    token: str
    stage: SessionStage
    staff: Staff


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


async def open_session(store: Store, staff: Staff, stage: SessionStage, lasts: timedelta, address: str = "") -> Opened:
    """A session of `lasts`, or of a few minutes while something is still to be shown."""
    now = store.now()
    await staff_records.drop_expired_sessions(now)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    await staff_records.open_session(
        StaffSession(
            id=digest_of(token),
            staff_id=staff.id,
            stage=stage,
            created_at=now,
            last_seen_at=now,
            expires_at=now + (lasts if stage is SessionStage.open else HALF_WAY),
            address=address,
        )
    )
    return Opened(token, stage, staff)


async def staff_of(store: Store, token: str | None, idle: timedelta = IDLE, *, is_act: bool = True) -> Staff:
    """Who bears this token. A page that asks by itself is no act: an open tab must not keep a session alive.

    Raises NotAuthenticated without a token, half way through logging in, or for a locked account; SessionExpired when
    the session has run out, was idle for too long, or was closed elsewhere.
    """
    staff, session = await _bearer(store, token, idle, is_act=is_act)
    if session.stage is not SessionStage.open:
        raise NotAuthenticated
    return staff


async def half_way(store: Store, token: str | None, stage: SessionStage) -> tuple[Staff, StaffSession]:
    """Who is at this stage of logging in. Raises NotAuthenticated, SessionExpired."""
    staff, session = await _bearer(store, token, HALF_WAY)
    if session.stage is not stage:
        raise NotAuthenticated
    return staff, session


async def _bearer(
    store: Store, token: str | None, idle: timedelta, *, is_act: bool = True
) -> tuple[Staff, StaffSession]:
    if not token:
        raise NotAuthenticated
    session, now = await staff_records.find_session(digest_of(token)), store.now()
    if session is None or _is_over(session, now, idle):
        raise SessionExpired
    staff = await staff_records.find(session.staff_id)
    if staff is None or staff.disabled:
        raise NotAuthenticated
    if is_act and now - session.last_seen_at > _SEEN_EVERY:
        await staff_records.note_seen(session.id, now)
    return staff, session


def _is_over(session: StaffSession, now: datetime, idle: timedelta) -> bool:
    return session.expires_at <= now or session.last_seen_at + idle <= now


async def log_out(token: str | None) -> None:
    if token:
        await staff_records.close_session(digest_of(token))


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
