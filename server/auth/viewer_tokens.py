"""Residents' tokens for the mobile API: who somebody is, for an hour, and the refresh token for the next hour.

The first is read on every request and costs no look-up, so it is short-lived; the second is looked up and used once.
"""

from datetime import timedelta
from typing import Any

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from content_models.kit.errors import NotAuthenticated, SessionExpired
from content_models.residents.sessions.rules import LASTS
from mobile_api.context import ViewerClaims

VIEWER_LASTS = timedelta(hours=1)


class SignedViewerTokens:
    """What `mobile_api` expects of its `ViewerTokens`, on the server's secret key."""

    def __init__(self, secret: bytes, lasts: timedelta = VIEWER_LASTS) -> None:
        self.lasts = lasts
        self._viewers = URLSafeTimedSerializer(secret, salt="zhengwu.viewer")
        self._refreshes = URLSafeTimedSerializer(secret, salt="zhengwu.refresh")

    def issue(self, claims: ViewerClaims) -> str:
        return self._viewers.dumps([claims.resident_id, claims.session_id])

    def verify(self, token: str) -> ViewerClaims:
        """Raises SessionExpired when the token is too old, NotAuthenticated when it is not ours."""
        resident_id, session_id = _loaded(self._viewers, token, self.lasts, (str, str))
        return ViewerClaims(resident_id, session_id)

    def issue_refresh(self, session_id: str, generation: int) -> str:
        return self._refreshes.dumps([session_id, generation])

    def verify_refresh(self, token: str) -> tuple[str, int]:
        """(session id, generation); raises what `verify` raises."""
        session_id, generation = _loaded(self._refreshes, token, LASTS, (str, int))
        return session_id, generation


def _loaded(serializer: URLSafeTimedSerializer, token: str, lasts: timedelta, types: tuple[type, type]) -> Any:
    try:
        loaded = serializer.loads(token, max_age=int(lasts.total_seconds()))
    except SignatureExpired as error:
        raise SessionExpired("登录已过期，请重新打开应用。") from error
    except BadSignature as error:
        raise NotAuthenticated("登录信息无效，请重新打开应用。") from error
    if not isinstance(loaded, list) or tuple(map(type, loaded)) != types:
        raise NotAuthenticated("登录信息无效，请重新打开应用。")
    return loaded
