"""compose.yaml and Dockerfile, checked as far as they can be without a container engine."""

import re
import shlex
from typing import Any

import pytest
import typer
import yaml

from server.cli.main import app
from tests.house.project import PACKAGES, ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ("api", "worker", "pusher")
SECRET_NAMES = re.compile(r"PASSWORD|SECRET|_KEY|AUTH|URI|URL")
REQUIRED = re.compile(r"\$\{(\w+):\?")


def cli_commands() -> set[str]:
    group = typer.main.get_command(app)
    return set(group.list_commands(typer.Context(group)))  # type: ignore[attr-defined]


def instructions() -> list[tuple[str, str]]:
    """(instruction, its text) of the Dockerfile, continuation lines joined."""
    text = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in lines]


def test_production_has_the_engines_and_our_three_processes() -> None:
    assert SERVICES.keys() == {"mongodb", "mongodb-init", "valkey", *OURS}


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_watched(name: str) -> None:
    assert SERVICES[name]["healthcheck"]


@pytest.mark.parametrize("name", SERVICES)
def test_every_image_has_a_version(name: str) -> None:
    _, _, tag = SERVICES[name]["image"].partition(":")
    assert tag
    assert tag != "latest"


@pytest.mark.parametrize("name", SERVICES)
def test_no_secret_stands_in_the_file(name: str) -> None:
    values = {key: str(value) for key, value in SERVICES[name].get("environment", {}).items()}
    assert [key for key, value in values.items() if SECRET_NAMES.search(key) and not REQUIRED.search(value)] == []


def test_example_lists_exactly_the_secrets_that_are_asked_for() -> None:
    asked = set(REQUIRED.findall((ROOT / "compose.yaml").read_text("utf-8")))
    example = (ROOT / "compose.env.example").read_text("utf-8")
    assert set(re.findall(r"^(\w+)=$", example, re.M)) == asked


@pytest.mark.parametrize("name", OURS)
def test_our_services_run_real_commands_without_privileges(name: str) -> None:
    service = SERVICES[name]
    assert service["command"][0] in cli_commands()
    assert service["cap_drop"] == ["ALL"]
    assert service["read_only"] is True


@pytest.mark.parametrize("name", OURS)
def test_our_services_wait_for_the_replica_set(name: str) -> None:
    assert SERVICES[name]["depends_on"]["mongodb-init"]["condition"] == "service_completed_successfully"


def test_volumes_and_mounted_files_exist() -> None:
    mounts = [mount.split(":")[0] for service in SERVICES.values() for mount in service.get("volumes", [])]
    named = {mount for mount in mounts if not mount.startswith(".")}
    assert named == COMPOSE["volumes"].keys()
    assert [mount for mount in mounts if mount.startswith(".") and not (ROOT / mount).exists()] == []


def test_image_copies_only_what_exists_and_all_packages() -> None:
    copied = [
        source
        for name, text in instructions()
        if name == "COPY" and not text.startswith("--from")
        for source in shlex.split(text)[:-1]
    ]
    assert [source for source in copied if not (ROOT / source).exists()] == []
    assert {folder.relative_to(ROOT).parts[0] for folder in PACKAGES.values()} <= set(copied)
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert [source for source in copied if f"!{source}" not in ignored] == []


def test_image_runs_a_real_command_as_an_ordinary_user() -> None:
    parts = dict(instructions())  # the last of each kind counts, as for Docker
    assert yaml.safe_load(parts["ENTRYPOINT"]) == ["zhengwu"]
    assert yaml.safe_load(parts["CMD"])[0] in cli_commands()
    assert parts["USER"] not in {"root", "0"}
    assert "/healthz" in parts["HEALTHCHECK"]


def test_every_base_image_has_a_version() -> None:
    bases = [text.split()[0] for name, text in instructions() if name == "FROM"]
    assert [base for base in bases if ":" not in base or base.endswith(":latest")] == []
