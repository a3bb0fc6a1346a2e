"""Reading what list endpoints answer in XML: without entities and without the network, and tolerant of slips."""

import re
from collections.abc import Collection
from typing import Any

from lxml import etree

from aggregators.families.contract import ListPage
from aggregators.families.errors import UnreadableListing

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def root_of(page: ListPage, expected: Collection[str]) -> etree._Element:
    """The root element, whose name is one of `expected`. Raises UnreadableListing."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root: etree._Element = etree.fromstring(without_declaration(page.text).encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableListing(url=page.url, reason="not XML") from error
    if name_of(root) not in expected:
        raise UnreadableListing(url=page.url, reason=f"no {' or '.join(sorted(expected))}")
    return root


def without_declaration(text: str) -> str:
    """It may name another encoding than the decoded text's."""
    return _DECLARATION.sub("", text).strip()


def text_in(entry: etree._Element, name: str) -> str:
    """Of the first descendant of that name (lower case), in whatever namespace."""
    found = (inner for inner in entry.iter() if name_of(inner) == name)
    return next(("".join(str(part) for part in inner.itertext()).strip() for inner in found), "")


def name_of(element: etree._Element | None) -> str:
    """Lower case and without its namespace; "" for comments, and for what recovery makes of nothing."""
    tag: Any = None if element is None else element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""
