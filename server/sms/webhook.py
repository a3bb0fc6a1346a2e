"""To the city's short-message gateway: one signed POST, so that every vendor's interface is one small adapter away.

    POST {sms_url}   {"phone": "13800138000", "code": "123456", "minutes": 10}
    X-Zhengwu-Timestamp: seconds since 1970
    X-Zhengwu-Signature: hexadecimal HMAC-SHA256 of "{timestamp}\\n{body}"

Any 2xx is success. It is not repeated: two messages would confuse, and people ask again by themselves.
"""

import hashlib
import hmac
import time
from datetime import timedelta

import aiohttp
import orjson
import structlog

from content_models.residents.identities.rules import masked_phone
from mobile_api.people.ports import SignInUnavailable

_TIMEOUT = aiohttp.ClientTimeout(total=5)

log = structlog.get_logger()


class WebhookCodes:
    def __init__(self, url: str, key: bytes) -> None:
        self._url = url
        self._key = key

    async def send(self, phone: str, code: str, lasts: timedelta) -> None:
        """Raises SignInUnavailable when the gateway does not take it."""
        body = orjson.dumps({"phone": phone, "code": code, "minutes": int(lasts.total_seconds() // 60)})
        try:
            async with (
                aiohttp.ClientSession(timeout=_TIMEOUT) as http,
                http.post(self._url, data=body, headers=self._headers(body), allow_redirects=False) as answer,
            ):
                status = answer.status
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("sms_gateway_unreachable", phone=masked_phone(phone), error=type(error).__name__)
            raise SignInUnavailable from error
        if not 200 <= status < 300:
            log.warning("sms_gateway_refused", phone=masked_phone(phone), status=status)
            raise SignInUnavailable

    def _headers(self, body: bytes) -> dict[str, str]:
        timestamp = str(int(time.time()))
        signature = hmac.new(self._key, f"{timestamp}\n".encode() + body, hashlib.sha256).hexdigest()
        return {
            "content-type": "application/json",
            "x-zhengwu-timestamp": timestamp,
            "x-zhengwu-signature": signature,
        }
