"""The body of an article with its addresses, and its table of contents."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from content_models.official_text.anchoring import with_anchors
from content_models.official_text.html import sanitise
from content_models.official_text.outline import Section

DEEPEST_LISTED = 1  # levels shown in the table of contents
FEWEST_LISTED = 3  # a table of contents of two lines helps nobody


@dataclass(frozen=True, slots=True)
class Heading:
    anchor: str
    text: str


def anchored(body_html: str, outline: Sequence[Section]) -> tuple[Markup, list[Heading]]:
    """The sanitised body with an id at each section that is found in it, and the headings worth listing."""
    body, found = with_anchors(sanitise(body_html), outline)
    listed = [Heading(one.node_id, one.label + one.heading) for one in found if one.level <= DEEPEST_LISTED]
    return Markup(body), listed if len(listed) >= FEWEST_LISTED else []  # noqa: S704 - sanitised above
