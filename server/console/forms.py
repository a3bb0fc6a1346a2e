"""Reading forms, and making each count once."""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime

from pydantic import ValidationError
from starlette.datastructures import FormData
from starlette.requests import Request

from content_models.editorial.change import LONGEST_REMARK
from content_models.kit.clock import SHANGHAI
from content_models.kit.errors import InvalidInput
from content_models.kit.ids import new_id

# A page must take 5 MB of Chinese, each byte escaped to three, to be able to answer it in words.
LARGEST_WRITING = 24 * 1024 * 1024  # bytes
KEY_FIELD = "key"
VERSION_FIELD = "expected_version"
_KEY = re.compile(r"[0-9a-zA-Z-]{8,64}")


@contextmanager
def asking(words: str) -> Iterator[None]:
    """What a command or a date refuses by itself, told in words that say what to write. Raises InvalidInput."""
    try:
        yield
    except (ValidationError, ValueError) as refusal:
        raise InvalidInput(words) from refusal


@contextmanager
def asking_each(refused: type[InvalidInput], words: Mapping[str, str]) -> Iterator[None]:
    """The same field by field: raises `refused` with `details.problems`, by the name of each field that is wrong."""
    try:
        yield
    except ValidationError as faults:
        names = [str(fault["loc"][0]) for fault in faults.errors() if fault["loc"]]
        raise refused(problems={name: words.get(name, "请核对这一项。") for name in names}) from faults


def new_key() -> str:
    """What a page puts into each form it shows, so that sending the form twice acts once."""
    return new_id()


async def written_form(request: Request) -> FormData:
    """The form with texts of any length that its address takes; Starlette itself refuses a field above 1 MB."""
    return await request.form(max_part_size=LARGEST_WRITING)


def field(form: FormData, name: str) -> str:
    """The text of one field with line ends as `\\n`; "" when it is absent or a file."""
    value = form.get(name, "")
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


def remark(form: FormData, name: str) -> str:
    """A comment or note. Raises InvalidInput when it is longer than the record keeps."""
    text = field(form, name).strip()
    if len(text) > LONGEST_REMARK:
        raise InvalidInput(f"说明最多 {LONGEST_REMARK} 个字，现在有 {len(text)} 个字。")
    return text


def fields(form: FormData, name: str) -> list[str]:
    """Every value of a repeated field that is not empty."""
    return [value for value in form.getlist(name) if isinstance(value, str) and value]


def text_fields(form: FormData) -> dict[str, list[str]]:
    kept: dict[str, list[str]] = defaultdict(list)
    for name, value in form.multi_items():
        if isinstance(value, str):
            kept[name].append(value)
    return dict(kept)


def expected_version(form: FormData) -> int:
    """The version the page showed. Raises InvalidInput."""
    return whole_number(field(form, VERSION_FIELD))


def whole_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise InvalidInput("页面已失效，请刷新后重试。")
    return int(text)


def day_or_none(text: str) -> date | None:
    """The value of `<input type=date>`. Raises ValueError."""
    return date.fromisoformat(text.strip()) if text.strip() else None


def moment(text: str) -> datetime:
    """The value of `<input type=datetime-local>`, in Asia/Shanghai whatever the browser's zone. Raises ValueError."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def idempotency_key(form: FormData) -> str:
    """The page's key together with what the form says.

    A double click repeats both and is answered once. A page reached again by the back button has the same key with
    other words, which is a new request, to be judged by its version.
    """
    words = json.dumps(sorted(text_fields(form).items()), ensure_ascii=False)
    return f"{_printable(field(form, KEY_FIELD))}.{hashlib.sha256(words.encode()).hexdigest()[:24]}"


def _printable(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise InvalidInput("页面已失效，请刷新后重试。")
    return key
