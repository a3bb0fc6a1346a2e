"""文种 and the bracketed suffixes of a title."""

import re
from functools import lru_cache

from content_models.official_text.folding import strip_title_suffixes

# The 15 statutory 文种 (党政机关公文处理工作条例) and the instruments they carry; longest first where one ends another.
_GENRES = """
指导意见 实施意见 若干意见 意见 通知 决定 决议 公报 公告 通告 通报 报告 请示 批复 议案 复函 函 纪要 命令 令
条例 规定 实施细则 细则 办法 规则 规程 规划 纲要 计划 方案 措施 清单 目录 指南 指引 标准 要点 章程 解释
"""
_GENRE_AT_END = re.compile(f"(?:{'|'.join(_GENRES.split())})$")
_ENDINGS = tuple(_GENRES.split())
_LONGEST_GENRE = max(map(len, _ENDINGS))
_REMEMBERED = 16  # titles
_SUFFIX = re.compile(r"[（(〔\[]([^（()）〔〕\[\]]{1,40}(?:〔\d{4}〕\d+号)?)[）)〕\]]$")
_CLOSES = ("）", ")", "〕", "]")
_ASKS_FOR_OPINIONS = re.compile(r"征求|征集|听取|反馈")


def split_suffixes(title: str) -> tuple[str, list[str]]:
    """The title without its bracketed suffixes, and these in order: 试行, 2024～2026年, 第一批."""
    bare, suffixes = strip_title_suffixes(title), list[str]()
    while bare.endswith(_CLOSES) and (match := _SUFFIX.search(bare)):
        suffixes.insert(0, match[1])
        bare = bare[: match.start()].rstrip()
    return bare or title.strip(), suffixes


@lru_cache(_REMEMBERED)  # five rules in a row ask it of one title
def genre_of(title: str) -> str | None:
    """文种 of a title (「关于…的实施意见」 → 实施意见); None for news and for 「公开征求…意见」."""
    bare, _ = split_suffixes(title)
    if bare.startswith("《") and bare.endswith("》") and bare.count("《") == 1:
        bare, _ = split_suffixes(bare[1:-1])
    if not bare.endswith(_ENDINGS):
        return None
    match = _GENRE_AT_END.search(bare, len(bare) - _LONGEST_GENRE)
    if match is None or (match[0] == "意见" and _ASKS_FOR_OPINIONS.search(bare)):
        return None
    return match[0]
