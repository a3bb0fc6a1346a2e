"""The provider token (ES256 JWT) that every request to APNs carries."""

import time
from collections.abc import Callable
from pathlib import Path

import jwt
from apns2.credentials import TokenCredentials
from jwt.exceptions import InvalidKeyError

from content_models.kit.errors import ZhengwuError

REFRESH_AFTER = 40 * 60  # seconds; APNs refuses tokens older than 60 minutes
NEVER_BEFORE = 20 * 60  # seconds; and refuses to be given new ones more often than every 20


class InvalidSigningKey(ZhengwuError):
    """The file is no PKCS #8 private key on P-256."""

    code = "INVALID_APNS_KEY"
    default_message = "APNs 密钥文件无法使用，请从 Apple 开发者后台重新下载 .p8 文件并检查设置。"


class ProviderToken(TokenCredentials):  # type: ignore[misc] # apns2 carries no types
    """apns2's credentials with its two defects mended: `iat` is an integer, and a refused token can be replaced."""

    def __init__(self, key_file: Path, key_id: str, team_id: str, clock: Callable[[], float] = time.time) -> None:
        """Raises InvalidSigningKey, OSError."""
        super().__init__(str(key_file), key_id, team_id)
        self._key = key_file.read_text()
        self._headers = {"kid": key_id}
        self._team_id = team_id
        self._clock = clock
        self._issued_at = 0
        self._token = ""
        self._sign()

    def get_authorization_header(self, topic: str | None = None) -> str:
        if self._clock() - self._issued_at >= REFRESH_AFTER:
            self._sign()
        return f"bearer {self._token}"

    def refused(self) -> None:
        """APNs called the token expired: sign anew, unless that would be sooner than it permits."""
        if self._clock() - self._issued_at >= NEVER_BEFORE:
            self._sign()

    def _sign(self) -> None:
        self._issued_at = int(self._clock())
        claims = {"iss": self._team_id, "iat": self._issued_at}
        try:
            self._token = jwt.encode(claims, self._key, algorithm="ES256", headers=self._headers)
        except (InvalidKeyError, ValueError, TypeError) as error:
            raise InvalidSigningKey(key_id=self._headers["kid"]) from error
