"""`Retry-After` (RFC 9110 §10.2.3): a number of seconds, or an HTTP date."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(days=7)  # what no host may exceed, whatever its sources allow


def retry_after(header: str | None, now: datetime) -> timedelta | None:
    """How long the site wants to be left alone; None when it does not say, or nothing readable. Never negative."""
    if header is None:
        return None
    stated = header.strip()
    wait = _seconds(stated) if stated.isascii() and stated.isdigit() else _until(stated, now)
    return min(max(wait, timedelta(0)), LONGEST) if wait is not None else None


def _seconds(digits: str) -> timedelta:
    return timedelta(seconds=int(digits)) if len(digits) < 10 else LONGEST


def _until(date: str, now: datetime) -> timedelta | None:
    try:
        moment = parsedate_to_datetime(date)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)  # HTTP dates are GMT
        return aware - now
    except (ValueError, OverflowError):
        return None
