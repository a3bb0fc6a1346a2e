"""Web Push: only the browser can read it, and whoever answers for it cannot harm anybody else."""

import ipaddress
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from content_models.residents.documents import Platform
from push.channels import webpush
from push.channels.channel import Action, Target
from push.channels.errors import InvalidPushKey
from push.channels.webpush import WebPushChannel
from push.channels.webpush_keys import VapidKey
from tests.push.channels.stand_in import Fault, running
from tests.push.channels.vendors import Browser, PushService
from tests.push.support import NOTICE, sent

POLICY = replace(NOTICE, platform=Platform.web)
SUBJECT = "mailto:office@example.org"
KEY = ec.generate_private_key(ec.SECP256R1())


@pytest.fixture
def vapid(tmp_path: Path) -> VapidKey:
    file = tmp_path / "vapid.pem"
    file.write_bytes(KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return VapidKey(file, SUBJECT)


@pytest.fixture
async def service() -> AsyncIterator[PushService]:
    async with running(PushService) as stand_in:
        yield stand_in


@pytest.fixture
async def known(vapid: VapidKey) -> AsyncIterator[WebPushChannel]:
    """The stand-in is one of the well-known services."""
    channel = WebPushChannel(vapid, allowed=lambda address: address.is_loopback, well_known=("127.0.0.1",))
    yield channel
    await channel.close()


@pytest.fixture
async def strange(vapid: VapidKey) -> AsyncIterator[WebPushChannel]:
    """The stand-in is somebody's."""
    channel = WebPushChannel(vapid, allowed=lambda address: address.is_loopback)
    yield channel
    await channel.close()


async def test_the_browser_reads_the_notice_and_nobody_else(service: PushService, known: WebPushChannel) -> None:
    browsers, targets = audience(service, 3)
    assert (await sent(known, POLICY, targets)).actions == {Action.done}
    for number, browser in enumerate(browsers):
        (call,) = service.to(f"/{number}")
        assert browser.read(call) == {
            "title": POLICY.title,
            "body": POLICY.body,
            "tag": POLICY.collapse_id,
            "release": POLICY.release_id,
        }
        assert POLICY.title.encode() not in call.raw
        assert (call.headers["Content-Encoding"], call.headers["TTL"]) == ("aes128gcm", "86400")
    with pytest.raises(Exception, match="Decryption"):
        browsers[0].read(service.to("/1")[0])


async def test_the_server_says_who_it_is(service: PushService, known: WebPushChannel, vapid: VapidKey) -> None:
    await sent(known, POLICY, audience(service, 2)[1])
    first, second = (call.headers["Authorization"] for call in service.calls)
    assert first == second
    token, public = first.removeprefix("vapid t=").split(", k=")
    claims = jwt.decode(token, KEY.public_key(), algorithms=["ES256"], audience=service.url)
    assert (claims["sub"], public) == (SUBJECT, vapid.public)
    assert claims["exp"] - time.time() < 24 * 3600


async def test_a_repetition_replaces_what_waits(service: PushService, known: WebPushChannel) -> None:
    _, targets = audience(service, 1)
    for _ in range(2):
        await sent(known, POLICY, targets)
    assert len(service.calls) == 2
    assert len(service.waiting) == 1
    assert all(len(topic) <= 32 for _, topic in service.waiting)


@pytest.mark.parametrize(
    ("status", "for_known", "for_strange"),
    [
        (200, Action.done, Action.done),
        (404, Action.retire, Action.retire),
        (410, Action.retire, Action.retire),
        (400, Action.fail, Action.fail),
        (403, Action.fail, Action.fail),
        (413, Action.fail, Action.fail),
        (429, Action.later, Action.retry),
        (503, Action.later, Action.retry),
        (301, Action.fail, Action.fail),
    ],
)
async def test_every_answer_has_its_meaning(service, known, strange, status, for_known, for_strange) -> None:
    _, targets = audience(service, 1)
    for channel, action in ((known, for_known), (strange, for_strange)):
        service.faults.append(Fault(status, headers={"Location": "/elsewhere"}))
        outcomes = await sent(channel, POLICY, targets)
        assert (outcomes.actions, outcomes.reasons - {""}) == ({action}, {f"HTTP_{status}"} - {"HTTP_200"})
    assert service.to("/elsewhere") == []


async def test_a_service_that_asks_for_rest_gets_it(service: PushService, known: WebPushChannel) -> None:
    service.faults.append(Fault(429, headers={"Retry-After": "30"}))
    _, targets = audience(service, 1)
    assert (await sent(known, POLICY, targets)).reasons == {"HTTP_429"}
    assert (await sent(known, POLICY, targets)).reasons == {"RESTING"}
    assert len(service.calls) == 1


@pytest.mark.parametrize("fault", [Fault(lost=True), Fault(stalled=True)])
async def test_a_lost_answer_is_in_doubt(monkeypatch, service: PushService, vapid: VapidKey, fault: Fault) -> None:
    monkeypatch.setattr(webpush, "SECONDS", 0.3)
    _, targets = audience(service, 1)
    for well_known, action in ((("127.0.0.1",), Action.doubt), (webpush.WELL_KNOWN, Action.resend)):
        channel = WebPushChannel(vapid, allowed=lambda address: address.is_loopback, well_known=well_known)
        service.faults.append(fault)
        assert (await sent(channel, POLICY, targets)).actions == {action}
        assert (await sent(channel, POLICY, targets)).actions == {Action.done}
        await channel.close()


async def test_no_private_address_is_ever_connected_to(service: PushService, vapid: VapidKey) -> None:
    channel = WebPushChannel(vapid)
    port = service.url.rsplit(":", 1)[1]
    hosts = ["127.0.0.1", "[::1]", "localhost"]
    targets = [Target(n, Browser(f"http://{host}:{port}/x").token) for n, host in enumerate(hosts)]
    assert (await sent(channel, POLICY, targets)).actions == {Action.retry}
    await channel.close()
    assert service.calls == []


async def test_a_stalling_service_does_not_keep_the_others(monkeypatch, service, vapid: VapidKey) -> None:
    monkeypatch.setattr(webpush, "SECONDS", 1.0)
    monkeypatch.setattr(webpush, "AT_ONCE", 30)
    service.faults += [Fault(stalled=True)] * 60
    _, targets = audience(service, 200)
    channel = WebPushChannel(vapid, allowed=lambda address: address == ipaddress.ip_address("127.0.0.1"))
    before = time.monotonic()
    outcomes = await sent(channel, POLICY, targets)
    await channel.close()
    assert sum(outcome.action is Action.done for outcome in outcomes.values()) == 140
    assert time.monotonic() - before < 8


async def test_what_cannot_be_encrypted_for_is_retired_and_what_is_too_long_not_sent(service, known) -> None:
    broken = [Target(0, "{}"), Target(1, Browser(f"{service.url}/1").token.replace('"p256dh": "B', '"p256dh": "A'))]
    assert (await sent(known, POLICY, broken)).actions == {Action.retire}
    _, targets = audience(service, 1)
    assert (await sent(known, replace(POLICY, body="政" * 2000), targets)).actions == {Action.halt}
    assert service.calls == []


@pytest.mark.parametrize("content", [b"", b"-----BEGIN PRIVATE KEY-----\nno\n-----END PRIVATE KEY-----\n"])
def test_a_file_that_is_no_key_is_refused_by_the_name_of_its_setting(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "key.pem"
    file.write_bytes(content)
    with pytest.raises(InvalidPushKey, match="ZHENGWU_WEBPUSH_KEY_FILE"):
        VapidKey(file, SUBJECT)


def test_a_token_is_signed_anew_before_it_ends(tmp_path: Path) -> None:
    file = tmp_path / "vapid.pem"
    file.write_bytes(KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    now = [1_800_000_000.0]
    key = VapidKey(file, SUBJECT, clock=lambda: now[0])
    first = key.authorization("https://push.example.org/a")
    assert key.authorization("https://push.example.org/b") == first
    assert key.authorization("https://other.example.org/b") != first
    now[0] += 7 * 3600
    assert key.authorization("https://push.example.org/a") != first


def audience(service: PushService, count: int) -> tuple[list[Browser], list[Target]]:
    browsers = [Browser(f"{service.url}/{number}") for number in range(count)]
    return browsers, [Target(number, browser.token) for number, browser in enumerate(browsers)]
