"""Words in a title that say 「this reads a policy」, and those that only sound like it (table 5.1 and list 5.2)."""

import re
from dataclasses import dataclass

from content_models.official_text.folding import align
from content_models.official_text.genres import genre_of, split_suffixes
from content_models.official_text.quoted import outermost_names

LONGEST_TITLE = 400  # characters read of what calls itself a title: the rules look back and forth in it
_N = r"[一二三四五六七八九十百\d]"
_FORM = (
    "政策|文件|图文|文字|视频|音频|动漫|动画|漫画|专家|媒体|部门|负责人|权威|深度|要点|重点|亮点|系列|专题|逐条|官方"
)
_SHOWN = rf"(?:一|{_N}+)?张?(?:图|文|分钟)(?:带你|教你|帮你)?(?:读懂|看懂|速览|速读|了解|弄懂|搞懂|解读|详解)"
_EVENT = r"(?:国务院|省|市|区|县)?(?:政府)?(?:政策|例行|专题|专场|系列|主题|首场|新闻)*(?:发布会|吹风会|通气会)"
_RECORD = r"(?:文字|图文|答问)?(?:实录|直播|答问)?"
_QA = rf"{_N}{{1,3}}问{_N}{{1,3}}答|(?:政策|热点|简明)+问答"
_SERIES = r"(?:之?[一二三四五六七八九十]{1,3}|第[一二三四五六七八九十\d]+[期集篇讲]|[①-⑳]|[上中下]篇?)?"
# What stands before, around and after the name of the policy in an interpretation's title.
_LEADING = re.compile(
    rf"^[【\[(〔]?(?:{_SHOWN}|(?:带你|快速|轻松)?(?:读懂|看懂)|(?:政策)?图解|图说|(?:{_QA})|(?:{_FORM})*(?:解读|详解)"
    rf"|漫画|处长讲政策|局长访谈|答记者问|{_EVENT}(?=\s*[|丨:《]))[\]】)〕]?"
    rf"\s*(?:[|丨:!,·]|-{{1,2}}|—{{1,2}}|{_SERIES}[|丨:])?\s*"
)
_FORM_ONLY = re.compile(
    r"^[【\[〔]?(?:(?:短|微)?视频|漫画|动漫|动画|音频|海报|长图|图文|图片|H5|直播|访谈|政策|专家|划重点|聚焦|关注)[\]】〕]?\s*[|丨:!】〕]\s*"
)
_CUT_CUE = re.compile(r"(?<=》)的?(?:政策?解?|解|图|答记?者?|问|新闻发?布?)(?:…|⋯|\.{2,})*$")
# Nobody films, draws or underlines a policy but to explain it: with nothing but its name, such a form is enough.
_RETELLS = re.compile(r"(?:短|微)?视频|漫画|动漫|动画|音频|海报|长图|H5|划重点")
_ONE_NAME = re.compile(r"《[^《》]+》")
_QUESTIONS = re.compile(
    r"^(?P<who>.*?)就(?!业(?!促进)|医|读|诊|学|地|近|餐)\s*(?P<target>.+?)(?:的?(?:相关|有关|热点|主要)?(?:问题|情况|内容))?\s*"
    r"(?:答(?:记者|网民|媒体)?问|(?:接受|回答).{0,12}(?:采访|提问)|回答记者提问)$"
)
_INSIDE = re.compile(r"^(?P<who>.{0,40}?)(?:解读|详解|图解|读懂|看懂|解析|谈)\s*(?=《)")
_TRAILING = re.compile(
    rf"[\s!,。]*(?:的|有关|相关)?\s*(?:[-|丨:]|—{{1,2}})?\s*(?:(?:{_FORM})*(?:解读|详解)(?:材料|稿|问答|篇|来了)?|{_QA}|(?<=》)的?(?:热点|常见|有关|相关)*问答"
    rf"|(?:常见|热点|有关|相关)问题(?:的?(?:解答|答疑|释疑))|百问百答|(?:政策)?图解(?:来了)?|{_SHOWN}|(?<=》)答记者问|(?<=》)划重点"
    rf"|(?P<of_a_text>(?:起草|编制|修订|制定|政策)+(?:情况)?的?说明|(?<=》)的?(?:有关|相关)?(?:情况)?的?说明|{_EVENT}{_RECORD}))"
    rf"{_SERIES}!?$"
)
# What a series adds after its cue: 「《条例》专家解读之一：筑牢公平竞争制度」.
_SUBTITLE = re.compile(
    rf"》的?(?P<cue>(?:政策|文件|专家|系列|权威|官方)*(?:解读|详解|答记者问|问答){_SERIES})\s*[:|丨][^《》]+$"
)
_CUE_IN_BRACKETS = re.compile(rf"^(?:(?:{_FORM})*(?:解读|图解)|{_SHOWN}|{_QA}|答记者问)$")
_SPEAKER = re.compile(
    r"(?:人|同志|专家|教授|局长|厅长|处长|司长|主任|部长|律师|发言人|政府|[厅局委部]|学者|记者|[|丨:—!?？])$"
)
_SOUNDS_LIKE_ONE = re.compile(
    r"国常会|常务会议|解读(?:工作|大赛|能力|培训|方案|规范|比赛|人才|制度|办法|活动|会|员|机制|宣讲|征集|质量)|征集|招标|采购|中标|成交|招聘|竞赛"
    r"|征求(?!意见稿).{0,80}意见|[“\"']政策解读[”\"']|(?:举办|参加|走进|宣讲|培训|调研).{0,20}解读|(?:开展|组织|学习|深入).{0,6}《.{0,6}解读"
    r"|(?:评估|调查|考核|抽查|检查)(?:报告|结果|情况|通报)(?:的?解读)?$"
)
# Every cue above has one of these characters. Most titles have none, and their seven patterns take 20 µs.
_IN_EVERY_CUE = re.compile("[读懂解图问漫讲访会览说|丨:!】〕》《]")
_LEGAL_ACTS = frozenset(
    ("通知", "公告", "通告", "通报", "批复", "复函", "函", "解释", "命令", "令", "决定", "办法", "规定", "条例")
)


@dataclass(frozen=True, slots=True)
class Cue:
    """What makes a title an interpretation's, and where in it the policy is named."""

    words: str  # as printed
    target: str  # the part of the title that names the policy, its suffixes included
    before: str = ""  # who speaks, or where
    is_sure: bool = True  # 「视频｜」 says how something is told, not that a policy is explained


def find_cue(title: str) -> Cue | None:
    """The cue of an interpretation's title; None when it is none, or only sounds like one.

    「一图读懂…行动方案」 is one although it ends like a policy; 「政策解读工作实施办法」 is not.
    """
    title = title[:LONGEST_TITLE]
    cue = _any_cue(title)
    if cue is None:
        return None
    if "《" in cue.target or genre_of(cue.target) is None:
        return None if sounds_like_one(title) else cue
    return None if _SOUNDS_LIKE_ONE.search(align(title.replace(cue.target, ""))) else cue


def interpretation_cue(title: str) -> str | None:
    """The words that make this title an interpretation's beyond doubt, as printed; None when it is none."""
    cue = find_cue(title)
    return cue.words if cue and cue.is_sure else None


def sounds_like_one(title: str) -> bool:
    """Whether the title uses the words of an interpretation for something else: meetings, contests, tenders, rules.

    What stands inside 《》 is a policy's name and may well be about tenders.
    """
    around = title = title[:LONGEST_TITLE]
    for name in outermost_names(title):
        around = around.replace(name.name, "")
    return _SOUNDS_LIKE_ONE.search(align(around)) is not None


def _any_cue(title: str) -> Cue | None:
    if _IN_EVERY_CUE.search(align(title)) is None:
        return None
    bare, suffixes = split_suffixes(title)
    if subtitled := _SUBTITLE.search(align(bare)):
        bare = bare[: subtitled.end("cue")]
    told = [suffix for suffix in suffixes if _CUE_IN_BRACKETS.match(align(suffix))]
    kept = "".join(f"（{suffix}）" for suffix in suffixes if suffix not in told)
    return (
        _leading(bare, kept)
        or _trailing(bare, kept)
        or (Cue(told[0], bare + kept) if told else None)
        or _form_only(bare, kept)
        or _cut_off(bare)
    )


def _leading(bare: str, suffixes: str) -> Cue | None:
    match = _LEADING.match(align(bare))
    if match is None:
        return None
    words = bare[: match.end()].strip(" |｜丨:：【】[]()（）〔〕！!—-，,")
    target = bare[match.end() :]
    if (again := _TRAILING.search(align(target))) and not again["of_a_text"]:
        target = target[: again.start()]  # 「热点问答 | …条例十问十答」 says it twice
    return Cue(words, target + suffixes) if words and target else None


def _trailing(bare: str, suffixes: str) -> Cue | None:
    folded = align(bare)
    if genre_of(bare) in _LEGAL_ACTS:
        return None
    if questions := _QUESTIONS.match(folded):
        start, end = questions.span("target")
        return Cue("答记者问", bare[start:end] + suffixes, bare[: questions.end("who")])
    if (inside := _INSIDE.match(folded)) and (not inside["who"] or _SPEAKER.search(inside["who"].strip())):
        return Cue("解读", bare[inside.end() :] + suffixes, inside["who"])
    trailing = _TRAILING.search(folded)
    if trailing is None or (trailing["of_a_text"] and not _names_a_text(bare, trailing.start())):
        return None
    return Cue(bare[trailing.start() :].strip(" 的！!"), bare[: trailing.start()] + suffixes)


def _cut_off(bare: str) -> Cue | None:
    """A list that shortens its titles may have cut the cue itself: 「《…办法》政策解…」."""
    match = _CUT_CUE.search(bare)
    return Cue(match[0], bare[: match.start()], is_sure=False) if match else None


def _form_only(bare: str, suffixes: str) -> Cue | None:
    match = _FORM_ONLY.match(align(bare))
    if match is None or genre_of(bare) in {"通知", "公告", "通告", "通报"}:
        return None
    words, target = bare[: match.end()].strip(" |｜丨:：【】[]!！"), bare[match.end() :]
    is_sure = _RETELLS.match(words) is not None and _ONE_NAME.fullmatch(target) is not None
    return Cue(words, target + suffixes, is_sure=is_sure)


def _names_a_text(title: str, end: int) -> bool:
    """A press conference or an explanatory note reads a policy only if its title names one; most are on a subject."""
    return "《" in title or genre_of(title[:end]) is not None
