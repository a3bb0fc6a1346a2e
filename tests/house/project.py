"""Where the project's own files are, for the tests that read them as text."""

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = {name: ROOT / name for name in ("content_models", "aggregators", "push", "server")} | {
    "mobile_api": ROOT / "graphql/mobile_api"
}
VENDOR = ROOT / "server/static/vendor"


def own_sources() -> Iterator[Path]:
    """Every Python file that ships."""
    for folder in PACKAGES.values():
        yield from sorted(folder.rglob("*.py"))


@functools.cache
def syntax(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def place(path: Path, line: int = 0) -> str:
    """`server/app.py:12`, as an editor opens it."""
    relative = path.relative_to(ROOT).as_posix()
    return f"{relative}:{line}" if line else relative
