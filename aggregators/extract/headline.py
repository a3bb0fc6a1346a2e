"""The title of an article page: as stated, else the heading that the window's title begins with."""

import re
from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser

from aggregators.extract.dom import line
from content_models.official_text.folding import fold_key, strip_title_suffixes

_HEADINGS = (
    "h1, h2, h3, [class*=title], [class*=Title], [class*=tit], [id*=title], [id*=Title], [class*=headline], ucaptitle, "
    "[class*=biaoti], [id*=biaoti], [class*=bt]"
)
_SEPARATOR = re.compile(r"\s*(?:[_|｜丨]|-{1,2}|—{1,2}|–|>>|<<|«|»)\s*")
_NO_TITLE = re.compile(
    r"^(?:正文|详情|详细内容|内容页|文章页|信息公开|新闻详情|首页|无标题.*|untitled.*)$", re.IGNORECASE
)
_SHORTEST, _LONGEST = 4, 200  # characters


def headline(tree: LexborHTMLParser, stated: Mapping[str, str], selector: str | None) -> str | None:
    """None when the page has no title at all. `stated` comes from `statements`."""
    if selector and (node := tree.css_first(selector)) and line(node):
        return line(node)
    if title := stated.get("articletitle"):
        return title
    window = _window(tree) or stated.get("og:title", "")
    return _heading_of(tree, window) or _first_part(window) or _only_h1(tree)


def _window(tree: LexborHTMLParser) -> str:
    node = tree.css_first("title")
    return line(node) if node else ""


def _heading_of(tree: LexborHTMLParser, window: str) -> str | None:
    """The longest visible heading with which the window's title begins, unless it is that title whole with the
    site's name; sites print a section's name first only in the window's title, so it may also stand further on."""
    key = fold_key(window)
    shown = dict.fromkeys(line(node) for node in tree.css(_HEADINGS))
    fitting = [text for text in shown if _SHORTEST <= len(text) <= _LONGEST and fold_key(text) in key]
    leading = [text for text in fitting if key.startswith(fold_key(text))]
    best = max(leading or fitting, key=len, default=None)
    return None if best is None or _NO_TITLE.match(best) or _is_place(best, window) else strip_title_suffixes(best)


def _is_place(text: str, window: str) -> bool:
    """A site's or section's name: it ends the window's title after a separator."""
    parts = _SEPARATOR.split(window.strip())
    return len(parts) > 1 and fold_key(text) in {fold_key(part) for part in parts[1:]}


def _first_part(window: str) -> str | None:
    """What stands before the first separator with a title's length: 「标题_栏目_网站」."""
    first = strip_title_suffixes(window)
    for match in _SEPARATOR.finditer(window):
        if len(window[: match.start()].strip()) >= _SHORTEST and _is_place_separator(window, match):
            first = window[: match.start()].strip()
            break
    return None if _NO_TITLE.match(first) or not first else first


def _is_place_separator(window: str, match: re.Match[str]) -> bool:
    """A single dash or bar inside a title (「COVID-19」「图说｜…」) separates nothing: a place follows it."""
    sign = match[0].strip()
    if sign in ("-", "–", "|", "｜", "丨", "—"):
        rest = _SEPARATOR.split(window[match.end() :])
        return all(len(part.strip()) <= 16 for part in rest)
    return True


def _only_h1(tree: LexborHTMLParser) -> str | None:
    found = [text for node in tree.css("h1") if (text := line(node))]
    return found[0] if found and not _NO_TITLE.match(found[0]) else None
