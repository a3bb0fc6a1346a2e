"""docs/glossary.md names every stored type and every enum member of the domain, and nothing that is not there."""

import ast
import re
from collections.abc import Iterator

from tests.house.project import PACKAGES, ROOT, place, syntax

ROW = re.compile(r"^\| (?P<chinese>[^|]+) \| `(?P<identifier>[\w.]+)` \| `(?P<place>[^`|]+)` \|$", re.M)
DOCUMENTS = sorted(PACKAGES["content_models"].rglob("documents.py"))
ENUM_BASES = {"StrEnum", "Enum", "IntEnum"}


def rows() -> list[re.Match[str]]:
    return list(ROW.finditer((ROOT / "docs/glossary.md").read_text("utf-8")))


def defined() -> Iterator[tuple[str, str]]:
    """(identifier, file) of each class, and of each member of each enum, in the domain's documents."""
    for path in DOCUMENTS:
        for node in syntax(path).body:
            if isinstance(node, ast.ClassDef):
                yield node.name, place(path)
                for member in _members(node):
                    yield f"{node.name}.{member}", place(path)


def _members(node: ast.ClassDef) -> Iterator[str]:
    if ENUM_BASES & {ast.unparse(base) for base in node.bases}:
        for statement in node.body:
            if isinstance(statement, ast.Assign):
                yield from (ast.unparse(target) for target in statement.targets)


def test_every_term_of_the_domain_is_in_the_glossary() -> None:
    listed = {row["identifier"] for row in rows()}
    assert [f"{name} ({file})" for name, file in defined() if name not in listed] == [], "add a row to docs/glossary.md"


def test_glossary_names_only_what_exists_and_where() -> None:
    known = dict(defined())
    in_documents = {row["identifier"]: row["place"] for row in rows() if row["place"].endswith("/documents.py")}
    assert {name: where for name, where in in_documents.items() if known.get(name) != where} == {}
    assert [row["place"] for row in rows() if not (ROOT / row["place"]).exists()] == []


def test_every_row_has_a_chinese_term() -> None:
    assert [row["identifier"] for row in rows() if not re.search(r"[\u4e00-\u9fff]", row["chinese"])] == []


def test_no_identifier_is_listed_twice() -> None:
    identifiers = [row["identifier"] for row in rows()]
    assert sorted(set(identifiers)) == sorted(identifiers)
