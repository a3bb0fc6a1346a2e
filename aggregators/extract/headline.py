"""The title of an article page: as stated, else the heading that the window's title begins with."""

import re
from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser

from aggregators.extract.dom import leaf_blocks, line
from content_models.official_text.folding import fold_key, strip_title_suffixes

_HEADINGS = (
    "h1, h2, h3, h4, h5, [class*=title], [class*=Title], [class*=tit], [id*=title], [id*=Title], [class*=headline], "
    "ucaptitle, [class*=biaoti], [id*=biaoti], [class*=bt]"
)
_SEPARATOR = re.compile(r"\s*(?:[_|｜丨]|-{1,2}|—{2}|–|>>|<<|«|»)\s*")
_LAST_STRONG = re.compile(
    r"^(?P<title>.+?)\s*(?:[_|｜]|--|——|>>|<<|\s[-–—]\s)\s*(?P<place>(?:(?!--|——|\s[-–—]\s)[^_|｜<>])*)$"
)
_LAST_DASH = re.compile(r"^(?P<title>.+)[-–—丨](?P<place>[^-–—丨《》]+)$")
_SITE_WORDS = re.compile(
    r"(?:网|网站|政府|门户|频道|新闻|资讯|在线|平台|客户端|日报|晚报|时报|报|台|局|委|厅|部|院|办|中心|大学|学院|协会|集团|公司|\.com|\.cn|\.net)$"
)
_LONGEST_PLACE, _SHORT_PLACE = 24, 6  # characters
_NO_TITLE = re.compile(
    r"^(?:正文|详情|详细内容|内容页|文章页|信息公开|新闻详情|首页|无标题.*|untitled.*)$", re.IGNORECASE
)
_CUT_OFF = re.compile(r"(?P<stem>.{6,}?)\s*(?:…+|\.{3,})$")
_FACTS = re.compile(
    r"(?:发布|发表|更新)?(?:时间|日期)[：:]\s*\d{4}|(?:来源|发布机构)[：:]|^\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}"
)
_LONGEST_FACTS = 120  # characters
_SHORTEST, _LONGEST = 4, 200  # characters
_SHORTEST_FURTHER_ON = 8  # characters: what follows a separator and is shorter names the site
_SHORT_WINDOW = 12  # characters: hardly more than a site's name


def headline(tree: LexborHTMLParser, stated: Mapping[str, str], selector: str | None) -> str | None:
    """None when the page has no title at all. `stated` comes from `statements`."""
    if selector and (node := tree.css_first(selector)) and line(node):
        return line(node)
    if title := stated.get("articletitle"):
        return title
    window = _window(tree) or stated.get("og:title", "")
    bare = _without_places(window)
    return (
        _heading_of(tree, window)
        or _better_h1(tree, window)
        or (_above_facts(tree) if len(bare) < _SHORT_WINDOW else None)
        or _named(bare)
    )


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
    further_on = [text for text in fitting if len(text) > _SHORTEST_FURTHER_ON]
    best = max(leading or further_on, key=len, default=None)
    if best is not None and len(best) * 2 < len(_without_places(window)):
        return None  # a section's name that the title happens to begin with
    return None if best is None or _NO_TITLE.match(best) or _is_place(best, window) else strip_title_suffixes(best)


def _is_place(text: str, window: str) -> bool:
    """A site's or section's name: a part of the window's title that is neither its first nor its longest."""
    parts = [fold_key(part) for part in _SEPARATOR.split(window.strip())]
    return fold_key(text) in parts[1:] and fold_key(text) != max(parts, key=len)


def _without_places(window: str) -> str:
    """「标题_栏目_网站」 and 「标题-网站」 without what follows the title. Sites set off several places by strong
    signs, but only one by a dash, which may also stand in a title."""
    title = window.strip()
    while match := _LAST_STRONG.search(title):
        if len(match["place"]) > _LONGEST_PLACE or len(match["title"].strip()) < _SHORTEST:
            break
        title = match["title"].strip()
    if (match := _LAST_DASH.search(title)) and _is_site(match["place"]) and len(match["title"].strip()) >= _SHORTEST:
        title = match["title"].strip()
    return strip_title_suffixes(title)


def _is_site(name: str) -> bool:
    return len(name) <= _LONGEST_PLACE and (_SITE_WORDS.search(name) is not None or len(name) <= _SHORT_PLACE)


def _better_h1(tree: LexborHTMLParser, window: str) -> str | None:
    """The only first heading, where the window's title is cut off, or just the site's name or a word like 「详情」."""
    shown = [text for node in tree.css("h1") if (text := line(node))]
    says_little = not _named(window) or len(window) < _SHORT_WINDOW
    stem = _CUT_OFF.match(_without_places(window))
    is_cut = stem is not None and any(text.startswith(stem["stem"]) for text in shown)
    return (
        _named(shown[0]) if len(shown) == 1 and (says_little or is_cut) and len(shown[0]) > len(window) // 2 else None
    )


def _above_facts(tree: LexborHTMLParser) -> str | None:
    """The line above date and source, where the window's title is just a section's name."""
    lines = [text for node in leaf_blocks(tree.body) if (text := line(node))] if tree.body is not None else []
    for number, text in enumerate(lines):
        if _FACTS.search(text) and len(text) <= _LONGEST_FACTS and number:
            above = lines[number - 1]
            return above if _SHORT_WINDOW <= len(above) <= _LONGEST and "。" not in above else None
    return None


def _named(title: str) -> str | None:
    return title if title and not _NO_TITLE.match(title) else None
