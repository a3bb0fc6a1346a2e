"""The suite about itself: the README's command needs no browser packages, and CI ends with the browser tests."""

import ast
from pathlib import Path

from tests.house.project import ROOT, place, syntax

BROWSER_PACKAGES = {"playwright", "axe_playwright_python"}
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def imported_at_load(tree: ast.Module) -> set[str]:
    """Top-level packages that importing the module needs; what stands under `if TYPE_CHECKING:` is not needed."""
    names = {alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in tree.body if isinstance(node, ast.ImportFrom)}
    return {name.split(".")[0] for name in names}


def test_suite_loads_without_the_browser_group() -> None:
    found = [place(path) for path in TESTS if imported_at_load(syntax(path)) & BROWSER_PACKAGES]
    assert found == [], "import it under TYPE_CHECKING, or inside the fixture that uses it"


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in TESTS}
    assert [place(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_ci_ends_with_the_browser_tests() -> None:
    lines = (ROOT / ".ci/run").read_text("utf-8").strip().splitlines()
    assert lines[-1].startswith("uv run --group browser pytest -m browser tests/e2e ")
    assert "set -euo pipefail" in lines


def test_browser_tests_stand_where_ci_looks_for_them() -> None:
    marked = [place(path) for path in TESTS if "mark.browser" in path.read_text("utf-8")]
    outside = [found for found in marked if not found.startswith("tests/e2e/")]
    assert len(marked) > 10
    assert outside == [place(Path(__file__))]
