"""Places in titles and organs' names, as short names from the wider to the narrower: 「江苏省苏州市」 → 江苏, 苏州.

Short, because titles write 江苏 and 江苏省 for the same. A word that merely looks like a place (全市, 城市, 开发区) is
none.
"""

import functools
import re

from content_models.official_text.folding import align
from content_models.official_text.gazetteer import EVERYDAY_WORDS, PROVINCE_OF

_SUFFIX = (
    r"(?:维吾尔自治区|壮族自治区|回族自治区|自治区|特别行政区|[一-鿿]{1,6}族自治[州县]|自治[州县]|地区|省|市|州|盟)"
)
_KNOWN = "|".join(sorted(PROVINCE_OF, key=len, reverse=True))
_KNOWN_PLACE = re.compile(rf"(?P<name>{_KNOWN})(?P<suffix>{_SUFFIX})?")
# A place that nobody listed: up to three characters before its suffix, where a name begins.
_UNLISTED = re.compile(
    r"(?!关于|第|明确|调整|公布|推[动进]|促进|支持|加[快强]|优化|规范|完善|深化|建[立设]|进一步|全[市省县区]|各)"
    r"(?:(?P<name>[一-鿿]{1,3}?)(?P<suffix>新区|市|县|区|旗|镇|街道)|(?P<autonomous>[一-鿿]{2,8}?)自治[州县旗])"
)
_NO_SUFFIX_AFTER = {
    "市": frozenset("城上超楼股夜集门都全各本我该省县区入"),
    "区": frozenset("园地社小景辖校库山灾片牧林发范验护贸街海矿军战疫专特全各本我该开城郊示试保"),
    "县": frozenset("各全本我该市州区"),
    "旗": frozenset("各全国红锦"),
    "镇": frozenset("城乡村小各全"),
}
_MARKET = re.compile(r"市(?:场|民(?!政)|域|容|值|价|级|直|区)")
_ORGAN_LEVEL = re.compile(
    r"^[省市区县州](?=[委府政人发公财教民工自住交农商卫应审市广体统医金国信数水文林外司科生城]|局|厅|委|办)"
)


def places_leading(text: str) -> tuple[tuple[str, ...], str]:
    """The places with which `text` begins, widest first, and what follows them."""
    found: list[str] = []
    rest = text
    while step := _one_leading(rest):
        name, rest = step
        found.append(name)
    return tuple(found), rest


@functools.lru_cache(maxsize=50_000)
def places_of_organ(name: str) -> tuple[str, ...]:
    """Where an organ is, as its name says: 「深圳市龙华区」 → 深圳, 龙华; () for 生态环境部 and for 市卫健委."""
    return places_leading(align(name).removeprefix("中共").removeprefix("国家税务总局").strip())[0]


def places_mentioned(text: str) -> frozenset[str]:
    """Listed places anywhere in `text`: provinces as they stand, prefectures only with their suffix."""
    return frozenset(
        match["name"]
        for match in _KNOWN_PLACE.finditer(align(text))
        if not _reads_on(text, match) and (match["suffix"] or not PROVINCE_OF[match["name"]])
    )


def is_local(organ: str) -> bool:
    """Whether an organ's name is one below the centre although no place is in it: 市卫健委, 省财政厅."""
    return bool(_ORGAN_LEVEL.match(organ))


def lies_in(place: str, wider: str) -> bool:
    return PROVINCE_OF.get(place) == wider


def _one_leading(text: str) -> tuple[str, str] | None:
    known = _KNOWN_PLACE.match(text)
    if known and not _reads_on(text, known) and (known["suffix"] or known["name"] not in EVERYDAY_WORDS):
        return known["name"], text[known.end() :]
    unlisted = _UNLISTED.match(text)
    if unlisted is None or _is_no_place(text, unlisted):
        return None
    return unlisted["name"] or unlisted["autonomous"], text[unlisted.end() :]


def _reads_on(text: str, match: re.Match[str]) -> bool:
    """「南京市场」 is no 南京市; 「海南区」 is not the province."""
    if match["suffix"] == "市" and _MARKET.match(text, match.end() - 1):
        return False
    return match["suffix"] is None and text[match.end() : match.end() + 1] in tuple("区县路街镇")


def _is_no_place(text: str, match: re.Match[str]) -> bool:
    suffix = match["suffix"]
    if suffix is None:
        return False
    if match["name"] in "省市县区" or match["name"][-1] in _NO_SUFFIX_AFTER.get(suffix, ()):
        return True
    return suffix == "市" and _MARKET.match(text, match.end() - 1) is not None
