"""When and where a service alert (停水, 停电, 公交调整, 封闭施工) applies: its first time window and the places named.

Written the way utilities write: 「5月6日9:00至17:00」, 「自5月6日22时起至次日6时」, 「影响范围：人民路（…至…）、…」.
What is not said is None: a start without an end is a change that stays.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from content_models.official_text.folding import align

_DAY = (
    r"(?:(?P<{0}y>\d{{4}})\s*年\s*|(?P<{0}this>今年|本年)\s*)?(?P<{0}m>\d{{1,2}})\s*月\s*(?P<{0}d>\d{{1,2}})\s*[日号]"
)
_WEEKDAY = r"(?:\s*\((?:星期|周)?[一二三四五六日天]\))?"
_HALF = r"(?P<{0}half>凌晨|清晨|早上?|上午|中午|下午|傍晚|晚上?|夜间?|零时)?"
_CLOCK = _HALF + r"\s*(?P<{0}h>\d{{1,2}})\s*(?:[:时点]\s*(?P<{0}min>\d{{1,2}}|半)?\s*分?)(?:整)?"
_TO = r"\s*(?:起|开始)?\s*,?\s*(?:至|到|-{1,2}|~|〜|—{1,2}|–|－)\s*"
_WINDOW = re.compile(
    rf"{_DAY.format('a')}{_WEEKDAY}\s*(?:{_CLOCK.format('a')})?"
    rf"(?:{_TO}(?:(?P<next>次日|翌日|第二天|当日|当天|同日)|{_DAY.format('b')}{_WEEKDAY})?\s*(?:{_CLOCK.format('b')})?)?"
)
_SLASHED = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_SPEAKS_OF_WINDOW = re.compile(r"停|断|中断|封闭|施工|调整|检修|维修|改道|绕行|暂停|恢复|时间|时段|日期|管制|限行|起")
_AFTERNOON = frozenset(("下午", "傍晚", "晚", "晚上", "夜", "夜间", "中午"))
_BACK = timedelta(days=180)  # a day that long before publication is next year's

_PLACES = re.compile(
    r"(?:(?:停水|停电|停气|停暖|影响|涉及|波及|施工|封闭|管制|限行|绕行|受影响|降压|供水)(?:的)?(?:主要)?(?:范围|区域|地点|地区|路段|小区|用户|站点|线路)(?:为|包括|是|有)?"
    r"|地点|范围|路段|区域)\s*(?:[:：]|为|包括)\s*(?P<names>[^\n。;；]{2,300})"
)
_TAIL = re.compile(r"(?:等)?(?:一带|区域|地区|地段|范围|周边)?(?:将|停水|停电|停气|受影响).*$|等$")
_ROAD = re.compile(
    r"[\u4e00-\u9fff\d]{2,12}?(?:大道|大街|路|街|巷|桥|隧道|小区|花园|新村|社区|村|大厦|广场)(?:\([^()]{2,40}\))?"
)
_LEADS_TO_NAME = re.compile(
    r"^(?:.*(?:绕行|途经|期间|位于|沿线|改走|封闭|经由|途径))?(?:[在由至到和与及从于对将经沿](?!平))?"
)
_NOT_PLACE = re.compile(
    r"^(?:公路|道路|线路|电路|管路|一路|沿路|该路|此路|上街|大街|走路|马路|铁路|绕路|网路|半路)$|沿线$"
)
_MOST_PLACES = 50


class ServiceWindow(BaseModel):
    """`start` and `end` in UTC; a day without a time begins at midnight and ends with its last. Places as printed."""

    start: datetime | None = None
    end: datetime | None = None
    places: list[str] = []


def service_window(text: str, published_at: datetime | None, zone: ZoneInfo) -> ServiceWindow | None:
    """None when the text names neither a time nor a place. Days without a year are of the year of publication, or
    of the next when they would lie half a year back."""
    folded = _SLASHED.sub(r"\1年\2月\3日", align(text))
    start, end = _first_window(folded, published_at, zone)
    places = _places(folded)
    return ServiceWindow(start=start, end=end, places=places) if start or places else None


def _first_window(
    folded: str, published_at: datetime | None, zone: ZoneInfo
) -> tuple[datetime | None, datetime | None]:
    """The window that says most: both ends first, then a start with a clock, in a sentence that speaks of one."""
    read = [
        (window, 2 * (window[1] is not None) + (match["ah"] is not None))
        for match in _WINDOW.finditer(folded)
        if _SPEAKS_OF_WINDOW.search(_sentence(folded, match)) and (window := _read(match, published_at, zone))
    ]
    best = max(read, key=lambda found: found[1], default=None)
    return best[0] if best else (None, None)


def _sentence(folded: str, match: re.Match[str]) -> str:
    start = max(folded.rfind(mark, 0, match.start()) for mark in "。\n;") + 1
    return folded[start : match.start()] + folded[match.end() : match.end() + 30]


def _read(
    match: re.Match[str], published_at: datetime | None, zone: ZoneInfo
) -> tuple[datetime, datetime | None] | None:
    """None when the day cannot be, or when a window would end before it starts."""
    first = _day(match, "a", published_at, zone)
    if first is None:
        return None
    start = _at(first, match, "a", zone, time.min)
    if start is None:
        return None
    says_end = match["next"] or match["bd"] or match["bh"]
    end = _end(match, first, published_at, zone) if says_end else None
    if says_end and (end is None or end < start):
        return None
    return start, end


def _end(match: re.Match[str], first: date, published_at: datetime | None, zone: ZoneInfo) -> datetime | None:
    last = first
    if match["next"] in ("次日", "翌日", "第二天"):
        last = first + timedelta(days=1)
    elif match["bd"]:
        day = _day(match, "b", published_at, zone, year=first.year)
        if day is None:
            return None
        last = day if day >= first else day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else day
    if match["bh"] is None:
        return datetime.combine(last + timedelta(days=1), time.min, zone).astimezone(UTC)
    return _at(last, match, "b", zone, time.min, inherited=match["ahalf"])


def _day(
    match: re.Match[str], which: str, published_at: datetime | None, zone: ZoneInfo, year: int | None = None
) -> date | None:
    stated = match[f"{which}y"]
    reference = published_at.astimezone(zone).date() if published_at else None
    chosen = int(stated) if stated else year or (reference.year if reference else None)
    if chosen is None:
        return None
    try:
        found = date(chosen, int(match[f"{which}m"]), int(match[f"{which}d"]))
        is_past = not stated and year is None and reference is not None and reference - found > _BACK
        return found.replace(year=chosen + 1) if is_past else found
    except ValueError:
        return None


def _at(
    day: date, match: re.Match[str], which: str, zone: ZoneInfo, default: time, inherited: str | None = None
) -> datetime | None:
    if match[f"{which}h"] is None:
        return datetime.combine(day, default, zone).astimezone(UTC)
    hour, minute = int(match[f"{which}h"]), match[f"{which}min"]
    half = match[f"{which}half"] or inherited
    if half in _AFTERNOON and hour < 12 and not (half == "中午" and hour > 9):
        hour += 12
    minutes = 30 if minute == "半" else int(minute or 0)
    if hour > 24 or minutes > 59 or (hour == 24 and minutes):
        return None
    return (datetime.combine(day, time.min, zone) + timedelta(hours=hour, minutes=minutes)).astimezone(UTC)


def _places(folded: str) -> list[str]:
    """After a label 「影响范围：」 as listed; else every road and estate that the text names."""
    listed = [part for match in _PLACES.finditer(folded) for part in _split(match["names"])]
    found = listed or [_LEADS_TO_NAME.sub("", match[0]) for match in _ROAD.finditer(folded)]
    return [place for place in dict.fromkeys(found) if not _NOT_PLACE.search(place)][:_MOST_PLACES]


def _split(names: str) -> list[str]:
    """At commas outside brackets: 「人民路（东至…，西至…）、建设路」 are two."""
    depth, parts, current = 0, list[str](), ""
    for character in names:
        depth += (character == "(") - (character == ")")
        if depth <= 0 and character in "、,，":
            parts.append(current)
            current = ""
        else:
            current += character
    cleaned = (_TAIL.sub("", part).strip(" ()") if "(" not in part else part.strip() for part in [*parts, current])
    return [part for part in cleaned if 2 <= len(part) <= 60]
