"""Nothing outside a repository builds a MongoDB query (ADR 0001).

A query elsewhere is one that nobody finds when an index changes. Verbs say what they want by name
(`await releases.load(id)`); the feature's `repository.py` knows how to ask.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from content_models.catalogue import DOCUMENTS
from tests.house.project import PACKAGES, own_sources, place, syntax

ASKS_A_DOCUMENT = {
    "find",
    "find_one",
    "find_all",
    "find_many",
    "aggregate",
    "get",
    "count",
    "distinct",
    "all",
    "update_all",
    "delete_all",
}
RAW = {"get_pymongo_collection", "get_collection"}
KIT = PACKAGES["content_models"] / "kit"


def queries(tree: ast.Module, documents: set[str]) -> Iterator[tuple[int, str]]:
    """(line, what) of each query: a finder called on a document class, or a raw collection taken from anything."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        receiver, name = node.func.value, node.func.attr
        on_document = isinstance(receiver, ast.Name) and receiver.id in documents
        if name in RAW or (on_document and name in ASKS_A_DOCUMENT):
            yield node.lineno, f"{ast.unparse(receiver)}.{name}(…)"


def may_query(path: Path) -> bool:
    return path.name == "repository.py" or KIT in path.parents


def test_only_repositories_and_the_kit_query() -> None:
    documents = {document.__name__ for document in DOCUMENTS}
    found = [
        f"{place(path, line)} {what}"
        for path in own_sources()
        if not may_query(path)
        for line, what in queries(syntax(path), documents)
    ]
    assert found == [], "give the query a name in the feature's repository.py and call that"


@pytest.mark.parametrize(
    ("code", "caught"),
    [
        ("Release.find(Release.slug == slug)", True),
        ("await Release.get(key)", True),
        ("chunk.get_pymongo_collection()", True),
        ("text.find('（')", False),
        ("releases.find_live(ids)", False),
        ("settings.get('a')", False),
    ],
)
def test_rule_tells_a_query_from_a_namesake(code: str, caught: bool) -> None:
    tree = ast.parse(code, mode="exec") if not code.startswith("await") else ast.parse(f"async def f():\n  {code}")
    assert bool(list(queries(tree, {"Release"}))) is caught
