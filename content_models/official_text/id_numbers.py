"""公民身份号码 (GB 11643-1999) and 统一社会信用代码 (GB 32100-2015): which 18 characters are which.

Serial numbers of licences are often made of a district, a day and a count, exactly like an identity number; the check
digit tells nine of ten apart, and a label before it the rest.
"""

import re
from datetime import date

# Region, birthday, order, check digit; a space or hyphen only where people put one.
IDENTITY = re.compile(
    r"(?<![0-9A-Za-z.])[1-9]\d{5}[ -]?(?:18|19|20)\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{3}[0-9Xx](?![0-9A-Za-z])"
)
_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")  # GB/T 2260
_FOREIGNER = "9"  # 外国人永久居留身份证, since 2023
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def digits_of(text: str) -> str:
    """Without the spaces and hyphens that people put into long numbers."""
    return re.sub(r"[ -]", "", text)


def has_identity_shape(number: str, today: date) -> bool:
    """Whether region and birthday could be somebody's. `number`: 18 characters without separators."""
    known = bool(_PROVINCE.match(number)) or (number[0] == _FOREIGNER and not is_credit_code(number))
    return known and _is_birthday(number[6:14], today)


def has_check_digit(number: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
    return _CHECK[total % 11] == number[17].upper()


def is_credit_code(number: str) -> bool:
    """统一社会信用代码 by its check character."""
    if len(number) != 18 or any(character not in _CREDIT for character in number.upper()):
        return False
    values = [_CREDIT.index(character) for character in number.upper()]
    total = sum(value * pow(3, place, 31) for place, value in enumerate(values[:17]))
    return (31 - total % 31) % 31 == values[17]


def _is_birthday(digits: str, today: date) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])) <= today
    except ValueError:
        return False
