"""Which channels the settings make, and what is said when they are half there."""

import asyncio
import os
from pathlib import Path

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from content_models.residents.documents import Platform
from push.channels.tickets import PassingTickets
from push.channels.webpush_keys import VapidKey
from server.channel_settings import (
    ChannelIncomplete,
    PushNotConfigured,
    live_platforms,
    require_channels,
)
from server.channels import channel_of
from server.cli.main import app
from server.doctor.channels import examine_channels
from server.doctor.finding import Level
from server.settings import ApnsNotConfigured, PushMode, Settings
from tests.push.channels.stand_in import Fault, running
from tests.push.channels.vendors import APP_KEY, SECRET, JPush, service_account
from tests.server.support import PROGRAM

JPUSH = {"jpush_app_key": APP_KEY, "jpush_master_secret": SecretStr(SECRET)}
DEVICE = "1a0018970a8c6b0a0f8"


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    """A P-256 key: what Apple and browsers alike sign with."""
    code, _ = push("key", "--output", str(tmp_path / "key.pem"))
    assert code == 0
    return tmp_path / "key.pem"


def settings(**changes: object) -> Settings:
    return Settings(_env_file=None, **changes)  # type: ignore[call-arg, arg-type]


def test_live_takes_every_channel_that_is_set_up() -> None:
    assert live_platforms(settings(push=PushMode.live, **JPUSH)) == [Platform.jpush]
    assert live_platforms(settings(push=PushMode.log, **JPUSH)) == []


def test_sending_for_real_without_any_channel_is_refused_before_anything_starts() -> None:
    with pytest.raises(PushNotConfigured, match="--push log"):
        require_channels(settings(push=PushMode.live))
    with pytest.raises(ApnsNotConfigured):
        require_channels(settings(push=PushMode.apns, **JPUSH))


def test_half_a_channel_is_refused_by_the_names_of_what_is_missing() -> None:
    with pytest.raises(ChannelIncomplete, match="ZHENGWU_GETUI_APP_KEY、ZHENGWU_GETUI_MASTER_SECRET"):
        require_channels(settings(push=PushMode.live, getui_app_id="1", **JPUSH))


async def test_every_platform_has_a_channel(tmp_path: Path, key_file: Path) -> None:
    account, _ = service_account(tmp_path)
    complete = settings(
        apns_team_id="T",
        apns_key_id="K",
        apns_key_file=key_file,
        webpush_key_file=key_file,
        webpush_subject="mailto:a@example.org",
        getui_app_id="1",
        getui_app_key="2",
        getui_master_secret=SecretStr("3"),
        harmony_key_file=account,
        **JPUSH,
    )
    for platform in Platform:
        await channel_of(complete, platform, PassingTickets()).close()


def test_doctor_says_nothing_of_channels_that_nobody_wants() -> None:
    assert examine_channels(settings()) == []
    (finding,) = examine_channels(settings(push=PushMode.live))
    assert (finding.level, "推送通道" in finding.advice) == (Level.fail, True)


def test_doctor_checks_each_channel_that_is_begun(tmp_path: Path, key_file: Path) -> None:
    account, _ = service_account(tmp_path)
    account.chmod(0o600)
    nonsense = tmp_path / "nonsense"
    nonsense.write_text("hello")
    web = {"webpush_key_file": key_file, "webpush_subject": "mailto:a@example.org"}
    cases: list[tuple[dict[str, object], Level]] = [
        (web, Level.ok),
        (web | {"webpush_subject": "office"}, Level.fail),
        (web | {"webpush_key_file": nonsense}, Level.fail),
        (web | {"webpush_key_file": tmp_path / "absent"}, Level.fail),
        ({"webpush_key_file": key_file}, Level.fail),
        (JPUSH, Level.ok),
        (JPUSH | {"jpush_url": "http://api.jpush.cn/v3"}, Level.fail),
        ({"getui_app_id": "1"}, Level.fail),
        ({"harmony_key_file": account}, Level.ok),
        ({"harmony_key_file": nonsense}, Level.fail),
        ({"harmony_key_file": tmp_path / "absent"}, Level.fail),
    ]
    for changes, level in cases:
        first = examine_channels(settings(push=PushMode.live, push_subscription_class=True, **changes))[0]
        assert (first.level, SECRET in first.found) == (level, False), changes


def test_doctor_reminds_of_the_class_that_vendors_must_grant() -> None:
    assert [finding.level for finding in examine_channels(settings(**JPUSH))] == [Level.ok, Level.warn]
    assert [finding.level for finding in examine_channels(settings(push_subscription_class=True, **JPUSH))] == [
        Level.ok
    ]


def push(*arguments: str, **variables: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["push", *arguments], env={"COLUMNS": "200", **variables})
    return result.exit_code, result.output


async def test_a_trial_notice_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with running(JPush) as stand_in:
        told = [await trial(stand_in.url)]
        stand_in.unknown.add(DEVICE)
        told.append(await trial(stand_in.url))
        stand_in.faults += [Fault(401)]
        told.append(await trial(stand_in.url))
    (first, *_) = stand_in.to("/push")
    assert first.body["notification"]["android"]["alert"] == "收到这一条，说明极光推送设置正确。"
    assert [code for code, _ in told] == [0, 1, 1]
    assert [
        word in output for word, (_, output) in zip(("已交给极光推送", "JPUSH_1011", "doctor"), told, strict=True)
    ] == [True] * 3


async def trial(url: str) -> tuple[int, str]:
    """In a process of its own, as people call it."""
    process = await asyncio.create_subprocess_exec(
        *PROGRAM,
        *("push", "test", "--device", DEVICE, "--platform", "jpush"),
        env=os.environ
        | {"ZHENGWU_JPUSH_APP_KEY": APP_KEY, "ZHENGWU_JPUSH_MASTER_SECRET": SECRET, "ZHENGWU_JPUSH_URL": f"{url}/v3"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await asyncio.wait_for(process.communicate(), 60)
    return process.returncode or 0, output.decode()


def test_a_trial_without_settings_or_with_nonsense_says_what_is_wrong(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, output = push("test", "--device", DEVICE, "--platform", "jpush")
    assert (code, "ZHENGWU_JPUSH_APP_KEY" in output) == (1, True)
    code, output = push("test", "--device", "no token", "--platform", "ios")
    assert (code, "INVALID_DEVICE_TOKEN" in output) == (1, True)
    code, output = push("test", "--device", "@absent.json", "--platform", "web")
    assert (code, "absent.json" in output) == (1, True)


def test_a_key_for_browsers_is_made_once(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, output = push("key", "--output", "web.pem")
    public = VapidKey(tmp_path / "web.pem", "mailto:a@example.org").public
    assert (code, public in output, (tmp_path / "web.pem").stat().st_mode & 0o777) == (0, True, 0o600)
    code, output = push("key", "--output", "web.pem")
    assert (code, "PUSH_KEY_EXISTS" in output) == (1, True)
