"""The text of an article: where the source says, where its publishing system keeps it, else where running text is
densest. Navigation is never part of it."""

from collections.abc import Mapping, Sequence

from lxml.etree import LxmlError
from readability import Document  # type: ignore[import-untyped]
from readability.readability import Unparseable  # type: ignore[import-untyped]
from selectolax.lexbor import LexborHTMLParser, LexborNode

from aggregators.extract.density import PARAGRAPH, Lines, densest_box, running_lines, tightened
from aggregators.extract.dom import ancestors, hidden, link_share, mass, page_tree, remove, words
from aggregators.extract.fences import fenced_body
from aggregators.extract.furniture import without_furniture
from aggregators.extract.places import SYSTEMS, USUAL

_SHORTEST = 30  # characters of running text without which a place is no article
_SYSTEM_SHARE, _USUAL_SHARE = 0.3, 0.55  # of the page's running text
_SURELY_TEXT = 150  # characters
_MOST_LINKED = 0.5
_PARAGRAPHS = 3  # that a text has and a list of words for search engines has not
_FEW_WORDS = 300  # characters: a site's foot
_TIMES_THE_NEXT = 2  # how much more than any other box the densest one holds when it is the article beyond doubt


def body_html(tree: LexborHTMLParser, text: str, selectors: Mapping[str, str], title: str | None) -> str:
    """The body without page furniture, "" when the page has none. `tree` is `page_tree(text)`."""
    if "body" in selectors:
        return _of_source(tree, selectors["body"], title)
    remove(_never_shown(tree))
    found = _of_system(tree, _SURELY_TEXT) or _of_unknown(tree, text)
    return without_furniture(found, title) if found else ""


def _of_unknown(tree: LexborHTMLParser, text: str) -> str | None:
    lines = running_lines(tree)
    running = sum(size for _, size in lines)
    return (
        _of_system(tree, running * _SYSTEM_SHARE)
        or fenced_body(text)
        or _usual(tree, lines, running)
        or (_pictures(tree) if running < _FEW_WORDS else None)
        or _densest(lines, running)
        or _by_readability(tree)
    )


def _of_source(tree: LexborHTMLParser, selector: str, title: str | None) -> str:
    found = [node for node in tree.css(selector) if _says_something(node)]
    return without_furniture(max(found, key=mass).html or "", title) if found else ""


def _of_system(tree: LexborHTMLParser, enough: float) -> str | None:
    """The first system whose place holds that many characters."""
    for selector in SYSTEMS:
        nodes = tree.css(selector)
        node = max(nodes, key=mass, default=None)
        if node is not None and mass(node) >= max(enough, 1) and link_share(node) < _MOST_LINKED:
            return "".join(part.html or "" for part in _parts(node, nodes))
    return None


def _parts(main: LexborNode, nodes: Sequence[LexborNode]) -> list[LexborNode]:
    """`main` and the places beside it that hold text too: some pages keep every part of an article in its own."""
    beside = main.parent.mem_id if main.parent is not None else None
    once = {node.mem_id: node for node in nodes}.values()
    together = [node for node in once if node.parent is not None and node.parent.mem_id == beside]
    texts = [node for node in together if mass(node) >= PARAGRAPH and link_share(node) < _MOST_LINKED]
    return texts if len(texts) > 1 else [main]


def _usual(tree: LexborHTMLParser, lines: Lines, running: int) -> str | None:
    """The tightest place by a usual name: of those that hold the text, the one with the least around it."""
    enough = max(running * _USUAL_SHARE, _SHORTEST)
    holding = [node for node in tree.css(USUAL) if mass(node) >= enough and link_share(node) < _MOST_LINKED]
    best = min(holding, key=lambda node: (len(words(node)), -_depth(node)), default=None)
    return tightened(best, lines).html if best is not None else None


def _densest(lines: Lines, running: int) -> str | None:
    """The densest box, when it holds most of the page's running text or far more than any other."""
    box = densest_box(lines)
    if box is None or link_share(box) >= _MOST_LINKED:
        return None
    others = [
        (node, size) for node, size in lines if box.mem_id not in (above.mem_id for above in (node, *ancestors(node)))
    ]
    rival = densest_box(others)
    holds = mass(box)
    is_most = holds >= max(running * _USUAL_SHARE, _SHORTEST)
    is_alone = holds >= _SURELY_TEXT and (rival is None or holds >= mass(rival) * _TIMES_THE_NEXT)
    return box.html if is_most or is_alone else None


def _by_readability(tree: LexborHTMLParser) -> str | None:
    """The last resort: it knows no system and takes neighbours in, but finds texts that lie in several boxes."""
    try:
        html: str = Document(tree.html or "").summary(html_partial=True)
    except (Unparseable, LxmlError, ValueError, TypeError, AttributeError, RecursionError):
        return None  # readability raises its parser's errors on damaged pages
    found = page_tree(html).body
    is_text = found is not None and mass(found) >= _SHORTEST and link_share(found) < _MOST_LINKED
    return html if is_text else None


def _pictures(tree: LexborHTMLParser) -> str | None:
    """A system's place with pictures only, for a page without running text: scanned documents and 一图读懂."""
    places = (node for selector in SYSTEMS for node in tree.css(selector) if _says_something(node))
    return next((node.html for node in places), None)


def _never_shown(tree: LexborHTMLParser) -> list[LexborNode]:
    """Long hidden texts: words for search engines. Pages that a script opens hide paragraphs or a system's place."""
    places = ", ".join(SYSTEMS)
    return [
        node
        for node in hidden(tree)
        if mass(node) >= _SHORTEST and len(node.css("p")) < _PARAGRAPHS and not node.css_first(places)
    ]


def _depth(node: LexborNode) -> int:
    depth = 0
    while (parent := node.parent) is not None:
        node, depth = parent, depth + 1
    return depth


def _says_something(node: LexborNode) -> bool:
    return bool(node.text(strip=True)) or node.css_first("img") is not None
