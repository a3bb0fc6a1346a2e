"""Times as people read them: Asia/Shanghai, in words when recent."""

from datetime import date, datetime, timedelta

from content_models.kit.clock import in_shanghai


def minute(moment: datetime) -> str:
    """「2026-11-23 14:05」, local time."""
    return in_shanghai(moment).strftime("%Y-%m-%d %H:%M")


def clock(moment: datetime) -> str:
    """「14:05」, local time."""
    return in_shanghai(moment).strftime("%H:%M")


def day(moment: datetime | date) -> str:
    """「2026-11-23」, local day."""
    local = in_shanghai(moment) if isinstance(moment, datetime) else moment
    return local.isoformat()[:10]


def long_day(moment: datetime | date) -> str:
    """「2026年11月23日」, as legal dates are written (GB/T 9704-2012 §7.3.5: no leading zeros)."""
    local = in_shanghai(moment) if isinstance(moment, datetime) else moment
    return f"{local.year}年{local.month}月{local.day}日"


def iso(moment: datetime | date) -> str:
    """The value of `<time datetime>`."""
    return in_shanghai(moment).isoformat(timespec="seconds") if isinstance(moment, datetime) else moment.isoformat()


def age(moment: datetime, now: datetime) -> str:
    """「刚刚」「12 分钟前」「3 小时前」「昨天」, then the date."""
    passed = now - moment
    if passed < timedelta(minutes=1):
        return "刚刚"
    if passed < timedelta(hours=1):
        return f"{passed // timedelta(minutes=1)} 分钟前"
    local, today = in_shanghai(moment), in_shanghai(now).date()
    if local.date() == today:
        return f"{passed // timedelta(hours=1)} 小时前"
    if local.date() == today - timedelta(days=1):
        return "昨天"
    return f"{local.month}月{local.day}日" if local.year == today.year else day(moment)


def ahead(moment: datetime, now: datetime) -> str:
    """When something is due: 「现在」「8 分钟后」「5 小时后」, then the date."""
    left = moment - now
    if left < timedelta(minutes=1):
        return "现在"
    if left < timedelta(hours=1):
        return f"{left // timedelta(minutes=1)} 分钟后"
    return f"{left // timedelta(hours=1)} 小时后" if left < timedelta(hours=24) else minute(moment)


def length(time: timedelta) -> str:
    """How long something lasted, in its largest unit: 「不到 1 分钟」「40 分钟」「5 小时」「12 天」."""
    for unit, name in ((timedelta(days=1), "天"), (timedelta(hours=1), "小时"), (timedelta(minutes=1), "分钟")):
        if time >= unit:
            return f"{time // unit} {name}"
    return "不到 1 分钟"
