"""Titles of official texts, taken apart: who issues, what is done, to which named text, in which 文种.

`title_cores` gives the keys under which the same text is found when other titles name it.
"""

import re

from pydantic import BaseModel

from content_models.official_text.folding import fold_title_key, strip_title_suffixes
from content_models.official_text.genres import genre_of, split_suffixes
from content_models.official_text.kinds import kind_of
from content_models.official_text.numerals import to_int
from content_models.official_text.quoted import outermost_names

__all__ = [
    "TitleParts",
    "fold_title_key",
    "genre_of",
    "is_edition",
    "issuers_of",
    "kind_of",
    "parse_title",
    "title_cores",
]

# Verbs that put another text into force as it stands. 修改 and 废止 name their object too, but are not it.
_CARRYING_VERBS = ("重新印发", "重新发布", "重新公布", "印发", "转发", "批转", "发布", "公布")
_VERBS = (*_CARRYING_VERBS, "修改", "修订", "废止")
_ORGAN = (
    r"(?:政府|办公厅|办公室|秘书局|局|厅|部|委|院|署|会|社|行|中心|所|队|处|站|党组|大学|医院|公司|集团|部门|单位|机关)"
)
_ISSUERS = re.compile(
    rf"(?P<names>(?:(?!关于)[^《》]){{1,80}}?{_ORGAN})(?:等\s*(?P<count>\d+|[一二三四五六七八九十]*)\s*个?(?:部门|单位|部委))?\s*"
    rf"(?=关于|{'|'.join(_VERBS)})"
)
_ABOUT = re.compile(rf"(?P<about>关于)?(?P<verb>{'|'.join(_VERBS)})?(?P<object>.*)", re.DOTALL)
_COVER = re.compile(r"的?(?:通知|决定|公告|通告|函|命令|令|批复)$")
_EDITION = re.compile(
    r"试行|暂行|修订|修正|\d{4}\s*年?\s*(?:版|修订|修正)?|\d{4}\s*年?\s*[-~～—－至]+\s*\d{4}\s*年?度?"
)
_STATE_NAME = "中华人民共和国"


class TitleParts(BaseModel):
    """A title taken apart. `name` is the text that the title is about: the carried one, or its own without issuers."""

    issuers: list[str] = []  # 发文机关 as printed, the lead first
    issuer_count_claimed: int | None = None  # 「等9部门」, the named ones included
    verb: str | None = None  # 印发 转发 批转 发布 公布 修改 废止 …
    name: str
    is_quoted: bool = False  # whether `name` stood in 《》
    genre: str | None = None
    suffixes: list[str] = []  # of the name, or of the title: 试行, 2024～2026年, 第一批

    @property
    def carries(self) -> bool:
        """Whether the title is a cover for `name` (印发…的通知) and not `name` itself."""
        return self.verb in _CARRYING_VERBS


def parse_title(title: str) -> TitleParts:
    """Never fails: what follows no pattern is a name without parts."""
    bare, suffixes = split_suffixes(title)
    head = _ISSUERS.match(bare)
    about = _ABOUT.fullmatch(bare[head.end() :] if head else bare)
    verb = about["verb"] if about else None
    body = about["object"] if about and (verb or about["about"]) else bare[head.end() :] if head else bare
    name, is_quoted = _object_name(body) if verb else (body, False)
    name, own_suffixes = split_suffixes(name)
    return TitleParts(
        issuers=_split_issuers(head["names"]) if head else [],
        issuer_count_claimed=to_int(head["count"]) if head and head["count"] else None,
        verb=verb,
        name=name.removeprefix("关于").strip(),
        is_quoted=is_quoted,
        genre=genre_of(title),
        suffixes=own_suffixes or suffixes,
    )


def issuers_of(title: str) -> list[str]:
    """`parse_title(title).issuers`, for those who need no more of it."""
    head = _ISSUERS.match(split_suffixes(title)[0])
    return _split_issuers(head["names"]) if head else []


def title_cores(title: str) -> list[str]:
    """The keys (see `fold_title_key`) under which other titles name this text: whole, without issuers, the text it
    carries, each also without an edition suffix. For equality only, never shown."""
    bare, suffixes = split_suffixes(title)
    names = [strip_title_suffixes(title), bare if _are_editions(suffixes) else ""]
    parts = parse_title(title)
    if parts.carries or parts.verb is None:
        names += [parts.name + "".join(parts.suffixes), parts.name if _are_editions(parts.suffixes) else ""]
    names += [name.removeprefix("关于") for name in names]
    names += [name.removeprefix(_STATE_NAME) for name in names]
    return list(dict.fromkeys(key for name in names if len(key := fold_title_key(name)) >= _SHORTEST_CORE))


_SHORTEST_CORE = 4  # 「通知」 alone names nothing


def _split_issuers(names: str) -> list[str]:
    return [name for name in re.split(r"[\s、,，]+", names) if name]


def _object_name(body: str) -> tuple[str, bool]:
    """What a verb acts on: the 《name》 if it is all of it: 「《意见》实施细则」 is another text."""
    carried = _COVER.sub("", body.strip())
    quoted = outermost_names(carried)
    if quoted and quoted[0].start == 0 and split_suffixes("名" + carried[quoted[0].end :])[0] == "名":
        return quoted[0].name + carried[quoted[0].end :], True
    return carried, False


def is_edition(suffix: str) -> bool:
    """Whether a suffix tells one edition of a text from another, and is often left out: 试行, 2026年版."""
    return _EDITION.fullmatch(suffix) is not None


def _are_editions(suffixes: list[str]) -> bool:
    return bool(suffixes) and all(map(is_edition, suffixes))
