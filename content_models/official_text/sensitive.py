"""疑似敏感: what an editor of the queue looks at before anything else. A hint for a badge; what may be
published is decided by the publish checks, which know labels and units as well.
"""

from datetime import date

from content_models.official_text.id_numbers import IDENTITY, digits_of, has_check_digit, has_identity_shape
from content_models.official_text.telltales import INTERNAL, MARK, MOBILE

_IN_EVERY_MARK = ("密", "内部", "外传", "外泄", "上网", "转发", "不予", "依申请")  # cheaper to look for than a pattern


def concerns_of(text: str, today: date) -> tuple[str, ...]:
    """In words: 「身份证号」「手机号」「密级标志」."""
    numbers = (digits_of(match[0]) for match in IDENTITY.finditer(text))
    found = {
        "身份证号": any(has_identity_shape(number, today) and has_check_digit(number) for number in numbers),
        "手机号": MOBILE.search(text) is not None,
        "密级标志": any(_is_marked(line) for line in text.splitlines()),
    }
    return tuple(name for name, holds in found.items() if holds)


def _is_marked(line: str) -> bool:
    return any(word in line for word in _IN_EVERY_MARK) and bool(MARK.search(line) or INTERNAL.search(line))
