"""Small questions to an HTML tree."""

import re
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

_BLOCKS = """
    address article aside blockquote center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6
    header hr li main nav ol p pre section table tbody td tfoot th thead tr ul
"""
BLOCKS = frozenset(_BLOCKS.split())
MOST_NODES, DEEPEST = 40_000, 200
_UNREAD = (
    "script, style, noscript, template, iframe, object, svg, canvas, video, audio, input, button, select, textarea, nav"
)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+|[\u4e00-\u9fff]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def page_tree(html: str) -> LexborHTMLParser:
    """The tree of a page without what is never read: scripts, styles, frames and controls."""
    return without_unread(LexborHTMLParser(html))


def without_unread(tree: LexborHTMLParser) -> LexborHTMLParser:
    remove(tree.css(_UNREAD))
    return tree


def hidden(tree: LexborHTMLParser) -> list[LexborNode]:
    """Elements that their own style hides; a script may show them, so what they hold decides whether they matter."""
    return [node for node in tree.css("[style*=none i]") if _HIDDEN.search(node.attributes.get("style") or "")]


def words(node: LexborNode) -> str:
    """The text of a node as one line."""
    return " ".join(node.text(separator=" ").split())


def line(node: LexborNode) -> str:
    """The text of a node as it is read: neighbouring inline elements stay together."""
    return " ".join(node.text().split())


def names(node: LexborNode) -> frozenset[str]:
    """The words in a node's class and id, lower case: 「articleShare bd-box」 → article, share, bd, box."""
    stated = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
    return frozenset(_WORD.findall(_HUMP.sub(" ", stated).lower()))


def length(node: LexborNode) -> int:
    """How many characters a node holds, spaces aside."""
    return len("".join(node.text().split()))


def mass(node: LexborNode) -> int:
    """How many characters of running text a node holds: what stands in links does not count."""
    linked = sum(length(link) for link in node.css("a"))
    return max(length(node) - linked, 0)


def link_share(node: LexborNode) -> float:
    """Share of a node's text that is linked, 0 for a node without text."""
    whole = length(node)
    return 1 - mass(node) / whole if whole else 0


def leaf_blocks(root: LexborNode) -> list[LexborNode]:
    """Blocks that hold no other block, in order: one line each as people see it."""
    blocks = root.css(", ".join(sorted(BLOCKS)))
    outer: set[int] = set()
    for block in blocks:
        for above in ancestors(block):
            if above.mem_id in outer:
                break
            outer.add(above.mem_id)
    return [block for block in blocks if block.mem_id not in outer]


def is_workable(tree: LexborHTMLParser) -> bool:
    """Whether a page is of a size and depth that people make; the questions here cost size times depth."""
    nodes = tree.css("*")[: MOST_NODES + 1]
    depths: dict[int, int] = {}
    for node in nodes:
        parent = node.parent
        depths[node.mem_id] = (depths.get(parent.mem_id, 0) if parent is not None else 0) + 1
    return len(nodes) <= MOST_NODES and max(depths.values(), default=0) <= DEEPEST


def remove(nodes: Sequence[LexborNode]) -> None:
    """Take the nodes out of their tree. A node inside another goes with it and is not touched again: its memory is
    the tree's."""
    listed = {node.mem_id for node in nodes}
    for node in [node for node in nodes if not any(parent.mem_id in listed for parent in ancestors(node))]:
        node.remove()


def ancestors(node: LexborNode) -> Iterator[LexborNode]:
    current = node.parent
    while current is not None:
        yield current
        current = current.parent
