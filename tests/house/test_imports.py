"""Imports point one way: the contracts in pyproject.toml hold, and none of them lists an exception."""

import tomllib

from importlinter import cli

from tests.house.project import ROOT


def contracts() -> list[dict[str, object]]:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return list(config["tool"]["importlinter"]["contracts"])


def test_contracts_hold() -> None:
    assert cli.lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == cli.EXIT_STATUS_SUCCESS


def test_no_contract_has_an_exception() -> None:
    excused = [contract["name"] for contract in contracts() if contract.get("ignore_imports")]
    assert excused == [], "move the code instead of excusing the import"
