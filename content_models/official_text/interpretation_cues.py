"""Which policy an interpretation reads, as far as words alone can say. Precision first: doubts are for editors.

Character similarity is no evidence here: it takes another city, another year or a repeal for the same text.
Equal title cores are, provided that issuer, years, batch and draft stage do not contradict (domain rules 5.1–5.3).
"""

import re

from content_models.official_text.cue_words import (
    LEADING_CUE,
    QUESTIONS_CUE,
    TRAILING_CUE,
    interpretation_cue,
    sounds_like_one,
)
from content_models.official_text.doc_no import find_doc_nos
from content_models.official_text.folding import align, fold_key
from content_models.official_text.genres import split_suffixes
from content_models.official_text.quoted import outermost_names
from content_models.official_text.titles import parse_title, title_cores

_HEAD = 300  # characters of the body in which an interpretation says what it reads
_NAMED = r"\s*《(?P<name>[^。]{4,120}?)》(?=\s*(?:[(〔,。;]|解读|政策|有关|相关|的|$))"
_BODY_CUES = (
    re.compile(rf"(?:现将|现就|现对|就){_NAMED}[^。]{{0,80}}?(?:解读|说明|解答)如下"),
    re.compile(rf"(?:解读对象|相关文件|政策原文|原文链接|相关政策)\s*:{_NAMED}"),
    re.compile(
        rf"(?:印发|出台|制定|发布|修订|公布)了?(?:新修订的)?{_NAMED}\s*(?:\([^()]{{0,60}}\)\s*)?\(\s*(?:以下|下称)"
    ),
)
_UNDERTAKES = re.compile(r"^(?:出台|印发|修订|发布|公布|实施)的?|(?:出台|印发|修订|发布|公布|实施)$")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_BATCH = re.compile(r"第[一二三四五六七八九十\d]+[批期号轮]")
_DRAFT = re.compile(r"草案|征求意见稿|送审稿")
_UNPLACED_ISSUER = re.compile(r"^[省市区县](?![一-鿿]{1,4}[省市区县])")


def named_policies(title: str, body_head: str) -> list[str]:
    """The policies that an interpretation says it reads, as `title_cores` keys and normal 文号, the surest first.

    `body_head` is the beginning of its text; only the first 300 characters count. Empty for anything that is no
    interpretation, and for one that names nothing.
    """
    numbers, names = _named_in_body(body_head[:_HEAD])
    if interpretation_cue(title) is None and not (names and not sounds_like_one(title)):
        return []
    names = [*_named_in_title(title), *names]
    return list(dict.fromkeys([*numbers, *(core for name in names for core in title_cores(name))]))


def reads(interpretation_title: str, policy_title: str) -> bool:
    """Whether the title says that it reads exactly this policy: equal cores, and nothing that contradicts."""
    if interpretation_cue(interpretation_title) is None:
        return False
    cores = set(title_cores(policy_title))
    return any(
        cores.intersection(title_cores(name)) and not _contradicts(name, policy_title)
        for name in _named_in_title(interpretation_title)
    )


def _named_in_title(title: str) -> list[str]:
    """《names》 if there are any, else what stands between the cue words."""
    if interpretation_cue(title) is None:
        return []
    if quoted := outermost_names(title):
        return [name.name for name in quoted]
    bare, suffixes = split_suffixes(title)
    folded = align(bare)
    if questions := QUESTIONS_CUE.match(folded):
        start, end = questions.span("target")
    else:
        leading, trailing = LEADING_CUE.match(folded), TRAILING_CUE.search(folded)
        start = leading.end() if leading else 0
        end = trailing.start() if trailing else len(bare)
    name = _UNDERTAKES.sub("", bare[start:end].strip())
    return [name + "".join(f"（{suffix}）" for suffix in suffixes)] if name else []


def _named_in_body(head: str) -> tuple[list[str], list[str]]:
    """Numbers and names of the texts that the opening sentence announces. What it merely cites is neither."""
    folded = align(head)
    matches = [match for cue in _BODY_CUES for match in cue.finditer(folded)]
    names = [head[match.start("name") : match.end("name")] for match in matches]
    following = [folded[match.end("name") : match.end("name") + 40] for match in matches]
    numbers = [find_doc_nos(text) for text in following if re.match(r"》\s*\(", text)]
    return [str(found[0].doc_no) for found in numbers if found], names


def _contradicts(name: str, policy_title: str) -> bool:
    """Both say a year, a batch, a draft stage or an issuing place, and not the same one."""
    years = set(_YEAR.findall(align(name))), set(_YEAR.findall(align(policy_title)))
    if all(years) and years[0] != years[1]:
        return True
    one_sided = (_BATCH, _DRAFT)
    if any(set(pattern.findall(name)) != set(pattern.findall(policy_title)) for pattern in one_sided):
        return True
    return _different_issuers(parse_title(name).issuers, parse_title(policy_title).issuers)


def _different_issuers(named: list[str], issuing: list[str]) -> bool:
    """市政府 is any city's (the publisher tells which); 南京市人民政府 is not 苏州市人民政府."""
    if not named or not issuing or _UNPLACED_ISSUER.match(named[0]) or _UNPLACED_ISSUER.match(issuing[0]):
        return False
    return fold_key(named[0]) != fold_key(issuing[0])
