"""Where running text is densest: the box whose own lines hold the most of it."""

from collections import defaultdict

from selectolax.lexbor import LexborHTMLParser, LexborNode

from aggregators.extract.dom import ancestors, leaf_blocks, link_share, mass

PARAGRAPH = 20  # characters: shorter lines are labels and teasers
_MOST_LINKED = 0.5
_OF_GRANDPARENT = 0.4  # what a line counts for the box around its box: paragraphs may be boxed singly
_BROKEN_LINES = 2  # <br> that make a box of lines out of one block


def running_lines(tree: LexborHTMLParser) -> list[tuple[LexborNode, int]]:
    """The page's lines that are long enough for text and not links, with their characters."""
    lines = ((node, mass(node)) for node in (leaf_blocks(tree.body) if tree.body else []))
    return [(node, size) for node, size in lines if size >= PARAGRAPH and link_share(node) < _MOST_LINKED]


def densest_box(lines: list[tuple[LexborNode, int]]) -> LexborNode | None:
    scores: dict[int, float] = defaultdict(float)
    boxes: dict[int, LexborNode] = {}
    for node, size in lines:
        above = list(ancestors(node))[:2]
        chain = [node, *above] if len(node.css("br")) >= _BROKEN_LINES else above
        for box, weight in zip(chain, (1, _OF_GRANDPARENT), strict=False):
            boxes[box.mem_id] = box
            scores[box.mem_id] += size * weight
    best = max(scores, key=lambda place: scores[place], default=None)
    return boxes[best] if best is not None else None
