"""House rules that no linter knows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.project import PACKAGES, ROOT, VENDOR, own_sources, place, syntax

MOST_BROAD_EXCEPTS = 9
BROAD = {"Exception", "BaseException"}
REASON = re.compile(r"#\s*noqa: BLE001\s*-\s*\S.{9,}")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
ADDRESS = re.compile(r"(?:https?:)?//(?=[\w-]+\.[\w.-]+)([\w.-]+)")
NAMESPACES = {"www.w3.org", "purl.org", "schema.org", "ogp.me"}  # names of vocabularies: nothing is loaded from them


def broad_excepts() -> Iterator[tuple[str, str]]:
    """(place, source line) of each handler that catches everything."""
    for path in own_sources():
        lines = path.read_text("utf-8").splitlines()
        for node in ast.walk(syntax(path)):
            if isinstance(node, ast.ExceptHandler) and _is_broad(node.type):
                yield place(path, node.lineno), lines[node.lineno - 1]


def _is_broad(caught: ast.expr | None) -> bool:
    if isinstance(caught, ast.Tuple):
        return any(_is_broad(part) for part in caught.elts)
    return caught is None or (isinstance(caught, ast.Name) and caught.id in BROAD)


def test_everything_is_caught_only_at_an_edge_that_says_why() -> None:
    found = list(broad_excepts())
    assert [where for where, line in found if not REASON.search(line)] == []
    assert len(found) <= MOST_BROAD_EXCEPTS, "broad excepts belong to process edges; there are few of those"


def test_nothing_unfinished_is_marked_for_later() -> None:
    found = [
        place(path, number)
        for path in own_sources()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if UNFINISHED.search(line)
    ]
    assert found == [], "finish it, or file an issue"


def test_imports_stand_at_the_top() -> None:
    found = [
        place(path, inner.lineno)
        for path in own_sources()
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert found == [], "an import inside a function hides a cycle"


def pages_and_assets() -> Iterator[Path]:
    for folder in PACKAGES.values():
        for suffix in ("html", "j2", "jinja", "js", "css", "svg", "xml"):
            yield from (path for path in folder.rglob(f"*.{suffix}") if VENDOR not in path.parents)


def test_pages_load_nothing_from_other_hosts() -> None:
    found = [
        f"{place(path, number)} {host}"
        for path in pages_and_assets()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        for host in ADDRESS.findall(line)
        if host not in NAMESPACES
    ]
    assert found == [], "vendor it (frontend/README.md): the console must work with every other host blocked"


def test_project_files_name_no_local_folder_of_a_developer() -> None:
    texts = [*own_sources(), *(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md"]
    assert [place(path) for path in texts if re.search(r"/(?:home|root|work)/\w", path.read_text("utf-8"))] == []
