"""更新职责: after how many days without an item a column counts as silent. Pure.

Where a source names no duty, its column's name decides, by the inspection rules for government sites (国办秘函〔2019〕
19号): 动态要闻 two weeks, 通知公告 and 政策文件 six months, any column a year; a warning comes some days before.
"""

import re
from datetime import timedelta
from typing import NamedTuple

from content_models.sources.documents import Source


class Duty(NamedTuple):
    """Silence for `amber` is a warning, for `red` a breach."""

    amber: timedelta
    red: timedelta


NEWS = Duty(timedelta(days=10), timedelta(days=14))
DOCUMENTS = Duty(timedelta(days=150), timedelta(days=180))
ANY_COLUMN = Duty(timedelta(days=335), timedelta(days=365))

_BY_NAME = (
    (re.compile(r"动态|要闻|新闻|快讯"), NEWS),
    (re.compile(r"公告|公示|通知|政策|文件|法规|解读"), DOCUMENTS),
)


def duty_of(source: Source) -> Duty:
    if source.duties.days is not None:
        days = timedelta(days=source.duties.days)
        return Duty(days, days)
    named = f"{source.column_name or ''} {source.name}"
    return next((duty for pattern, duty in _BY_NAME if pattern.search(named)), ANY_COLUMN)
