"""Addressable sections: each section of an outline gets its address as an id in the HTML, so that links jump there."""

from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser

from content_models.official_text.outline import Section

_CARRIERS = "h1,h2,h3,h4,h5,h6,p,div,li"
_COMPARED = 20  # characters of a block that say which section it opens
_MOST_MISSED = 50  # sections of which the HTML knows nothing: it is another text


def with_anchors(html: str, outline: Sequence[Section]) -> tuple[str, list[Section]]:
    """Sanitised `html` with `id="<node_id>"` at each section that is found in it, and those sections in order.

    A block that is the heading and nothing else gets the class `heading` as well.
    """
    if not outline:
        return html, []
    tree = LexborHTMLParser(f"<main>{html}</main>")
    found = list(_marked(tree, outline))
    holder = tree.css_first("main")
    return (holder.inner_html or "" if holder else ""), found


def _marked(tree: LexborHTMLParser, outline: Sequence[Section]) -> Iterator[Section]:
    """Sections and blocks run in the same order: what follows a section is looked for behind it."""
    blocks = tree.css(_CARRIERS)
    texts = [_closed_up(block.text()) for block in blocks]
    behind, missed = 0, 0
    for section in outline:
        start = _closed_up(section.label + section.heading)
        at = next((n for n in range(behind, len(texts)) if start and texts[n].startswith(start[:_COMPARED])), None)
        if at is None:
            missed += 1
            if missed > _MOST_MISSED:
                return
            continue
        blocks[at].attrs["id"] = section.node_id
        if texts[at].rstrip("。：:") == start.rstrip("。：:"):
            blocks[at].attrs["class"] = "heading"
        behind = at + 1
        yield section


def _closed_up(text: str) -> str:
    """「第一条　为了」 in the HTML is 「第一条」 and 「为了」 in the outline."""
    return "".join(text.split())
