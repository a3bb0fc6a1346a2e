"""Vendored browser libraries are the released bytes, with licences, and small enough to live in the repository."""

import hashlib
import json

import pytest

from tests.house.project import ROOT, VENDOR

MANIFEST = json.loads((VENDOR / "MANIFEST.json").read_text("utf-8"))
LARGEST = 4_000_000


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: str(entry["path"]))
def test_file_is_what_the_manifest_says(entry: dict[str, str]) -> None:
    content = (VENDOR / entry["path"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == entry["sha256"]
    assert len(content) < LARGEST


def test_every_vendored_file_is_in_the_manifest() -> None:
    present = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}
    assert present == {entry["path"] for entry in MANIFEST} | {"MANIFEST.json"}


def test_every_package_brings_its_licence() -> None:
    licensed = {entry["package"] for entry in MANIFEST if "LICENSE" in entry["path"]}
    assert licensed == {entry["package"] for entry in MANIFEST}


def test_versions_are_those_of_the_recipe() -> None:
    recipe = json.loads((ROOT / "frontend/package.json").read_text("utf-8"))["devDependencies"]
    assert {entry["package"]: entry["version"] for entry in MANIFEST}.items() <= recipe.items()
