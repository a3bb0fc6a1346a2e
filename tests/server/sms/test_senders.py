"""Codes reach the gateway signed and once, or the resident is told to try again; the log knows no number."""

import hashlib
import hmac
from datetime import timedelta

import pytest
import structlog
from aiohttp import web
from aiohttp.test_utils import TestServer

from mobile_api.people.ports import SignInUnavailable
from server.settings import OidcNotConfigured, Settings, SmsNotConfigured
from server.sign_in import sign_in_ports
from server.sms.log import LogCodes
from server.sms.webhook import WebhookCodes

KEY = b"gateway key"
LASTS = timedelta(minutes=10)


async def test_the_gateway_gets_a_signed_request() -> None:
    taken: list[tuple[dict[str, object], bool]] = []

    async def gateway(request: web.Request) -> web.Response:
        body = await request.read()
        signed = f"{request.headers['x-zhengwu-timestamp']}\n".encode() + body
        good = hmac.new(KEY, signed, hashlib.sha256).hexdigest() == request.headers["x-zhengwu-signature"]
        taken.append((await request.json(), good))
        return web.Response(status=202)

    app = web.Application()
    app.router.add_post("/sms", gateway)
    async with TestServer(app) as server:
        await WebhookCodes(str(server.make_url("/sms")), KEY).send("13800138000", "123456", LASTS)
    assert taken == [({"phone": "13800138000", "code": "123456", "minutes": 10}, True)]


@pytest.mark.parametrize("status", [301, 400, 500])
async def test_a_gateway_that_does_not_take_it(status: int) -> None:
    async def gateway(_: web.Request) -> web.Response:
        return web.Response(status=status, headers={"location": "/sms"})

    app = web.Application()
    app.router.add_post("/sms", gateway)
    async with TestServer(app) as server:
        with pytest.raises(SignInUnavailable):
            await WebhookCodes(str(server.make_url("/sms")), KEY).send("13800138000", "123456", LASTS)


async def test_a_gateway_that_is_not_there() -> None:
    with pytest.raises(SignInUnavailable):
        await WebhookCodes("http://127.0.0.1:9/sms", KEY).send("13800138000", "123456", LASTS)


async def test_the_log_has_the_code_and_no_number() -> None:
    with structlog.testing.capture_logs() as lines:
        await LogCodes().send("13800138000", "123456", LASTS)
    (line,) = lines
    assert line["code"] == "123456"
    assert "13800138000" not in str(line)


def test_half_a_configuration_is_refused_at_the_start() -> None:
    with pytest.raises(SmsNotConfigured):
        sign_in_ports(Settings(sms="webhook", _env_file=None), b"s" * 40)
    with pytest.raises(OidcNotConfigured):
        sign_in_ports(Settings(oidc_issuer="https://id.example", _env_file=None), b"s" * 40)


def test_children_read_back_every_secret_and_list(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(sms_key="k", oidc_client_secret="s", oidc_redirect_uris=["app://a", "app://b"], _env_file=None)
    for name, value in settings.as_environment().items():
        monkeypatch.setenv(name, value)
    assert Settings(_env_file=None) == settings
