"""Huawei's service account: a JWT signed with PS256 (RSASSA-PSS). Source: Push Kit, 基于服务账号生成鉴权令牌."""

import time
from collections.abc import Callable
from pathlib import Path

import jwt
import orjson
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from push.channels.errors import InvalidPushKey

AUDIENCE = "https://oauth-login.cloud.huawei.com/oauth2/v3/token"
LIVES = 3600  # seconds, as the guide fixes it
REFRESH_AFTER = 3000  # seconds
NEVER_BEFORE = 60  # seconds: a token refused right after it was signed would be refused again


class ServiceAccount:
    """Read from the JSON file that Huawei's API Console gives out: project_id, key_id, sub_account, private_key."""

    def __init__(self, file: Path, clock: Callable[[], float] = time.time) -> None:
        """Raises InvalidPushKey, OSError."""
        try:
            told = orjson.loads(file.read_bytes())
            self.project_id = _text(told["project_id"])
            self._key_id, self._issuer = _text(told["key_id"]), _text(told["sub_account"])
            self._key = _rsa(told["private_key"])
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
            raise InvalidPushKey.of("ZHENGWU_HARMONY_KEY_FILE", "华为开发者联盟下载的服务账号密钥（JSON）") from error
        self._clock = clock
        self._issued_at = 0.0
        self._token = ""

    def token(self) -> str:
        if self._clock() - self._issued_at >= REFRESH_AFTER:
            self._sign()
        return self._token

    def refused(self) -> bool:
        """The service called the token expired: sign anew. False when that was done a moment ago."""
        if self._clock() - self._issued_at < NEVER_BEFORE:
            return False
        self._sign()
        return True

    def _sign(self) -> None:
        self._issued_at = self._clock()
        issued = int(self._issued_at)
        claims = {"iss": self._issuer, "aud": AUDIENCE, "iat": issued, "exp": issued + LIVES}
        self._token = jwt.encode(claims, self._key, algorithm="PS256", headers={"kid": self._key_id})


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError
    return value


def _rsa(pem: object) -> RSAPrivateKey:
    key = load_pem_private_key(_text(pem).encode(), password=None)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError
    return key
