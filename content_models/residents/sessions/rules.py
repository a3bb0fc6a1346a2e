"""How long a session lasts and what a refresh token's generation means. Pure.

Refresh tokens rotate (RFC 9700 §4.14.2): each is used once. One that was used before is either a retry whose answer
got lost, within GRACE, or a stolen copy; then the whole session ends.
"""

from datetime import datetime, timedelta
from enum import Enum, auto

from content_models.residents.sessions.documents import ViewerSession

TOKEN_LASTS = timedelta(hours=1)  # a viewer token, which is signed and not looked up
LASTS = timedelta(days=180)  # from the last refresh; device identities unused for longer are forgotten
GRACE = timedelta(minutes=2)  # in which a phone may ask again because the answer did not arrive


class Presented(Enum):
    """What a refresh token turns out to be."""

    current = auto()
    retried = auto()
    stolen = auto()
    ended = auto()


def judge(session: ViewerSession | None, generation: int, now: datetime) -> Presented:
    if session is None or session.revoked_at is not None or session.expires_at <= now:
        return Presented.ended
    if generation == session.generation:
        return Presented.current
    if generation == session.generation - 1 and now - session.refreshed_at <= GRACE:
        return Presented.retried
    return Presented.stolen
