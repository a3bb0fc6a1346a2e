"""The shape of the house: the graphql/ source root, and how long a file and a function may be."""

import ast
import os
from pathlib import Path

import graphql
import pytest

from tests.house.project import PACKAGES, ROOT, own_sources, place, syntax

LONGEST_FILE = 400
LONGEST_FUNCTION = 60


def test_graphql_folder_is_a_source_root_and_never_a_package() -> None:
    assert not (ROOT / "graphql/__init__.py").exists(), "graphql is graphql-core's import name (ADR 0002)"
    assert "site-packages" in Path(str(graphql.__file__)).parts


def test_no_tests_live_in_the_graphql_folder() -> None:
    assert list((ROOT / "graphql").rglob("test_*.py")) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_package_says_that_it_is_typed(package: str) -> None:
    assert (PACKAGES[package] / "py.typed").exists()


def test_every_folder_of_python_is_a_package() -> None:
    folders = {path.parent for path in own_sources()}
    assert [place(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_no_file_is_longer_than_one_idea() -> None:
    lengths = {place(path): len(path.read_text("utf-8").splitlines()) for path in own_sources()}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    found = [
        place(path, node.lineno)
        for path in own_sources()
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert found == []


def test_ci_script_can_be_run() -> None:
    assert os.access(ROOT / ".ci/run", os.X_OK)
