"""Each check tells sound from broken, and says what to do about what is broken."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pydantic import SecretStr

from content_models.kit.store import Store
from content_models.releases.documents import Release
from server.doctor import machine, secrets
from server.doctor.examine import examine, is_healthy
from server.doctor.finding import Finding, Level
from server.doctor.mongodb import examine_mongodb
from server.doctor.redis import examine_redis
from server.engines.ports import free_port
from server.settings import PushMode, Settings
from tests.server.support import sockets_left_by_pymongo

PEM = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def levels(findings: list[Finding]) -> dict[str, Level]:
    return {finding.check: finding.level for finding in findings}


@pytest.fixture
def settings(store: Store, mongodb_uri: str, redis_url: str, tmp_path: Path) -> Settings:
    return Settings(
        mongodb_uri=mongodb_uri, redis_url=redis_url, mongodb_database=store.database.name, data_dir=tmp_path
    )


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    file = tmp_path / "key.p8"
    file.write_bytes(ec.generate_private_key(ec.SECP256R1()).private_bytes(*PEM))
    file.chmod(0o600)
    return file


async def test_sound_system_has_nothing_to_complain_about(settings: Settings) -> None:
    findings = await examine(settings)
    assert is_healthy(findings)
    assert {"mongodb", "replica_set", "transactions", "indexes", "clock_skew", "redis", "disk"} <= levels(
        findings
    ).keys()


async def test_missing_index_is_named(settings: Settings) -> None:
    await Release.get_pymongo_collection().drop_index("slug")
    findings = await examine_mongodb(settings)
    [indexes] = [finding for finding in findings if finding.check == "indexes"]
    assert indexes.level is Level.fail
    assert "releases.slug" in indexes.found
    assert indexes.advice


async def test_transaction_leaves_nothing_behind(settings: Settings, store: Store) -> None:
    assert levels(await examine_mongodb(settings))["transactions"] is Level.ok
    assert await store.database["doctor"].count_documents({}) == 0


@pytest.mark.parametrize(
    "uri", ["mongodb://127.0.0.1:{port}", "mongodb://", "postgres://127.0.0.1"], ids=["silent", "empty", "foreign"]
)
async def test_store_that_cannot_be_reached_is_one_finding_without_the_password(
    uri: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.doctor.mongodb.PATIENCE_MS", 100)
    changes = {"mongodb_uri": uri.format(port=free_port())}
    with sockets_left_by_pymongo():
        [finding] = await examine_mongodb(settings.model_copy(update=changes))
    assert (finding.check, finding.level) == ("mongodb", Level.fail)
    assert finding.advice


@pytest.mark.parametrize("url", ["redis://127.0.0.1:{port}/0", "http://127.0.0.1"], ids=["silent", "foreign"])
async def test_redis_that_cannot_be_reached_is_told_with_what_it_costs(url: str, settings: Settings) -> None:
    changes = {"redis_url": url.format(port=free_port())}
    [finding] = await examine_redis(settings.model_copy(update=changes))
    assert finding.level is Level.fail
    assert finding.advice


@pytest.mark.parametrize(("year", "level"), [(1970, Level.fail), (2026, Level.ok), (2170, Level.fail)])
def test_year_must_be_sane(year: int, level: Level) -> None:
    assert machine.clock(datetime(year, 6, 1, tzinfo=UTC)).level is level


def test_space_is_that_of_the_disk_the_folder_will_be_on(tmp_path: Path) -> None:
    assert str(tmp_path) in machine.disk(tmp_path / "not" / "yet").found


@pytest.mark.parametrize(("length", "level"), [(31, Level.fail), (32, Level.ok)])
def test_short_secret_key_is_refused(length: int, level: Level) -> None:
    finding = secrets.secret_key(Settings(secret_key=SecretStr("k" * length)))
    assert finding.level is level
    assert "kkk" not in finding.found


def test_secret_key_others_may_read_is_a_failure(tmp_path: Path) -> None:
    file = tmp_path / "secret.key"
    file.write_text("k" * 64)
    file.chmod(0o644)
    assert secrets.secret_key(Settings(data_dir=tmp_path)).level is Level.fail
    file.chmod(0o600)
    assert secrets.secret_key(Settings(data_dir=tmp_path)).level is Level.ok


def apns_settings(key_file: Path | None) -> Settings:
    return Settings(push=PushMode.apns, apns_team_id="TEAM", apns_key_id="KEY", apns_key_file=key_file)


def test_apns_key_is_read_and_understood(key_file: Path) -> None:
    assert secrets.apns(apns_settings(key_file)).level is Level.ok
    key_file.chmod(0o644)
    assert secrets.apns(apns_settings(key_file)).level is Level.warn


def test_unusable_apns_keys_are_told_apart(tmp_path: Path) -> None:
    nonsense, wrong_kind = tmp_path / "nonsense", tmp_path / "rsa"
    nonsense.write_text("hello")
    wrong_kind.write_bytes(rsa.generate_private_key(65537, 2048).private_bytes(*PEM))
    found = [secrets.apns(apns_settings(file)) for file in (None, tmp_path / "absent", nonsense, wrong_kind)]
    assert {finding.level for finding in found} == {Level.fail}
    assert len({finding.found for finding in found}) == 4


@pytest.mark.parametrize(
    ("changes", "complaints"),
    [
        ({}, 0),
        ({"host": "0.0.0.0"}, 2),
        ({"host": "0.0.0.0", "public_url": "https://a.cn", "mongodb_uri": "m", "redis_url": "r"}, 0),
        ({"public_url": "http://a.cn"}, 1),
        ({"host": "0.0.0.0", "public_url": "https://a.cn", "graphiql": True}, 2),
    ],
)
def test_settings_that_do_not_fit_together(changes: dict[str, Any], complaints: int) -> None:
    findings = secrets.combinations(Settings(**changes))
    assert sum(finding.level is Level.warn for finding in findings) == complaints
    assert findings
