"""The command line teaches, answers at once, and never shows a traceback for what it can explain."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from server.cli.main import COMMANDS, app
from server.engines.ports import free_port
from tests.server.support import zhengwu

NAMES = [
    "demo",
    "up",
    "serve",
    "worker",
    "pusher",
    "push",
    "source",
    "user",
    "audit",
    "timeline",
    "search",
    "doctor",
    "link",
]
SLOW_TO_IMPORT = ["beanie", "fastapi", "strawberry", "taskiq", "aiohttp", "uvicorn"]


def run(*arguments: str) -> str:
    return CliRunner().invoke(app, list(arguments), env={"COLUMNS": "120"}).output


def test_without_arguments_it_explains_itself_and_where_to_begin() -> None:
    output = run()
    assert "zhengwu demo" in output
    assert all(name in output for name in NAMES)


def test_every_command_is_listed_once() -> None:
    assert [command.name for command in COMMANDS] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help_of_its_own(name: str) -> None:
    output = run(name, "--help")
    assert "Usage" in output
    assert f"zhengwu {name}" in output or f" {name} " in output


@pytest.mark.parametrize("name", ["up", "demo", "serve"])
@pytest.mark.parametrize("option", ["--host", "--port", "--data-dir"])
def test_address_and_folder_can_be_chosen(name: str, option: str) -> None:
    assert option in run(name, "--help")


def test_listing_the_commands_imports_none_of_them(tmp_path: Path) -> None:
    """What keeps `zhengwu --help` quick, told without a stop-watch."""
    code = f"import sys, server.cli.main; print([name for name in {SLOW_TO_IMPORT} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert found.stdout.strip() == "[]"


def test_wrong_setting_is_named_without_its_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHENGWU_PORT", "hunter2")
    refused = zhengwu("pusher", cwd=tmp_path)  # which has the least to import
    assert refused.returncode == 1
    assert "SETTINGS_INVALID" in refused.stderr
    assert "ZHENGWU_PORT" in refused.stderr
    assert "hunter2" not in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.slow
def test_doctor_fails_with_advice_when_an_engine_is_away(
    tmp_path: Path, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHENGWU_REDIS_URL", redis_url)
    monkeypatch.setenv("ZHENGWU_MONGODB_URI", f"mongodb://127.0.0.1:{free_port()}")
    as_json = zhengwu("doctor", "--json", "--data-dir", str(tmp_path), cwd=tmp_path)
    assert as_json.returncode == 1
    report = json.loads(as_json.stdout)
    assert report["ok"] is False
    [failed] = [finding for finding in report["findings"] if finding["level"] == "fail"]
    assert failed["check"] == "mongodb"
    assert failed["advice"]


@pytest.mark.slow
def test_doctor_shows_a_table_and_starts_engines_for_the_examination(tmp_path: Path) -> None:
    shown = zhengwu("doctor", "--data-dir", str(tmp_path / "data"), cwd=tmp_path)
    assert shown.returncode == 0, shown.stdout + shown.stderr
    assert "事务" in shown.stdout
    assert "全部正常" in shown.stdout


@pytest.mark.parametrize(
    ("command", "setting", "value", "code"),
    [
        (["pusher"], "ZHENGWU_MONGODB_URI", "hunter2://db", "ENGINE_ADDRESS_INVALID"),
        (["pusher"], "ZHENGWU_REDIS_URL", "hunter2", "ENGINE_ADDRESS_INVALID"),
        (
            ["serve", "--port", "0"],
            "ZHENGWU_MONGODB_URI",
            "mongodb://u:hunter2@127.0.0.1:1/?serverSelectionTimeoutMS=100",
            "ENGINE_UNREACHABLE",
        ),
    ],
)
def test_engine_that_cannot_be_reached_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], setting: str, value: str, code: str
) -> None:
    addresses = {"ZHENGWU_MONGODB_URI": "mongodb://127.0.0.1:1", "ZHENGWU_REDIS_URL": "redis://127.0.0.1:1"}
    for name, address in (addresses | {setting: value}).items():
        monkeypatch.setenv(name, address)
    refused = zhengwu(*command, cwd=tmp_path)
    assert refused.returncode == 1
    assert code in refused.stderr
    assert "Traceback" not in refused.stderr
    assert "hunter2" not in refused.stderr + refused.stdout


def test_sending_without_a_key_is_refused_before_anything_starts(tmp_path: Path) -> None:
    refused = zhengwu("up", "--port", "0", "--push", "apns", cwd=tmp_path)
    assert refused.returncode == 1
    assert "APNS_NOT_CONFIGURED" in refused.stderr
    assert not (tmp_path / "zhengwu-data").exists()
