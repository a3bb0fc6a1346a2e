"""Web Push (RFC 8030): one request a browser, to the push service the browser chose.

Whoever registers names the address, so it may be anybody's: only public addresses are connected to, and a service
that is not one of the well-known can neither stop nor delay a campaign, whatever it answers.
"""

import asyncio
import base64
import hashlib
from collections.abc import Sequence
from urllib.parse import urlsplit

import orjson

from content_models.kit.addresses import AddressPolicy, is_public
from content_models.residents.device_tokens import InvalidDeviceToken, Subscription, read_subscription
from push.channels.channel import Action, Delivered, Interruption, Notice, Outcome, Target
from push.channels.http import Brake, HttpClient, Reply, Unanswered, Unreached
from push.channels.webpush_keys import LARGEST_TEXT, VapidKey, encrypted

KEPT_FOR = 86400  # seconds a push service keeps a notice for a browser that is off
AT_ONCE = 128  # requests; a window of 250 that all time out ends within 16 seconds
SECONDS = 8.0  # for one request
LEFT_ALONE = 5.0  # seconds after "too many" without Retry-After
WELL_KNOWN = ("fcm.googleapis.com", "push.services.mozilla.com", "push.apple.com", "notify.windows.com")

_URGENCY = {Interruption.passive: "low", Interruption.active: "normal", Interruption.time_sensitive: "high"}
_HANDED = Outcome(Action.done)
_GONE = {404: "HTTP_404", 410: "HTTP_410"}
_BUSY = {429, 500, 502, 503, 504}


class WebPushChannel:
    """`allowed` and `well_known` are for tests on loopback."""

    def __init__(
        self, vapid: VapidKey, *, allowed: AddressPolicy = is_public, well_known: Sequence[str] = WELL_KNOWN
    ) -> None:
        self._vapid = vapid
        self._client = HttpClient(seconds=SECONDS, connections=AT_ONCE, allowed=allowed)
        self._well_known = tuple(well_known)
        self._brakes: dict[str, Brake] = {}  # of well-known services only, so there are few
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def send(self, notice: Notice, targets: Sequence[Target], delivered: Delivered) -> None:
        text = payload(notice)
        if len(text) > LARGEST_TEXT:
            for target in targets:
                delivered(target.position, Outcome(Action.halt, "PayloadTooLarge"))
            return

        async def send_one(target: Target) -> None:
            async with self._slots:
                outcome = await self._outcome(notice, text, target.token)
            delivered(target.position, outcome)

        async with asyncio.TaskGroup() as group:
            for target in targets:
                group.create_task(send_one(target))

    async def close(self) -> None:
        await self._client.close()

    async def _outcome(self, notice: Notice, text: bytes, token: str) -> Outcome:
        try:
            subscription = read_subscription(token)
            body = encrypted(text, subscription)
        except (InvalidDeviceToken, ValueError):
            return Outcome(Action.retire, "BadSubscription")
        service = self._service(subscription.endpoint)
        if service is not None and self._brake(service).is_on:
            return Outcome(Action.later, "RESTING")
        try:
            reply = await self._client.post(subscription.endpoint, body, self._headers(notice, subscription))
        except Unreached as unreached:
            return Outcome(Action.later if service else Action.retry, str(unreached))
        except Unanswered as unanswered:
            return Outcome(Action.doubt if service else Action.resend, str(unanswered))
        return self._judged(reply, service)

    def _judged(self, reply: Reply, service: str | None) -> Outcome:
        """404 and 410 alone retire a subscription (RFC 8030 §7.3); a strange service's refusals are its own loss."""
        status, reason = reply.status, f"HTTP_{reply.status}"
        if 200 <= status < 300:
            return _HANDED
        if status in _GONE:
            return Outcome(Action.retire, reason)
        if status in _BUSY and service is not None:
            self._brake(service).pull(reply.retry_after or LEFT_ALONE)
            return Outcome(Action.later, reason)
        if status in _BUSY:
            return Outcome(Action.retry, reason)
        return Outcome(Action.fail, reason)

    def _headers(self, notice: Notice, subscription: Subscription) -> dict[str, str]:
        return {
            "Authorization": self._vapid.authorization(subscription.endpoint),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(KEPT_FOR),
            "Topic": topic(notice),
            "Urgency": _URGENCY[notice.interruption],
        }

    def _service(self, endpoint: str) -> str | None:
        """Which well-known service this is; None for any other."""
        host = urlsplit(endpoint).hostname or ""
        return next((known for known in self._well_known if host == known or host.endswith(f".{known}")), None)

    def _brake(self, service: str) -> Brake:
        return self._brakes.setdefault(service, Brake())


def payload(notice: Notice) -> bytes:
    """What the service worker shows; `tag` makes a later notice of the same release replace this one."""
    shown = {"title": notice.title, "body": notice.body, "tag": notice.collapse_id, "release": notice.release_id}
    return orjson.dumps(shown | ({"silent": True} if notice.quiet else {}))


def topic(notice: Notice) -> str:
    """At most 32 characters (RFC 8030 §5.4): an undelivered notice under the same topic is replaced, not doubled."""
    return base64.urlsafe_b64encode(hashlib.sha256(notice.collapse_id.encode()).digest()[:24]).decode()
