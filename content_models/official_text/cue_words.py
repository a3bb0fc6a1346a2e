"""Words in a title that say 「this reads a policy」, and those that only sound like it (table 5.1 and list 5.2)."""

import re

from content_models.official_text.folding import align
from content_models.official_text.genres import genre_of, split_suffixes

_FORM = "政策|文件|图文|文字|视频|音频|动漫|专家|媒体|部门|负责人|权威"
# What stands before, around and after the name of the policy in an interpretation's title.
LEADING_CUE = re.compile(
    rf"^[【\[]?(?:一图(?:读懂|看懂|速览|了解)|一张图(?:读懂|看懂)|(?:政策)?图解|图说|政策问答|(?:{_FORM})?解读|漫画|处长讲政策|局长访谈)"
    r"[\]】]?\s*(?:[|丨:!]|之?[一二三四五六七八九十]*[|丨:])?\s*"
)
QUESTIONS_CUE = re.compile(
    r"(?:^|.*?)(?:负责人|负责同志|发言人|有关领导|局长|厅长|部长|主任)?就\s*(?P<target>.+?)(?:相关|有关)?(?:问题|情况)?\s*答(?:记者)?问$"
)
TRAILING_CUE = re.compile(
    rf"\s*(?:的|有关|相关)?\s*(?:(?:{_FORM})*解读(?:材料|稿|问答)?|(?:热点)?政策问答|(?<=》)(?:热点|常见)*问答|百问百答|图解"
    r"|(?P<of_a_text>(?:起草|编制|修订|政策)+(?:情况)?的?说明|(?:政策)?新闻发布会(?:文字实录)?|(?:政策|例行)*吹风会))"
    r"(?:之[一二三四五六七八九十]{1,3})?$"
)
_SOUNDS_LIKE_ONE = re.compile(
    r"国常会|常务会议|解读(?:工作|大赛|能力|培训|方案|规范|比赛|人才|制度)|征集|招标|采购|中标|成交|招聘|竞赛|征求(?!意见稿).{0,80}意见"
    r"|[“\"']政策解读[”\"']"
)
_LEGAL_ACTS = frozenset(
    ("通知", "公告", "通告", "通报", "批复", "复函", "函", "解释", "命令", "令", "决定", "办法", "规定", "条例")
)


def interpretation_cue(title: str) -> str | None:
    """The words that make this title an interpretation's, as printed; None when it is none.

    「一图读懂…行动方案」 is one although it ends like a policy; 「政策解读工作实施办法」 is not.
    """
    bare, _ = split_suffixes(title)
    folded = align(bare)
    if sounds_like_one(title):
        return None
    if leading := LEADING_CUE.match(folded):
        return bare[: leading.end()].strip(" |｜丨:：【】[]") or None
    if genre_of(title) in _LEGAL_ACTS:
        return None
    if QUESTIONS_CUE.match(folded):
        return "答记者问"
    trailing = TRAILING_CUE.search(folded)
    if trailing is None or (trailing["of_a_text"] and not _names_a_text(bare, trailing.start())):
        return None
    return bare[trailing.start() :].strip(" 的")


def _names_a_text(title: str, end: int) -> bool:
    """A press conference or an explanatory note reads a policy only if its title names one; most are on a subject."""
    return "《" in title or genre_of(title[:end]) is not None


def sounds_like_one(title: str) -> bool:
    """Whether the title uses the words of an interpretation for something else: meetings, contests, tenders, rules."""
    return _SOUNDS_LIKE_ONE.search(align(title)) is not None
