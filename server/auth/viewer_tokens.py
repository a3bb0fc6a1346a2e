"""Residents' tokens for the mobile API: a signed resident id and its time. Nothing is stored for them."""

from datetime import timedelta

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from content_models.kit.errors import NotAuthenticated, SessionExpired

LASTS = timedelta(days=365)  # a device that is used at all asks for a fresh one long before
_SALT = "zhengwu.viewer"


class SignedViewerTokens:
    """What `mobile_api` expects of its `ViewerTokens`, on the server's secret key."""

    def __init__(self, secret: bytes, lasts: timedelta = LASTS) -> None:
        self._serializer = URLSafeTimedSerializer(secret, salt=_SALT)
        self._seconds = int(lasts.total_seconds())

    def issue(self, resident_id: str) -> str:
        return self._serializer.dumps(resident_id)

    def verify(self, token: str) -> str:
        """The resident id. Raises SessionExpired when the token is too old, NotAuthenticated when it is not ours."""
        try:
            resident_id = self._serializer.loads(token, max_age=self._seconds)
        except SignatureExpired as error:
            raise SessionExpired("登录已过期，请重新打开应用。") from error
        except BadSignature as error:
            raise NotAuthenticated("登录信息无效，请重新打开应用。") from error
        if not isinstance(resident_id, str):
            raise NotAuthenticated
        return resident_id
