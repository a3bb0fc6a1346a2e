"""Where running text is densest: the box whose own lines hold the most of it."""

import re
from collections import defaultdict
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from aggregators.extract.dom import BLOCKS, ancestors, leaf_blocks, length, line, link_share, mass, names

Lines = list[tuple[LexborNode, int]]  # a line of running text, and how many characters it has

PARAGRAPH = 20  # characters: shorter lines are labels and teasers
_SURELY_RUNNING, _ENOUGH_SENTENCES = 80, 100  # characters
_SENTENCE = re.compile(r"[。！？；]")
_MOST_LINKED = 0.5
_OF_GRANDPARENT = 0.4  # what a line counts for the box around its box: paragraphs may be boxed singly
_BROKEN_LINES = 2  # <br> that make a box of lines out of one block
_ANY_BLOCK = ", ".join(sorted(BLOCKS))
_CUT_OFF = re.compile(r"(?:…|\.{3})\s*[\[［【(（]?(?:详细|更多|全文|查看)?[\]］】)）]?$")
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_TEASERS = {"li", "dl", "dd"}
_TEASER_LINKED = 0.15  # a linked title above its summary
_BESIDE = re.compile(
    r"related?|relative|recommend\w*|tuijian|hotnews|rank|ranking|comments?|pinglun|sidebar|aside|footer|foot|"
    r"copyrights?|disclaimer|statement|advert|ads?|xgxw|xgyd|tjyd"
)
_TEXT = re.compile(r"content|article|main|body|text|zoom|trs|vsb|con")
_LABEL = re.compile(r"位置|来源|时间|日期|作者|编辑|分享|字[号体]|评论|推荐|阅读|浏览|标签|关键词")
_SAYS = re.compile(r"[。！？；]$|^.{2,30}[：:]$|^\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日$")


def running_lines(tree: LexborHTMLParser) -> Lines:
    """The page's lines that are long enough for text, with their characters: not links, not teasers of other pages,
    not what lies in a box that calls itself comments, recommendations or foot. Where there are sentences, lines that
    are none (headlines, tags, addresses) do not count."""
    beside: dict[int, bool] = {}
    lines = [
        (node, size)
        for node, size in _lines(tree)
        if link_share(node) < _MOST_LINKED and not _CUT_OFF.search(line(node)) and not _lies_beside(node, beside)
    ]
    sentences = [(node, size) for node, size in lines if size >= _SURELY_RUNNING or _SENTENCE.search(node.text())]
    return sentences if sum(size for _, size in sentences) >= _ENOUGH_SENTENCES else lines


def _lines(tree: LexborHTMLParser) -> Iterator[tuple[LexborNode, int]]:
    """Every block that itself, outside the blocks within it, says as much as a line of text."""
    if tree.body is None:
        return
    blocks = tree.body.css(_ANY_BLOCK)
    leaves = {node.mem_id for node in leaf_blocks(tree.body)}
    for node in blocks:
        if node.tag in _HEADINGS:
            continue
        own = mass if node.mem_id in leaves else _own_mass
        size = own(node) if length(node) >= PARAGRAPH else 0
        if size >= PARAGRAPH:
            yield node, size


def _own_mass(node: LexborNode) -> int:
    """Characters of the text that lies in a box beside other boxes."""
    own = 0
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            own += length(child)
        elif child.tag != "a" and child.tag not in BLOCKS and child.css_first(_ANY_BLOCK) is None:
            own += mass(child)
    return own


def densest_box(lines: Lines) -> LexborNode | None:
    scores: dict[int, float] = defaultdict(float)
    boxes: dict[int, LexborNode] = {}
    for node, size in lines:
        above = list(ancestors(node))[:2]
        is_box = len(node.css("br")) >= _BROKEN_LINES or len(node.css(_ANY_BLOCK)) > 1
        chain = [node, *above] if is_box else above
        for box, weight in zip(chain, (1, _OF_GRANDPARENT), strict=False):
            boxes[box.mem_id] = box
            scores[box.mem_id] += size * weight
    best = max(scores, key=lambda place: scores[place], default=None)
    return boxes[best] if best is not None else None


def tightened(place: LexborNode, lines: Lines) -> LexborNode:
    """The smallest box in `place` that holds all of its running lines; `place` itself when short lines outside that
    box may belong to the text."""
    above = [[node, *ancestors(node)] for node, _ in lines]
    chains = [chain for chain in above if any(box.mem_id == place.mem_id for box in chain)]
    if not chains:
        return place
    common = set.intersection(*({box.mem_id for box in chain} for chain in chains))
    box = next(box for box in chains[0] if box.mem_id in common)
    if box.tag in ("p", "li", "h1", "h2", "h3", "h4") and box.mem_id != place.mem_id:
        box = next(ancestors(box))
    return place if any(_says_something(text) for text in _lines_outside(box, place)) else box


def _lies_beside(node: LexborNode, known: dict[int, bool]) -> bool:
    """Whether the box or one around it is beside the article. `known` are the answers for this tree so far."""
    path = []
    answer = False
    for box in (node, *ancestors(node)):
        if box.mem_id in known:
            answer = known[box.mem_id]
            break
        path.append(box)
    for box in reversed(path):
        answer = answer or _is_beside_box(box) or (box.tag in _TEASERS and link_share(box) > _TEASER_LINKED)
        known[box.mem_id] = answer
    return answer


def _is_beside_box(node: LexborNode) -> bool:
    words = names(node)
    return any(map(_BESIDE.fullmatch, words)) and not any(map(_TEXT.fullmatch, words))


def _lines_outside(box: LexborNode, place: LexborNode) -> Iterator[str]:
    for node in leaf_blocks(place):
        if box.mem_id not in (node.mem_id, *(above.mem_id for above in ancestors(node))):
            yield line(node)


def _says_something(text: str) -> bool:
    return _SAYS.search(text) is not None and _LABEL.search(text) is None
