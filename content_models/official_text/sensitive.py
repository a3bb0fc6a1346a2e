"""疑似敏感: words and numbers in a text that an editor looks at before anything else. A hint at the queue; what may
be published is decided by the publish checks."""

import re

_ID_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])"
)
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_SECRECY = re.compile(r"(?:绝密|机密|秘密)\s*[★☆]|内部(?:资料|文件)[，,]?\s*(?:注意保存|不得外传)|不得公开")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_CHECKS = "10X98765432"


def sensitive_marks(text: str) -> tuple[str, ...]:
    """What was found, in words for a badge: 「身份证号」「手机号」「密级标志」."""
    found = {
        "身份证号": any(is_id_number(match[0]) for match in _ID_NUMBER.finditer(text)),
        "手机号": _MOBILE.search(text) is not None,
        "密级标志": _SECRECY.search(text) is not None,
    }
    return tuple(name for name, holds in found.items() if holds)


def is_id_number(text: str) -> bool:
    """Whether 18 characters bear the check digit of GB 11643."""
    total = sum(int(digit) * weight for digit, weight in zip(text[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == text[17].upper()
