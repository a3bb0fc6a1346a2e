"""信息来源: whom the page credits, without the label and what follows it on the same line."""

import re
from collections.abc import Mapping, Sequence

from selectolax.lexbor import LexborHTMLParser

from aggregators.extract.dom import line

_LABEL = r"(?:信息来源|文章来源|新闻来源|稿件来源|稿源|来源于|来源|出处|Source)\s*[：:]"
_AFTER_LABEL = re.compile(
    rf"(?<!资料)(?<!图片)(?<!数据){_LABEL}\s*(?P<name>[^\s|｜,，;；。()（）【】\[\]<>]{{2,40}})", re.IGNORECASE
)
_NEXT_FIELD = re.compile(
    r"(?:作者|记者|通讯员|编辑|责任编辑|责编|审核|浏览|点击|阅读|访问|人气|字号|字体|分享|打印|收藏|评论|关键词|时间|日期)\w{0,3}(?=[\s：:(（]|$)"
    r"|发布(?:时间|日期|于)|我要|扫一扫|\d{4}\s*[-年/.]|\s(?:原创稿?|综合|转载)$"
)
_STATED = ("contentsource", "source", "article:source", "og:article:source", "mediaid", "article:author:source")
_PLACES = "#source, .source, .sour, .article-source, .news-source, .ly, .laiyuan, .origin, .media_name, .art_source"
_SHORTEST, _LONGEST = 2, 30  # characters


def credit(tree: LexborHTMLParser, stated: Mapping[str, str], near: Sequence[str], lines: Sequence[str]) -> str | None:
    """None when the page credits nobody: a label followed by nothing is no source."""
    said = next((name for key in _STATED if key in stated and (name := _clean(stated[key]))), None)
    return said or _labelled("\n".join(near)) or _placed(tree) or _labelled("\n".join(_short(lines)))


def _labelled(text: str) -> str | None:
    return next((name for match in _AFTER_LABEL.finditer(text) if (name := _clean(match["name"]))), None)


def _placed(tree: LexborHTMLParser) -> str | None:
    names = (_clean(line(node)) for node in tree.css(_PLACES))
    return next((name for name in names if name), None)


def _clean(text: str) -> str | None:
    """The name alone; None for a sentence, a number or another field."""
    bare = re.sub(rf"^\s*{_LABEL}\s*", "", text, flags=re.IGNORECASE).strip(" ：:|｜-—\u3000")
    if field := _NEXT_FIELD.search(bare):
        bare = bare[: field.start()].strip(" |｜-—\u3000")
    is_name = _SHORTEST <= len(bare) <= _LONGEST and not re.search(r"[。！？]|https?:", bare)
    return bare if is_name and re.search(r"[^\W\d_]", bare) else None


def _short(lines: Sequence[str]) -> list[str]:
    return [text for text in lines if len(text) <= 120]
