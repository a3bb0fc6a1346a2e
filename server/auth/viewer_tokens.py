"""Residents' tokens for the mobile API: who somebody is, for an hour, and the refresh token for the next hour.

The first is read on every request and costs no look-up, so it is short-lived; the second is looked up and used once.
"""

import time
from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Any

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from content_models.kit.errors import NotAuthenticated, SessionExpired
from content_models.residents.sessions.rules import LASTS, TOKEN_LASTS
from mobile_api.context import ViewerClaims

PROVED = 10_000  # tokens whose signatures are not computed again


class SignedViewerTokens:
    """What `mobile_api` expects of its `ViewerTokens`, on the server's secret key."""

    def __init__(self, secret: bytes, lasts: timedelta = TOKEN_LASTS) -> None:
        self.lasts = lasts
        self._viewers = URLSafeTimedSerializer(secret, salt="zhengwu.viewer")
        self._refreshes = URLSafeTimedSerializer(secret, salt="zhengwu.refresh")
        self._proved: OrderedDict[str, tuple[ViewerClaims, float]] = OrderedDict()

    def issue(self, claims: ViewerClaims) -> str:
        return self._viewers.dumps([claims.resident_id, claims.session_id])

    def verify(self, token: str) -> ViewerClaims:
        """Raises SessionExpired when the token is too old, NotAuthenticated when it is not ours.

        A signature that was good stays good until the token expires; the last ones seen are not computed again.
        """
        known = self._proved.get(token)
        if known is not None and time.time() < known[1]:
            return known[0]
        self._proved.pop(token, None)
        (resident_id, session_id), at = _loaded(self._viewers, token, self.lasts, (str, str))
        claims = ViewerClaims(resident_id, session_id)
        self._proved[token] = claims, at.timestamp() + self.lasts.total_seconds()
        if len(self._proved) > PROVED:
            self._proved.popitem(last=False)
        return claims

    def issue_refresh(self, session_id: str, generation: int) -> str:
        return self._refreshes.dumps([session_id, generation])

    def verify_refresh(self, token: str) -> tuple[str, int]:
        """(session id, generation); raises what `verify` raises."""
        (session_id, generation), _ = _loaded(self._refreshes, token, LASTS, (str, int))
        return session_id, generation


def _loaded(
    serializer: URLSafeTimedSerializer, token: str, lasts: timedelta, types: tuple[type, type]
) -> tuple[Any, datetime]:
    """What was signed, and when."""
    try:
        loaded, at = serializer.loads(token, max_age=int(lasts.total_seconds()), return_timestamp=True)
    except SignatureExpired as error:
        raise SessionExpired("登录已过期，请重新打开应用。") from error
    except BadSignature as error:
        raise NotAuthenticated("登录信息无效，请重新打开应用。") from error
    if not isinstance(loaded, list) or tuple(map(type, loaded)) != types:
        raise NotAuthenticated("登录信息无效，请重新打开应用。")
    return loaded, at
