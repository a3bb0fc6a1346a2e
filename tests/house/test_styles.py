"""Every page of the console loads all of its style sheets: a class that two of them style is dressed by accident."""

import re
from collections import defaultdict

from tests.house.project import ROOT

SHEETS = sorted((ROOT / "server/static/console").glob("*.css"))
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SELECTORS = re.compile(r"([^{}]+)\{")
CLASS_ALONE = re.compile(r"\s*\.([a-z][\w-]*)\s*")


def test_a_class_belongs_to_one_style_sheet() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for sheet in SHEETS:
        for selectors in SELECTORS.findall(COMMENT.sub("", sheet.read_text("utf-8"))):
            for alone in filter(None, map(CLASS_ALONE.fullmatch, selectors.split(","))):
                owners[alone[1]].add(sheet.name)
    assert {name: sheets for name, sheets in owners.items() if len(sheets) > 1} == {}
    assert "list-line" in owners
