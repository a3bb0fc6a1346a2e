"""A name taken apart into its core and the facts that two texts of one name must share (domain rule 6.3)."""

import functools
import re
from dataclasses import dataclass

from content_models.official_text.cue_words import LONGEST_TITLE
from content_models.official_text.folding import align, fold_number, fold_title_key
from content_models.official_text.gazetteer import PROVINCE_OF
from content_models.official_text.genres import split_suffixes
from content_models.official_text.places import places_leading, places_mentioned, places_of_organ
from content_models.official_text.quoted import outermost_names
from content_models.official_text.titles import is_edition, parse_title, title_cores

_DOC_NO = re.compile(r"〔(?:19|20)\d{2}〕\s*\d+\s*号")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_HAN_YEAR = re.compile(r"二[〇零○][〇零○一二三四五六七八九]{2}(?=年)")
_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_PLAN = re.compile(r"十[一二三四五六七]五(?=[”\"'规计时发]|$)")
_BATCH = re.compile(r"第[一二三四五六七八九十百\d]+[批期号轮]")
_CLASS = re.compile(r"[一-鿿]{2,8}?(?<![分各同种门])类(?![似别型])")
_DRAFT = re.compile(r"草案|征求意见稿|送审稿|公开征求意见")
_UNPLACED_ISSUER = re.compile(r"^(?P<level>[省市区县州])(?![一-鿿]{1,4}[省市区县])")
_INNER_MARKS = str.maketrans("〈〉<>＜＞", "《》《》《》")
_SEVERAL = re.compile(r"的(?=若干)")  # written or left out at will: 发展(的)若干措施
_SHORTEST = 4  # characters: 「通知」 names nothing


@dataclass(frozen=True, slots=True)
class NameFacts:
    """`core` is the name folded, without issuers, 关于, leading places and edition suffixes. For comparing only."""

    whole: str
    core: str
    places: tuple[str, ...]  # the name's own, widest first, else those of the issuers it names
    mentioned: frozenset[str]  # listed places anywhere in it
    years: frozenset[str]
    batches: frozenset[str]
    classes: frozenset[str]
    editions: frozenset[str]  # 试行, 2026年版
    issuer: str  # the lead issuer as the name has it, folded; "" when it has none, or an unplaced one
    level: str  # 省 市 区 县 of an unplaced issuer: 「市政府办公室」
    is_draft: bool
    forwards: bool  # a cover over somebody else's text: 转发, 批转


@functools.lru_cache(maxsize=100_000)
def facts_of(name: str) -> NameFacts:
    """Never fails: what follows no pattern is a name without facts."""
    name = _with_own_marks(name[:LONGEST_TITLE])
    parts = parse_title(name)
    carried = parts.name if parts.carries or parts.verb is None else _after_issuers(name)
    own, rest = _own_places(carried)
    kept = [suffix for suffix in parts.suffixes if not is_edition(suffix)]
    lead = align(parts.issuers[0]) if parts.issuers else ""
    unplaced = _UNPLACED_ISSUER.match(lead)
    folded = fold_number(name)
    return NameFacts(
        whole=fold_title_key(name),
        core=fold_title_key(_SEVERAL.sub("", rest) + "".join(kept)),
        places=own or _places_acted_on(name, parts.verb) or (places_of_organ(lead) if lead else ()),
        mentioned=places_mentioned(name) | (frozenset(own) & PROVINCE_OF.keys()),
        years=_years(folded),
        batches=frozenset(_BATCH.findall(folded)),
        classes=frozenset(_CLASS.findall(folded)),
        editions=frozenset(fold_title_key(suffix) for suffix in parts.suffixes if is_edition(suffix)),
        issuer="" if unplaced else fold_title_key(lead).replace("人民政府", "政府"),
        level=unplaced["level"] if unplaced else "",
        is_draft=_DRAFT.search(folded) is not None,
        forwards=parts.verb in {"转发", "批转"},
    )


def lookup_keys(name: str) -> list[str]:
    """Every folded name under which this text is looked up: `title_cores`, and the core without places."""
    core = facts_of(name).core
    cores = title_cores(_with_own_marks(name[:LONGEST_TITLE]))
    return list(dict.fromkeys([*cores, core] if len(core) >= _SHORTEST else cores))


def _with_own_marks(name: str) -> str:
    """Without 《》 around all of it; what stood in 〈〉 or <> inside is a name in 《》 again."""
    stripped = name.strip().translate(_INNER_MARKS)
    inner = stripped[1:-1]
    is_wrapped = stripped.startswith("《") and stripped.endswith("》") and not set(inner) & set("《》")
    return inner if is_wrapped else stripped


def _after_issuers(name: str) -> str:
    """The name of a text that acts on another (修改 废止) is its verb and all that follows."""
    bare, _ = split_suffixes(name)
    start = bare.find("关于")
    return bare[start:] if start >= 0 else bare


def _own_places(name: str) -> tuple[tuple[str, ...], str]:
    """The places a name begins with, and its rest; 「南京市关于支持…措施」 loses its 关于 too."""
    bare = align(name).removeprefix("关于").removeprefix("中华人民共和国").removeprefix("印发")
    places, rest = places_leading(bare.strip("《〈 "))
    return places, (rest if len(fold_title_key(rest)) >= _SHORTEST else bare).removeprefix("关于")


def _places_acted_on(name: str, verb: str | None) -> tuple[str, ...]:
    """「关于修改《甲市办法》的决定」 is 甲市's decision."""
    quoted = outermost_names(name) if verb in {"修改", "修订", "废止"} else []
    return _own_places(quoted[0].name)[0] if quoted else ()


def _years(folded: str) -> frozenset[str]:
    text = _DOC_NO.sub("", folded)
    in_han = (match.translate(_HAN_DIGITS) for match in _HAN_YEAR.findall(text))
    return frozenset([*_YEAR.findall(text), *in_han, *_PLAN.findall(text)])
