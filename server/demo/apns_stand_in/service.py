"""How the stand-in judges a request: the documented refusals, chosen by the token."""

import base64
import json
import random
import re
import time
from dataclasses import dataclass, field

from server.demo.apns_stand_in.ledger import Ledger, Notification, Refusal

MAX_PAYLOAD_BYTES = 4096
OLDEST_TOKEN, CLOCKS_DIFFER = 3600, 300  # seconds
_PATH = re.compile(r"/3/device/([^/]*)")
_TOKEN = re.compile(r"(?:[0-9a-f]{2}){32,100}")

# A token that begins so is refused so, whatever else is right: faults at will, as with Notify's simulated numbers.
_REFUSED_PREFIXES = {
    "dead": (410, "Unregistered"),
    "bad0": (400, "BadDeviceToken"),
    "0429": (429, "TooManyRequests"),
    "0503": (503, "ServiceUnavailable"),
    "0403": (403, "ExpiredProviderToken"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    status: int
    apns_id: str
    body: bytes = b""


@dataclass
class Service:
    """`unregistered` tokens get 410. `refuse_next` answers the given number of requests with 503 first.

    `outage` answers everything with 503, `busy_share` (0 to 1) that share of requests with 429, whatever the token;
    provider tokens in `expired` are refused as too old.
    """

    ledger: Ledger
    unregistered: set[str] = field(default_factory=set)
    refuse_next: int = 0
    outage: bool = False
    busy_share: float = 0.0
    expired: set[str] = field(default_factory=set)
    chance: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311 - repeatable on purpose

    def judge(self, headers: dict[str, str], body: bytes) -> Verdict:
        path = _PATH.fullmatch(headers.get(":path", ""))
        token = path.group(1) if path else ""
        apns_id = headers.get("apns-id", "")
        status, reason = self._refusal(headers, token, body)
        if reason:
            self.ledger.refuse(Refusal(token=token[:200], status=status, reason=reason))
            return Verdict(status, apns_id, _error_body(status, reason))
        self.ledger.accept(_notification(headers, token, body))
        return Verdict(200, apns_id)

    def _refusal(self, headers: dict[str, str], token: str, body: bytes) -> tuple[int, str]:
        if headers.get(":method") != "POST":
            return 405, "MethodNotAllowed"
        if not token:
            return 404, "BadPath"
        if not headers.get("authorization", "").startswith("bearer "):
            return 403, "MissingProviderToken"
        if headers["authorization"] in self.expired or not _is_timely(headers["authorization"]):
            return 403, "ExpiredProviderToken"
        if not headers.get("apns-topic"):
            return 400, "MissingTopic"
        if len(body) > MAX_PAYLOAD_BYTES:
            return 413, "PayloadTooLarge"
        return self._refusal_of_token(token) if _is_json(body) else (400, "PayloadEmpty")

    def _refusal_of_token(self, token: str) -> tuple[int, str]:
        if self.outage or self.refuse_next > 0:
            self.refuse_next = max(0, self.refuse_next - 1)
            return 503, "ServiceUnavailable"
        if self.busy_share and self.chance.random() < self.busy_share:
            return 429, "TooManyRequests"
        if token in self.unregistered:
            return 410, "Unregistered"
        if token[:4] in _REFUSED_PREFIXES:
            return _REFUSED_PREFIXES[token[:4]]
        return (200, "") if _TOKEN.fullmatch(token) else (400, "BadDeviceToken")


def _is_timely(authorization: str) -> bool:
    """APNs takes tokens of the last hour. What is no token at all is not judged here."""
    try:
        claims = json.loads(base64.urlsafe_b64decode(authorization.split(".")[1] + "=="))
        return -CLOCKS_DIFFER <= time.time() - int(claims["iat"]) <= OLDEST_TOKEN
    except (IndexError, KeyError, TypeError, ValueError):
        return True


def _is_json(body: bytes) -> bool:
    try:
        return isinstance(json.loads(body), dict)
    except ValueError:
        return False


def _error_body(status: int, reason: str) -> bytes:
    body: dict[str, str | int] = {"reason": reason}
    if status == 410:
        body["timestamp"] = time.time_ns() // 1_000_000
    return json.dumps(body).encode()


def _notification(headers: dict[str, str], token: str, body: bytes) -> Notification:
    alert = json.loads(body).get("aps", {}).get("alert", {})
    alert = alert if isinstance(alert, dict) else {"body": str(alert)}
    return Notification(
        token=token,
        apns_id=headers.get("apns-id", ""),
        collapse_id=headers.get("apns-collapse-id", ""),
        title=alert.get("title", ""),
        body=alert.get("body", ""),
    )
