"""信息来源: whom the page credits, without the label and what follows it on the same line."""

import re
from collections.abc import Iterator, Mapping, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from aggregators.extract.dom import line, names

_LABEL = r"(?:信息来源|文章来源|新闻来源|稿件来源|稿源|来源于|来源|出处|Source)\s*[：:]"
_AFTER_LABEL = re.compile(
    rf"(?<!资料)(?<!图片)(?<!数据){_LABEL}\s*(?P<name>[^\s|｜,，;；。()（）【】\[\]<>]{{2,40}})", re.IGNORECASE
)
_WITHOUT_COLON = re.compile(r"(?:^|[\s|｜])(?:来源|稿源|出处)\s*(?P<name>[^\s|｜：:,，;；。]{2,20})(?=[\s|｜]|$)")
_NEXT_FIELD = re.compile(
    r"(?:作者|记者|通讯员|编辑|责任编辑|责编|审核|浏览|点击|阅读|访问|人气|字号|字体|分享|打印|收藏|评论|关键词|时间|日期)\w{0,3}(?=[\s：:(（]|$)"
    r"|发布(?:时间|日期|于)|我要|扫一扫|\d{4}\s*[-年/.]|\s(?:原创稿?|综合|转载)$"
)
_STATED = ("contentsource", "source", "article:source", "og:article:source", "mediaid", "article:author:source")
_PLACES = (
    "[class*=source], [id*=source], [class*=Source], [id*=Source], .sour, .ly, .laiyuan, .origin, .media_name, "
    "[class*=medianame], #js_name"
)
_ACCOUNTS = "[class*=author-name], [class*=author_name], [class*=media-user]"
_MOMENT = re.compile(
    r"\d{4}\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}\s*日?(?:\s*\d{1,2}\s*[:：]\s*\d{2}(?:\s*[:：]\s*\d{2})?)?"
)
_MEDIA = re.compile(
    r"^[^\s：:，,。]{0,16}(?:社|网|报|台|刊|杂志|周刊|电视|广播|新闻|传媒|融媒|客户端|发布|在线|频道|公众号)$"
)
_BETWEEN_NAMES = re.compile(r"[\s|｜/／·•\[\]【】()（）]+")
_SHORTEST, _LONGEST = 2, 30  # characters
_SHORTEST_ACCOUNT = 4  # characters
_LONGEST_SITE = 12  # characters of a site's name at the end of the window's title
_LONGEST_LINE = 120  # characters that a line of facts has at most
_NO_NAMES = frozenset(("发布", "新闻", "客户端", "频道", "在线", "媒体报道"))


def credit(tree: LexborHTMLParser, stated: Mapping[str, str], near: Sequence[str], lines: Sequence[str]) -> str | None:
    """None when the page credits nobody: a label followed by nothing is no source.

    In the order: stated for machines, after a label beside the headline, in a place that is called source, a medium's
    name printed beside the date, after a label anywhere.
    """
    said = next((name for key in _STATED if key in stated and (name := _clean(stated[key]))), None)
    return (
        said
        or _labelled("\n".join(near))
        or _placed(tree, near)
        or _beside_the_date(tree, near)
        or _account(tree, near)
        or _labelled("\n".join(_short(lines)))
    )


def _labelled(text: str) -> str | None:
    matches = (*_AFTER_LABEL.finditer(text), *_WITHOUT_COLON.finditer(text))
    return next((name for match in matches if (name := _clean(match["name"]))), None)


def _placed(tree: LexborHTMLParser, near: Sequence[str]) -> str | None:
    """Near the headline only: lists of other articles name their sources too."""
    said = "\n".join(near)
    places = (node for node in tree.css(_PLACES) if _is_source(node))
    found = ((name, line(node)) for node in places if (name := _clean(line(node))))
    return next((name for name, text in found if text in said or name in said), None)


def _is_source(node: LexborNode) -> bool:
    words = names(node)
    return "source" not in "".join(words) or "source" in words


def _beside_the_date(tree: LexborHTMLParser, near: Sequence[str]) -> str | None:
    """「2024-05-06 09:30 示例日报」, or 「示例社」 on the line above; a site may also print just its own name there."""
    window = tree.css_first("title")
    site = line(window) if window is not None else ""
    for number, text in enumerate(near):
        if (match := _MOMENT.search(text)) and len(text) <= _LONGEST_LINE:
            around = [text for text in near[max(0, number - 1) : number + 2] if len(text) <= _LONGEST]
            beside = f"{text[: match.start()]} {text[match.end() :]} {' '.join(around)}"
            return next(_media(beside, site), None) or _only_name(text[: match.start()], near)
    return None


def _only_name(before: str, near: Sequence[str]) -> str | None:
    """「原创 示例发展集团 2024-05-06」: who publishes under its own account. People's names are shorter; a section's
    name is also in the path to the page."""
    parts = [part for part in _BETWEEN_NAMES.split(before) if part and part != "原创"]
    name = _clean(parts[0]) if len(parts) == 1 else None
    is_account = name is not None and len(name) >= _SHORTEST_ACCOUNT and sum(name in text for text in near) == 1
    return name if is_account and not before.rstrip().endswith(("：", ":")) else None


def _account(tree: LexborHTMLParser, near: Sequence[str]) -> str | None:
    """Who publishes on a platform for anybody's texts, where the page calls it author."""
    found = (_clean(line(node)) for node in tree.css(_ACCOUNTS))
    return next((name for name in found if name and len(name) >= _SHORTEST_ACCOUNT and name in near), None)


def _media(text: str, site: str) -> Iterator[str]:
    for part in _BETWEEN_NAMES.split(text):
        is_medium = _MEDIA.match(part) is not None or (_SHORTEST < len(part) <= _LONGEST_SITE and site.endswith(part))
        if is_medium and part not in _NO_NAMES and (name := _clean(part)):
            yield name


def _clean(text: str) -> str | None:
    """The name alone; None for a sentence, a number or another field."""
    bare = re.sub(rf"^\s*{_LABEL}\s*", "", text, flags=re.IGNORECASE).strip(" ：:|｜-—·⋅\u3000")
    if field := _NEXT_FIELD.search(bare):
        bare = bare[: field.start()].strip(" |｜-—\u3000")
    is_name = _SHORTEST <= len(bare) <= _LONGEST and not re.search(r"[。！？，,；;]|https?:", bare)
    return bare if is_name and re.search(r"[^\W\d_]", bare) else None


def _short(lines: Sequence[str]) -> list[str]:
    return [text for text in lines if len(text) <= _LONGEST_LINE]
