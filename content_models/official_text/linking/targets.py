"""What a text says it reads: names and numbers, each as sure as the words around it make it."""

import re
from dataclasses import dataclass

from content_models.official_text.cue_words import LONGEST_TITLE, Cue, find_cue, sounds_like_one
from content_models.official_text.doc_no import find_doc_nos
from content_models.official_text.folding import align, strip_title_suffixes
from content_models.official_text.genres import split_suffixes
from content_models.official_text.linking.names import lookup_keys
from content_models.official_text.quoted import QuotedName, outermost_names

_HEAD = 300  # characters of the body in which an interpretation says what it reads
_NAMED = r"\s*《(?P<name>[^。]{4,120}?)》(?=\s*(?:[(〔,。;]|解读|政策|有关|相关|的|等|$|\n))"
_BODY_CUES = (
    re.compile(rf"(?:现将|现就|现对|就|对){_NAMED}[^。]{{0,80}}?(?:解读|说明|解答|解释)如下"),
    re.compile(rf"(?:解读对象|解读文件|相关文件|文件名称|政策原文|原文链接|相关政策|政策文件)\s*:{_NAMED}"),
    re.compile(r"(?:解读对象|解读文件|相关文件|文件名称|政策原文)\s*:\s*(?P<name>[^《\n。]{6,100}?)\s*(?:\n|$)"),
    re.compile(
        rf"(?:印发|出台|制定|发布|修订|公布|起草)了?(?:新修订的)?{_NAMED}\s*(?:\([^()]{{0,60}}\)\s*)?\(\s*(?:以下|下称)"
    ),
)
_UNDERTAKES = re.compile(
    r"^(?:关于(?=.*(?:的|》)$)|(?:最新|近日)?(?:出台|印发|修订|发布|公布|实施|制定)了?的?(?!.*(?:通知|公告|决定)(?:》|$))|新修订的?|新版?(?=《))"
    r"|(?<!》的)(?:出台|印发|修订|修改|发布|公布|实施|来了|划重点)[!。]?$"
)
# Between a closing 》 and the cue: words that only say what about it is explained.
_ASPECTS = re.compile(
    r"^(?:修订|修改|修正|出台|印发|发布|公布|实施|施行|制定|起草|编制|的|有关|相关|主要|重点|核心|政策|内容|要点|亮点|条款|问题|情况|系列|专题"
    r"|宣传|部分|热点|常见|新旧|对比|变化|背景|逐条|全文|精神|最新|来了|举行|召开|划重点|专家|答记者问|一图读懂|之[一二三四五六七八九十]+|[\s!?,:;。、|丨—-])*$"
)
_ANOTHER_TEXT = re.compile(
    r"^的?(?:若干|有关|具体|贯彻|配套)*(?:实施|配套|补充|操作|管理|工作|落实|行动|暂行)(?:细则|办法|意见|方案|条例|规定|通知|计划|措施|指南|规程|文件|政策|标准)"
    r"|^(?:的(?:决定|通知|公告|批复|解释|函)|细则|实施细则)"
)
_ACTS_ON = re.compile(
    r"(?:修改|废止|清理|贯彻落实|贯彻|落实|执行|实施|适用|违反|根据|依据|按照|配套|停止执行|宣布失效)$"
)
_COVERS_MORE = re.compile(r"^(?!的).+的(?:通知|决定|公告|意见|批复|函)$")
_SERIES = re.compile(
    r"^(?:[一二三四五六七八九十\d]{1,3}|[上中下]|第[一二三四五六七八九十\d]+[期集篇讲]|文字实录|图文)$"
)
# A sentence, or a subtitle in 「《条例》：为统一大市场护航」.
_GOES_ON = re.compile(r"\s*(?:[,!?。;—]|:(?!.{0,8}(?:细则|办法|规定|决定|通知)))")
# A question or a cry before a name without 《》: 「加装电梯怎么办？甲市…管理办法」.
_CRY = re.compile(r"^[^!?]{2,30}[!?]+\s*(?=[^!?]{6,}$)")
_CUT = re.compile(r"(?:…|\.{2,}|⋯)\s*$")


@dataclass(frozen=True, slots=True)
class Named:
    """A name that the text gives to what it reads."""

    text: str
    is_sure: bool  # no other reading of the words is open
    is_cut: bool = False  # a list cut it: only its beginning is known
    number: str | None = None  # 文号 printed with it
    source: str = "标题"  # where it stands


@dataclass(frozen=True, slots=True)
class Targets:
    """Everything by which the policy may be found. `phrase` is for comparing wordings only."""

    cue: str | None
    names: tuple[Named, ...] = ()
    phrase: str = ""
    before: str = ""  # who speaks or where, as the title says


def targets_of(title: str, body: str = "", *, is_interpretation: bool = False) -> Targets:
    """What title and opening say is read: nothing without a cue, unless the caller knows it is an interpretation."""
    title = title[:LONGEST_TITLE]
    cue = find_cue(title)
    announced = [] if sounds_like_one(title) else _announced(body[:_HEAD])
    if cue is None:
        if announced or (is_interpretation and not sounds_like_one(title)):
            names = [*announced, *_quoted_without_cue(title)]
            return Targets("正文" if announced else "体裁", tuple(names), strip_title_suffixes(title))
        return Targets(None, (), strip_title_suffixes(title))
    return Targets(cue.words, (*announced, *_in_title(cue)), cue.target, cue.before or _before_quote(cue.target))


def named_policies(title: str, body: str, *, is_interpretation: bool = False) -> list[str]:
    """The keys under which the policies that an interpretation says it reads are looked up, the surest first.

    Normal 文号, then `lookup_keys` of the names. Empty for what is no interpretation or names nothing.
    """
    names = targets_of(title, body, is_interpretation=is_interpretation).names
    numbers = [named.number for named in names if named.number]
    return list(dict.fromkeys([*numbers, *(key for named in names for key in lookup_keys(named.text))]))


def _in_title(cue: Cue) -> list[Named]:
    """《names》 if they are what is read, else the whole of what stands around the cue."""
    target = _CUT.sub("", cue.target).strip()
    is_cut = _CUT.search(cue.target) is not None
    quoted = outermost_names(target)
    if not quoted:
        return _plain(target, cue, is_cut=is_cut)
    if whole := _on_a_quoted_text(target, quoted):
        return [Named(whole, is_sure=cue.is_sure)]
    return [_from_quote(target, quoted, position, cue) for position in range(len(quoted))]


def _plain(target: str, cue: Cue, *, is_cut: bool) -> list[Named]:
    bare, suffixes = split_suffixes(target)
    if cried := _CRY.match(align(bare)):
        bare = bare[cried.end() :]
    name = _UNDERTAKES.sub("", bare.strip(" :：|｜丨—-"))
    if numbers := _numbers_alone(name):
        return numbers
    kept = "".join(f"（{suffix}）" for suffix in suffixes if not _SERIES.match(align(suffix)))
    return [Named(name + kept, is_sure=cue.is_sure and not is_cut, is_cut=is_cut)] if name else []


def _numbers_alone(name: str) -> list[Named]:
    """「杭政办函〔2024〕18号文件」 names its policy by number only."""
    found = find_doc_nos(name)
    rest = name[: found[0].start] + name[found[0].end :] if len(found) == 1 else name
    alone = len(found) == 1 and rest in {"", "文", "文件", "政策文件"}
    return [Named("", is_sure=False, number=str(found[0].doc_no))] if alone else []


def _on_a_quoted_text(target: str, quoted: list[QuotedName]) -> str:
    """The name of a text *on* the quoted one: 《意见》实施细则, 关于修改《条例》的决定, 关于重新发布《细则》."""
    first, last = quoted[0], quoted[-1]
    before, after = target[: first.start], target[last.end :]
    bare, _ = split_suffixes("名" + after)
    extends = _ANOTHER_TEXT.match(align(bare[1:]))
    acts = _ACTS_ON.search(before) and ("的" in after or "关于" in before)
    if extends or acts or _COVERS_MORE.search(bare[1:]):
        start = max(before.rfind("关于"), 0) if "关于" in before else first.start
        return target[start:].strip()
    return ""


def _from_quote(target: str, quoted: list[QuotedName], position: int, cue: Cue) -> Named:
    name = quoted[position]
    end = quoted[position + 1].start if position + 1 < len(quoted) else len(target)
    tail = target[name.end : end]
    suffix = re.match(r"^\s*[（(]([^（）()]{1,40})[)）]", tail)
    edition = suffix[1] if suffix and not _SERIES.match(align(suffix[1])) else ""
    number = find_doc_nos(edition) if edition else []
    rest = tail[suffix.end() :] if suffix else tail
    is_list = position + 1 < len(quoted) and re.fullmatch(r"[、,，和及与以\s]*", rest) is not None
    text = name.name + (f"（{edition}）" if edition and not number else "")
    return Named(
        text,
        is_sure=name.is_closed and cue.is_sure and (is_list or _says_no_more(align(rest), is_first=name.start == 0)),
        is_cut=not name.is_closed,
        number=str(number[0].doc_no) if number else None,
    )


def _says_no_more(rest: str, *, is_first: bool) -> bool:
    """Whether what follows the name leaves it the thing explained: 「解读《办法》，看这一篇」, 「《办法》要点解读」."""
    return _ASPECTS.match(rest) is not None or (is_first and _GOES_ON.match(rest) is not None)


def _quoted_without_cue(title: str) -> list[Named]:
    """For a title known to be an interpretation's by its column, or cut by a list before the cue."""
    quoted = outermost_names(_CUT.sub("", title))
    return [Named(name.name, is_sure=False, is_cut=not name.is_closed) for name in quoted]


def _before_quote(target: str) -> str:
    quoted = outermost_names(target)
    return target[: quoted[0].start] if quoted else ""


def _announced(head: str) -> list[Named]:
    """Texts that the opening sentence announces. What it merely cites is none of them."""
    folded = align(head)
    found = [match for cue in _BODY_CUES for match in cue.finditer(folded)]
    return [_announcement(head, folded, match) for match in sorted(found, key=lambda match: match.start("name"))]


def _announcement(head: str, folded: str, match: re.Match[str]) -> Named:
    following = folded[match.end("name") : match.end("name") + 40]
    numbers = find_doc_nos(following) if re.match(r"》?\s*\(", following) else []
    number = str(numbers[0].doc_no) if numbers else None
    return Named(head[match.start("name") : match.end("name")], is_sure=True, number=number, source="正文")
