"""Facts of a text: what must agree before two texts can be one notice. Pure, typed, comparable across spellings.

The wording of notices is re-used from year to year and from street to street; what tells them apart is a date, a
time, a number, a 文号, a telephone, a place or a name. Facts are read in that order, and what one kind has taken no
later kind reads again, so that 「2024年5月6日」 is a date and not three numbers.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from content_models.official_text.dates import find_dates
from content_models.official_text.doc_no import find_doc_nos
from content_models.official_text.folding import align
from content_models.official_text.numerals import to_int


class FactKind(StrEnum):
    """The kinds, each with the word shown to editors."""

    doc_no = "文号"
    date = "日期"
    year = "年份"
    phone = "电话"
    time = "时间"
    quantity = "数字"
    place = "地点"
    name = "名称"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact in normal form.

    date: `2024-05-06`, `-05-06` without a year, `2024-05-` without a day. year: `2024`. time: `08:00`, a window
    `08:00-17:00`. quantity: the number without separators and its unit, `1200户`. phone: digits only.
    """

    kind: FactKind
    value: str


@lru_cache(maxsize=4096)  # the clauses of a trade come again and again
def find_facts(text: str) -> frozenset[Fact]:
    """Every fact of `text`, each once. For a title or a clause: of a long text, ask clause by clause."""
    left = align(text)
    facts: set[Fact] = set()
    for kind, read in _READERS:
        spans = read(left)
        facts.update(Fact(kind, value) for value, _, _ in spans)
        left = _without(left, ((start, end) for _, start, end in spans))
    return frozenset(facts | _entities(align(text)))


def agree(one: Fact, other: Fact) -> bool:
    """Whether the two can be said of the same thing: 「5月6日」 agrees with 「2024年5月6日」, 「人民路」 with
    「示例市人民路」, 「8:00」 with 「8:00至17:00」, 「1200户」 with 「1200人」 (a slip in the unit). Symmetric."""
    if one.kind is not other.kind:
        return False
    if one.kind is FactKind.date:
        return _same_day(one.value, other.value)
    if one.kind in _SAID_SHORTER:
        return one.value.endswith(other.value) or other.value.endswith(one.value)
    if one.kind is FactKind.time:
        return set(one.value.split("-")) <= set(other.value.split("-")) or set(other.value.split("-")) <= set(
            one.value.split("-")
        )
    if one.kind is FactKind.quantity:
        return one.value == other.value or _long_number(one.value) == _long_number(other.value) != ""
    return one.value == other.value


def unanswered(facts: Iterable[Fact], others: Iterable[Fact]) -> list[Fact]:
    """Those of `facts` that agree with none of `others`, in a fixed order."""
    answers = list(others)
    left = (fact for fact in facts if not any(agree(fact, other) for other in answers))
    return sorted(left, key=lambda fact: (fact.kind, fact.value))


_Span = tuple[str, int, int]  # the value in normal form, where it begins, where it ends
_Reader = Callable[[str], list[_Span]]

_DAY_OF_MONTH = re.compile(r"(?<![\d年])(\d{1,2})\s*月\s*(\d{1,2})\s*[日号](?!楼|线|院)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:\s*年|(?=\s*[-—－~至]\s*(?:19|20)\d{2}\s*年))")
_PHONE = re.compile(
    r"(?<![\d-])(?:\(?0\d{2,3}\)?[ -]?)?(?:[2-9]\d{6,7}|1[3-9]\d{9}|400-?\d{3}-?\d{4}|12[0-9]{3}|9[56]\d{3,4})"
    r"(?![\d.%]|\s*(?:元|万|亿|人|户|平方|米|公里|吨|年|件|项|个))"
)
_CLOCK = (
    r"(?P<half{n}>凌晨|早上|早|上午|中午|下午|傍晚|晚上|晚|夜间)?\s*(?P<hour{n}>[0-2]?\d)"
    r"(?:\s*:\s*(?P<colon{n}>[0-5]\d)|\s*[时点](?!间|段|期|代|候|限|评|位)(?:整|(?P<minute{n}>[0-5]?\d)\s*分?|(?P<thirty{n}>半))?)"
)
_TIME = re.compile(
    rf"(?<!\d){_CLOCK.format(n=1)}(?:\s*(?:-|—|－|~|～|至|到)+\s*(?P<next>次日|翌日)?\s*{_CLOCK.format(n=2)})?(?!\d)"
)
_AFTERNOON = frozenset({"中午", "下午", "傍晚", "晚上", "晚", "夜间"})
_COUNTED = "天日年元人户批次轮期届号路区条项章栋幢层班类级"
_QUANTITY = re.compile(
    r"(?P<digits>[A-Za-z]{0,4}\d+(?:,\d{3})*(?:\.\d+)?[A-Za-z]*)\s*(?P<unit>[%‰℃㎡]|[一-鿿]?)"
    rf"|第(?P<ordinal>[一二三四五六七八九十百]{{1,4}})(?P<of>[一-鿿])"
    rf"|(?P<chinese>[一二三四五六七八九十百千两]{{1,5}})(?P<counted>个月|小时|万元|亿元|[{_COUNTED}])"
)


_SAID_SHORTER = frozenset({FactKind.place, FactKind.name, FactKind.phone})


def _long_number(value: str) -> str:
    """The digits of a number that is hardly the same by chance; "" for a short one, which is nothing without unit."""
    digits = re.sub(r"[^\d.]", "", value)
    return digits if len(digits) >= 3 else ""


def _same_day(one: str, other: str) -> bool:
    (year, *day), (other_year, *other_day) = one.split("-"), other.split("-")
    return day == other_day and (year == other_year or not year or not other_year)


def _doc_nos(text: str) -> list[_Span]:
    return [(str(found.doc_no), found.start, found.end) for found in find_doc_nos(text)]


def _dates(text: str) -> list[_Span]:
    full = [
        (f"{found.value:%Y-%m-}{f'{found.value:%d}' if found.precision == 'day' else ''}", found.start, found.end)
        for found in find_dates(text)
    ]
    rest = _without(text, ((start, end) for _, start, end in full))
    return full + [
        (f"-{int(day[1]):02}-{int(day[2]):02}", day.start(), day.end()) for day in _DAY_OF_MONTH.finditer(rest)
    ]


def _years(text: str) -> list[_Span]:
    return [(match[1], match.start(), match.end()) for match in _YEAR.finditer(text)]


def _phones(text: str) -> list[_Span]:
    return [(re.sub(r"\D", "", match[0]), match.start(), match.end()) for match in _PHONE.finditer(text)]


def _times(text: str) -> list[_Span]:
    return [(_window(match), match.start(), match.end()) for match in _TIME.finditer(text)]


def _window(match: re.Match[str]) -> str:
    start = _minutes(match, 1)
    if match["hour2"] is None:
        return _clock(start)
    end = _minutes(match, 2)
    same_half = match["half2"] is None and match["half1"] in _AFTERNOON and not match["next"]
    return f"{_clock(start)}-{_clock(end + 12 * 60 if same_half and end < start else end)}"


def _minutes(match: re.Match[str], number: int) -> int:
    hour = int(match[f"hour{number}"])
    if match[f"half{number}"] in _AFTERNOON and hour < 12:
        hour += 12
    minute = 30 if match[f"thirty{number}"] else int(match[f"colon{number}"] or match[f"minute{number}"] or 0)
    return hour * 60 + minute


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _quantities(text: str) -> list[_Span]:
    return [(_quantity(match), match.start(), match.end()) for match in _QUANTITY.finditer(text)]


def _quantity(match: re.Match[str]) -> str:
    if match["digits"]:
        return match["digits"].replace(",", "").upper() + match["unit"]
    if match["ordinal"]:
        return f"第{to_int(match['ordinal'])}{match['of']}"
    return f"{to_int(match['chinese'].replace('两', '二'))}{match['counted']}"


_READERS: list[tuple[FactKind, _Reader]] = [
    (FactKind.doc_no, _doc_nos),
    (FactKind.date, _dates),
    (FactKind.year, _years),
    (FactKind.phone, _phones),
    (FactKind.time, _times),
    (FactKind.quantity, _quantities),
]


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """`text` with the spans blanked out, so that every offset stays true."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = "\0" * (end - start)
    return "".join(letters)


_PLACE_WORD = (
    "大道|街道|社区|小区|新村|花园|花苑|家园|公寓|广场|大厦|大桥|隧道|高速|公园|景区|校区|路|街|巷|弄|桥|村|镇|乡|"
    "区|县|市|苑|里|坊|园|庄|湾|河|湖|港|闸|岛|楼|线|站"
)
_ENTITY_WORD = (
    "公司|集团|工厂|商店|超市|学校|小学|中学|大学|学院|幼儿园|医院|卫生院|门诊部|药店|酒店|饭店|餐厅|"
    "事务所|合作社|工程|项目"
)
# What can stand before a name in a running sentence and is no part of it. (和, 云 and 长 are in many street names.)
_NAME = "(?:(?![的在于至从自与及由沿经将因为对向往到等其该本各位以是被把请按让使])[一-鿿])"
_PLACE = re.compile(rf"{_NAME}{{1,6}}(?:{_PLACE_WORD})(?:[东西南北中]段)?(?:\d{{1,4}}号)?")
_ENTITY = re.compile(rf"(?:{_NAME}|[A-Za-z()]){{2,16}}(?:{_ENTITY_WORD})")
_LABELLED = re.compile(
    r"(?:地点|地址|区域|范围|路段|线路|对象|名称|当事人|姓名|站点|企业|法定代表人|负责人|中标人|供应商|联系人)"
    r"\s*[:]\s*([^,。;、\s]{2,30})"
)
_APPOINTED = re.compile(r"(?:任命|聘任|免去|提名)([一-鿿]{2,4}?)(?=同志|为|的|任)")
_NAMED_AFTER = re.compile(rf"(?P<place>[一-鿿]?(?:{_PLACE_WORD}))|(?P<name>[一-鿿A-Za-z()]{{0,8}}?(?:{_ENTITY_WORD}))")


def told_by(words: str, after: str) -> FactKind | None:
    """What kind of name `words` are or belong to, when `after` follows them: 「人民」 before 「路停水」 is a place.

    For the words in which two copies of one sentence differ: they are a name where a name's last word follows.
    """
    if re.search(rf"(?:{_PLACE_WORD})$", words):
        return FactKind.place
    if found := _NAMED_AFTER.match(after):
        return FactKind.place if found["place"] else FactKind.name
    return FactKind.name if re.search(rf"(?:{_ENTITY_WORD})$", words) else None


def _entities(text: str) -> set[Fact]:
    places = {Fact(FactKind.place, match[0]) for match in _PLACE.finditer(text)}
    names = {Fact(FactKind.name, match[0]) for match in _ENTITY.finditer(text)}
    for pattern in (_LABELLED, _APPOINTED):
        names |= {Fact(FactKind.name, match[1]) for match in pattern.finditer(text)}
    return places | names
