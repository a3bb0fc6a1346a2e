"""When an article was published: as stated, printed under a label, beside the headline, or in the address."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser

from aggregators.extract.dom import line
from content_models.official_text.dates import find_dates, parse_moment
from content_models.official_text.folding import align

_STATED = (
    *("pubdate", "publishdate", "publishtime", "article:published_time", "og:published_time", "datepublished"),
    *("firstpublishedtime", "og:release_date", "apub:time", "weibo:article:create_at", "article:create_at"),
    *("bytedance:published_time", "publication_date", "dc.date", "dcterms.created", "date", "maketime"),
)
_CHANGED = ("dateupdate", "datemodified", "article:modified_time", "og:updated_time", "lastmodifiedtime")
_BEFORE_DATE = r"\s*:?\s*(?=\d{4}\s*[-年/.])"
_PUBLISHED = re.compile(rf"(?:发布|发表|发文|发稿|公布|刊发)(?:时间|日期|于)?{_BEFORE_DATE}")
_LABELLED = re.compile(
    rf"(?:(?:上传|录入|添加|创建|生成)(?:时间|日期|于)?|(?<![\u4e00-\u9fff])(?:时间|日期)|Date|Time){_BEFORE_DATE}",
    re.IGNORECASE,
)
_UPDATED = re.compile(rf"(?:更新|修改|编辑|修订)(?:时间|日期|于)?{_BEFORE_DATE}")
_IS_OTHER = re.compile(
    r"(?:更新|修改|编辑|修订|成文|签发|印发|生效|施行|实施|执行|失效|废止|截止|截至|有效期)(?:时间|日期|于|至)?\s*[:\]】]?\s*$"
)
_YEAR = re.compile(r"\d{4}")
_HAS_TIME = re.compile(r"\d{1,2}\s*[:：时]\s*\d{2}")
_IN_ADDRESS = re.compile(
    r"/t?(?P<y>20\d\d)-?(?P<m>[01]\d)[-/]?(?P<d>[0-3]\d)(?=[/_.-])|/(?P<y2>20\d\d)[/-](?P<m2>\d{1,2})[/-](?P<d2>\d{1,2})/"
)
_PLACES = "[class*=time], [class*=Time], [class*=date], [class*=Date], [id*=time], [id*=date]"
_REACH = 34  # characters after a date's beginning in which its time stands
_LONGEST_LINE = 300  # running text speaks of other dates
_LONGEST_PLACE = 40  # characters of an element that holds a moment and nothing else
_NO_TIMES = (time.min, time(23, 59, 59))  # what a system makes of a day without a time


def published(
    tree: LexborHTMLParser,
    stated: Mapping[str, str],
    near: Sequence[str],
    lines: Sequence[str],
    url: str,
    zone: ZoneInfo,
) -> datetime | None:
    """In UTC. `near` are the lines around the headline, `lines` all of the page.

    What the page prints beside the headline is more exact than what it states for the same day, where systems put
    the time of the last change. When the page was changed is better than nothing, and worse than any other date.
    """
    near = align("\n".join(near)).split("\n")
    said = _first(_stated(tree, stated), zone)
    shown = _shown(near, zone)
    if said and shown and _same_day(said, shown, zone) and not _is_day_only(shown, zone):
        return shown
    if said and _is_day_only(said, zone):
        said = _midnight(said, zone)
    short = [align(text) for text in lines if len(text) <= _LONGEST_LINE and _YEAR.search(text)]
    return (
        said
        or shown
        or _updated(near, zone)
        or _first(_labelled(short), zone)
        or _first(_placed(tree), zone)
        or _first((stated[name] for name in _CHANGED if name in stated), zone)
        or _first(_address(url), zone)
    )


def _stated(tree: LexborHTMLParser, stated: Mapping[str, str]) -> Iterator[str]:
    yield from (stated[name] for name in _STATED if name in stated)
    yield from (node.attributes.get("datetime") or "" for node in tree.css("time[datetime]"))


def _shown(near: Sequence[str], zone: ZoneInfo) -> datetime | None:
    """A labelled date first, then one with a time, then any, but none of a change, a signature or a term."""
    short = [text for text in near if len(text) <= _LONGEST_LINE]
    dates = [
        text[found.start : found.start + _REACH]
        for text in short
        for found in find_dates(text)
        if not _IS_OTHER.search(text[: found.start])
    ]
    timed = [text for text in dates if _HAS_TIME.search(text)]
    return _first(_labelled(short), zone) or _first(timed, zone) or _first(dates, zone)


def _updated(near: Sequence[str], zone: ZoneInfo) -> datetime | None:
    return _first(
        (text[label.end() : label.end() + _REACH] for text in near for label in _UPDATED.finditer(text)), zone
    )


def _labelled(lines: Sequence[str]) -> Iterator[str]:
    """What the page calls its publication first, whatever stands before it."""
    for labels in (_PUBLISHED, _LABELLED):
        for text in lines:
            for label in labels.finditer(text):
                yield text[label.end() : label.end() + _REACH]


def _placed(tree: LexborHTMLParser) -> Iterator[str]:
    for node in tree.css(_PLACES):
        text = line(node)
        if len(text) <= _LONGEST_PLACE and _HAS_TIME.search(text):
            yield text


def _address(url: str) -> Iterator[str]:
    for match in _IN_ADDRESS.finditer(urlsplit(url).path):
        yield "-".join(part for part in match.groups() if part)


def _first(texts: Iterator[str] | Sequence[str], zone: ZoneInfo) -> datetime | None:
    return next((moment for text in texts if (moment := parse_moment(text.strip(), zone))), None)


def _same_day(one: datetime, other: datetime, zone: ZoneInfo) -> bool:
    return one.astimezone(zone).date() == other.astimezone(zone).date()


def _is_day_only(moment: datetime, zone: ZoneInfo) -> bool:
    return moment.astimezone(zone).time() in _NO_TIMES


def _midnight(moment: datetime, zone: ZoneInfo) -> datetime:
    day = moment.astimezone(zone).date()
    return datetime.combine(day, time.min, zone).astimezone(moment.tzinfo)
