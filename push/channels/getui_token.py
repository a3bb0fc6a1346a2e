"""Getui's access token: signed for with the master secret, good for a day, renewed before it ends or when refused."""

import hashlib
import time
from collections.abc import Callable

import orjson

from push.channels.batches import part
from push.channels.http import HttpClient, Reply, Unanswered, Unreached

EARLIER = 300  # seconds before its end that a token is renewed


class GetuiToken:
    def __init__(self, app_key: str, master_secret: str, clock: Callable[[], float] = time.time) -> None:
        self._app_key = app_key
        self._master_secret = master_secret
        self._clock = clock
        self._ends = 0.0
        self.value = ""

    @property
    def is_due(self) -> bool:
        return self._clock() > self._ends - EARLIER

    def forget(self) -> None:
        self._ends = 0.0

    async def renew(self, client: HttpClient, url: str) -> Reply | None:
        """None, or the service's refusal. Raises Unreached, also when the answer was lost: nothing is sent by this."""
        stamp = str(int(self._clock() * 1000))
        sign = hashlib.sha256(f"{self._app_key}{stamp}{self._master_secret}".encode()).hexdigest()
        body = orjson.dumps({"sign": sign, "timestamp": stamp, "appkey": self._app_key})
        try:
            reply = await client.post(f"{url}/auth", body, {"Content-Type": "application/json;charset=utf-8"})
        except Unanswered as error:
            raise Unreached(str(error)) from error
        token, ends = part(reply.data, "data", "token"), part(reply.data, "data", "expire_time")
        if part(reply.data, "code") != 0 or not isinstance(token, str) or not token.isascii():
            return reply
        self.value = token
        self._ends = int(ends) / 1000 if str(ends).isdigit() and len(str(ends)) < 16 else self._clock() + 2 * EARLIER
        return None
