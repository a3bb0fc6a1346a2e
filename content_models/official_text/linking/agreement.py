"""Whether a name and a policy of one core are one text: equal place, year, batch, class, stage (rules 5.2, 6.3)."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from content_models.official_text.gazetteer import PROVINCE_OF, PROVINCES
from content_models.official_text.linking.index import IndexedPolicy
from content_models.official_text.linking.names import NameFacts
from content_models.official_text.linking.records import LinkQuery
from content_models.official_text.places import is_local, lies_in, places_leading, places_of_organ

_BEFORE = timedelta(days=31)  # an interpretation this much older than the policy reads an earlier version
_ACTS_ON = re.compile(r"修改|废止|修订|延长|贯彻|落实|执行|实施|转发|停止|配套|清理")
_ON_IT = re.compile(
    r"^的?(?:若干|有关|具体|贯彻|配套)*(?:实施|配套|补充|操作|工作|落实)?(?:细则|办法|意见|方案|条例|规定|通知|计划|决定|措施)"
)
_COVER_OF_IT = re.compile(r".的(?:通知|决定|公告|意见|批复|函)$")
_STATUTE = re.compile(r"(?:条例|法|法实施细则)$")

Standing = Literal["same", "supplied", "national", "unknown", "differs"]


@dataclass(frozen=True, slots=True)
class Home:
    """Where the interpretation comes from: its publisher, or who speaks in its title."""

    name: str
    places: tuple[str, ...]
    is_local: bool

    @classmethod
    def of(cls, query: LinkQuery, before: str) -> "Home":
        publisher = query.publisher or ""
        spoken = places_leading(before.strip().removeprefix("关于"))[0]
        places = places_of_organ(publisher) or spoken
        return cls(publisher or before, places, bool(places) or is_local(publisher or before.strip()))


def contradiction(name: NameFacts, policy: IndexedPolicy) -> str | None:
    """What makes them two texts, in words; None when nothing does. Places are judged by `standing`."""
    other = policy.facts
    if name.is_draft != other.is_draft:
        return "一个是草案，一个不是"
    if name.years and other.years and not name.years & other.years:
        return "年份不同"
    if name.batches and other.batches and name.batches != other.batches:
        return "批次不同"
    if name.classes and other.classes and not _same_class(name.classes, other.classes):
        return "类别不同"
    if name.level and other.level and name.level != other.level:
        return "发文机关层级不同"
    return None


def standing(name: NameFacts, home: Home, policy: IndexedPolicy) -> Standing:
    """How the place of the name stands to the policy's. A name without a place takes it from its publisher."""
    if name.places:
        return _of_placed_name(name.places[-1], policy)
    if not policy.path:
        return _of_unplaced_policy(name, home, policy)
    if not home.places:
        return "unknown"
    return _of_publisher(home.places, policy)


def is_on_another(name: str, core: str) -> bool:
    """Whether `name` is a text on the one of this core: its implementing rules, the decision that repeals it."""
    if not core or core == name or core not in name:
        return False
    before, _, after = name.partition(core)
    return any((_ACTS_ON.search(before), _ON_IT.match(after), _COVER_OF_IT.search(after)))


def is_elsewhere(name: NameFacts, policy: IndexedPolicy) -> bool:
    """Whether the name speaks of listed places, and the policy's is none of them."""
    return bool(name.mentioned and policy.path) and not name.mentioned & set(policy.path)


def doubts(name: NameFacts, query: LinkQuery, policy: IndexedPolicy) -> list[str]:
    """Why a person should look although name and place agree."""
    found: list[str] = []
    other = policy.facts
    if name.years and other.years and name.years != other.years:
        found.append("年份只部分相同")
    if name.issuer and other.issuer and name.issuer != other.issuer:
        found.append("发文机关写法不同")
    if other.forwards and not name.forwards:
        found.append("这是转发件，原件另有其文")
    if query.published and policy.entry.published and query.published < policy.entry.published - _BEFORE:
        found.append("解读早于文件，可能针对旧版本")
    return found


def _same_class(these: frozenset[str], those: frozenset[str]) -> bool:
    """A class word may have caught the characters before it: 体被系统类, 整合体被系统类."""
    return any(a.endswith(b) or b.endswith(a) for a in these for b in those)


def _of_placed_name(narrowest: str, policy: IndexedPolicy) -> Standing:
    if not policy.path:
        return "differs" if policy.is_national else "unknown"
    if narrowest == policy.path[-1]:
        return "same"
    is_within = lies_in(narrowest, policy.path[-1]) or narrowest not in PROVINCE_OF
    return "unknown" if is_within and not policy.facts.places else "differs"


def _of_unplaced_policy(name: NameFacts, home: Home, policy: IndexedPolicy) -> Standing:
    """A statute without a place, and what names its central issuer, is the nation's, whoever explains it; a 方案 may
    be the publisher's own."""
    is_stated = bool(name.issuer) and name.issuer == policy.facts.issuer
    is_evident = policy.is_national and (is_stated or _STATUTE.search(policy.facts.core) is not None)
    return "national" if is_evident or not home.is_local else "unknown"


def _of_publisher(home: tuple[str, ...], policy: IndexedPolicy) -> Standing:
    narrowest, wanted = home[-1], policy.path[-1]
    if narrowest == wanted:
        return "supplied"
    if policy.entry.issuer is None and lies_in(narrowest, wanted):
        return "supplied"  # all that is known of the policy is its province, and the publisher is in it
    are_related = narrowest in policy.path or wanted in home or lies_in(narrowest, wanted) or lies_in(wanted, narrowest)
    are_listed = {narrowest, wanted} <= PROVINCE_OF.keys()
    in_one_province = _province(narrowest) == _province(wanted)
    return "unknown" if are_related or (not are_listed and in_one_province) else "differs"


def _province(place: str) -> str:
    return place if place in PROVINCES else PROVINCE_OF.get(place, "")
