"""Addressable headings: the outline's sections get their ids in the body, so that a link can point at 第三条."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser

from content_models.official_text.html import sanitise
from content_models.official_text.outline import Section

_CARRIERS = "h1,h2,h3,h4,h5,h6,p,div,li"
DEEPEST_LISTED = 1  # levels shown in the table of contents
FEWEST_LISTED = 3  # a table of contents of two lines helps nobody


@dataclass(frozen=True, slots=True)
class Heading:
    anchor: str
    text: str


def anchored(body_html: str, outline: Sequence[Section]) -> tuple[Markup, list[Heading]]:
    """The sanitised body with an id at each section that is found in it, and the headings worth listing."""
    tree = LexborHTMLParser(f"<main>{sanitise(body_html)}</main>")
    listed = [heading for section, heading in _marked(tree, outline) if section.level <= DEEPEST_LISTED]
    holder = tree.css_first("main")
    body = holder.inner_html or "" if holder else ""
    return Markup(body), listed if len(listed) >= FEWEST_LISTED else []  # noqa: S704 - sanitised above


def _marked(tree: LexborHTMLParser, outline: Sequence[Section]) -> list[tuple[Section, Heading]]:
    """Sections and blocks run in the same order, so one pass over the blocks finds every section once."""
    blocks = iter(tree.css(_CARRIERS))
    found = []
    for section in outline:
        start = section.label + section.heading
        for block in blocks:
            said = block.text(strip=True)
            if start and said.startswith(start[:20]):
                block.attrs["id"] = section.node_id
                if said.rstrip("。：:") == start.rstrip("。：:"):
                    block.attrs["class"] = "heading"  # the block is the heading and nothing else
                found.append((section, Heading(section.node_id, start)))
                break
    return found
