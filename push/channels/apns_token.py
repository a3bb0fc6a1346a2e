"""The provider token (ES256 JWT) that every request to APNs carries."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, Protocol

import jwt
from apns2.credentials import TokenCredentials
from jwt.exceptions import InvalidKeyError

from content_models.announcements.vendors.actions.share import shared_token
from content_models.kit.errors import ZhengwuError

REFRESH_AFTER = 40 * 60  # seconds; APNs refuses tokens older than 60 minutes
NEVER_BEFORE = 20 * 60  # seconds; and refuses to be given new ones more often than every 20
STRAGGLERS = 60  # seconds in which answers to a token that was replaced still come in


class InvalidSigningKey(ZhengwuError):
    """The file is no PKCS #8 private key on P-256."""

    code = "INVALID_APNS_KEY"
    default_message = "APNs 密钥文件无法使用，请从 Apple 开发者后台重新下载 .p8 文件并检查设置。"


class Shelf(Protocol):
    """Where all pushers keep one token."""

    async def token(self, signer: str, outdated: datetime, sign: Callable[[], tuple[str, datetime]]) -> "Signed":
        """The token kept there if it was issued after `outdated`, else what `sign` makes, kept from now on."""


class Signed(NamedTuple):
    value: str
    issued_at: datetime


class StoredShelf:
    """In the store, by `_id`."""

    async def token(self, signer: str, outdated: datetime, sign: Callable[[], tuple[str, datetime]]) -> Signed:
        kept = await shared_token(signer, outdated, sign)
        return Signed(kept.value, kept.issued_at)


class ProviderToken(TokenCredentials):  # type: ignore[misc] # apns2 carries no types
    """apns2's credentials with its defects mended: `iat` is an integer, a refused token can be replaced, and with a
    `shelf` all processes send with the same one (Apple: sign in one place, no more often than every 20 minutes)."""

    def __init__(
        self,
        key_file: Path,
        key_id: str,
        team_id: str,
        clock: Callable[[], float] = time.time,
        shelf: Shelf | None = None,
    ) -> None:
        """Raises InvalidSigningKey, OSError."""
        super().__init__(str(key_file), key_id, team_id)
        self._key = key_file.read_text()
        self._headers = {"kid": key_id}
        self._team_id = team_id
        self._clock = clock
        self._shelf = shelf
        self._is_refused = False
        self._replaced_at = float("-inf")
        self._issued_at = 0
        self._token = ""
        self._sign()
        self._is_shared = shelf is None  # what was signed just now, to try the key, was not sent to anybody

    def get_authorization_header(self, topic: str | None = None) -> str:
        if self._shelf is None and self._is_due:
            self._sign()
        return f"bearer {self._token}"

    async def renew(self) -> None:
        """Before sending: take the token that the others send with, or sign the next one for all."""
        if self._shelf is None or not (self._is_due or self._is_refused or not self._is_shared):
            return
        outdated = self._issued_at if self._is_refused else int(self._clock()) - REFRESH_AFTER
        moment = datetime.fromtimestamp(outdated, UTC)
        signed = await self._shelf.token(f"{self._team_id}/{self._headers['kid']}", moment, self._signed)
        self._token, self._issued_at = signed.value, int(signed.issued_at.timestamp())
        self._is_shared, self._is_refused = True, False

    def refused(self) -> bool:
        """APNs called the token expired: sign anew, unless that would be sooner than it permits. Whether there is
        sense in trying again: a young token that is called expired means that our clock is wrong."""
        now = self._clock()
        if now - self._issued_at >= NEVER_BEFORE:
            self._replaced_at = now
            self._is_refused = self._shelf is not None
            if self._shelf is None:
                self._sign()
        return now - self._replaced_at < STRAGGLERS

    @property
    def _is_due(self) -> bool:
        return self._clock() - self._issued_at >= REFRESH_AFTER

    def _signed(self) -> tuple[str, datetime]:
        self._sign()
        return self._token, datetime.fromtimestamp(self._issued_at, UTC)

    def _sign(self) -> None:
        self._issued_at = int(self._clock())
        claims = {"iss": self._team_id, "iat": self._issued_at}
        try:
            self._token = jwt.encode(claims, self._key, algorithm="ES256", headers=self._headers)
        except (InvalidKeyError, ValueError, TypeError) as error:
            raise InvalidSigningKey(key_id=self._headers["kid"]) from error
