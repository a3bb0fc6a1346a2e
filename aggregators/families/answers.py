"""Reading what list endpoints answer: JSON in several wrappings, and values inside scripts."""

import json
import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from aggregators.families.errors import UnreadableListing
from content_models.official_text.dates import parse_moment

_JSONP = re.compile(r"^\s*[\w$.]{1,80}\s*\((.*)\)\s*;?\s*$", re.DOTALL)
_EPOCH = range(631_152_000, 4_102_444_800)  # 1990 to 2100, in seconds


def json_in(text: str, url: str) -> Any:
    """The data of a JSON or JSONP answer. Raises UnreadableListing for anything else."""
    wrapped = _JSONP.match(text)
    try:
        return json.loads(wrapped[1] if wrapped else text)
    except (ValueError, RecursionError) as error:
        raise UnreadableListing(url=url, reason="not JSON") from error


def looks_like_json(text: str) -> bool:
    return text.lstrip()[:1] in ("{", "[")


def at(data: Any, path: str) -> Any:
    """What stands at a dot path (`data.list`, `rows.0.title`); None when there is no such place."""
    for step in filter(None, path.split(".")):
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and step.isdecimal() and int(step) < len(data):
            data = data[int(step)]
        else:
            return None
    return data


def string_at(data: Any, *paths: str) -> str:
    """The first of the places that says something, as text; "" when none does."""
    for path in paths:
        value = at(data, path)
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return ""


def moment_of(stated: str, zone: ZoneInfo) -> datetime | None:
    """A date in any written form, or a Unix time in seconds or milliseconds."""
    if stated.isdecimal() and len(stated) in (10, 13):
        seconds = int(stated[:10])
        return datetime.fromtimestamp(seconds, UTC) if seconds in _EPOCH else None
    return parse_moment(stated, zone)


def whole(value: Any, default: int) -> int:
    """A positive whole number that a page or an editor wrote in whatever form; `default` for anything else."""
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 10 and int(text) else default


def in_script(text: str, name: str) -> str | None:
    """The literal that a script gives to `name`: `name: 'x'`, `name = "x"`, `"name": 5`."""
    pattern = rf"""(?<![\w$]){re.escape(name)}["']?\s*[:=]\s*(?:["']([^"'<>\n]{{1,200}})["']|(\d{{1,18}})(?![\w.]))"""
    match = re.search(pattern, text)
    return (match[1] or match[2]) if match else None
