"""Documentation keeps its promises: links lead somewhere, decisions have their parts, commands exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from server.cli.main import app
from tests.house.project import ROOT, place

PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "bench/README.md", ROOT / "frontend/README.md"]
)
DECISIONS = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")
NAMED_PATH = re.compile(r"`((?:server|push|tests|content_models|aggregators|bench|frontend|docs|graphql)/[\w./-]*)`")
PARTS = ["Context", "Decision", "Consequences", "Alternatives", "References"]


def promised(page: Path) -> Iterator[str]:
    """What `page` links to, or names in code style as a path of ours, that is not there."""
    text = page.read_text("utf-8")
    yield from (link for link in LINK.findall(text) if not (page.parent / link).exists())
    yield from (path for path in NAMED_PATH.findall(text) if not (ROOT / path).exists())


@pytest.mark.parametrize("document", PAGES, ids=place)
def test_links_and_named_paths_exist(document: Path) -> None:
    assert list(promised(document)) == []


@pytest.mark.parametrize("document", DECISIONS, ids=place)
def test_decision_has_its_parts_in_order(document: Path) -> None:
    assert re.findall(r"^## (.+)$", document.read_text("utf-8"), re.M) == PARTS


def test_decisions_are_numbered_without_gaps_and_listed() -> None:
    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    index = (ROOT / "docs/decisions/README.md").read_text("utf-8")
    assert [page.name for page in DECISIONS if f"({page.name})" not in index] == []


def test_commands_of_the_readme_exist() -> None:
    named = set(re.findall(r"zhengwu (\w+)", (ROOT / "README.md").read_text("utf-8")))
    group = typer.main.get_command(app)
    assert named - set(group.list_commands(typer.Context(group))) == set()  # type: ignore[attr-defined]
