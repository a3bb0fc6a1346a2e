"""银行卡号 (ISO/IEC 7812): issuer prefix, length and Luhn digit, all three.

Which prefix is a bank's, and how long its numbers are, no bank publishes as one list. Ours has what two public lists
say alike, those of the programs bcbc (MIT) and bankcardinfo (ISC): 1,104 prefixes of 16 to 19 digits. 62 is 银联's
(UnionPay); 4, 51 to 55 and 3528 to 3589 are those of the international schemes that banks here issue with it.
"""

import re
from pathlib import Path

from content_models.kit.shipped import read_yaml

NUMBER = re.compile(r"(?<![0-9A-Za-z.])\d(?:[ -]?\d){15,18}(?![0-9A-Za-z]|\.\d)")

_DATA = read_yaml(Path(__file__).parent / "data/card_prefixes.yaml")
_MASTERCARD = {"51", "52", "53", "54", "55"}
_PREFIXES = {int(length): frozenset(known) for length, known in _DATA.items() if length.isdigit()}


def is_known_card(number: str) -> bool:
    """A card of a bank we know by prefix and length."""
    return number[:6] in _PREFIXES.get(len(number), ()) and passes_luhn(number)


def may_be_card(number: str) -> bool:
    """银联 (62) of whatever bank, or one of the international schemes."""
    international = len(number) == 16 and (number[:2] in _MASTERCARD or "3528" <= number[:4] <= "3589")
    return (number.startswith("62") or international or (len(number) == 16 and number[0] == "4")) and passes_luhn(
        number
    )


def passes_luhn(number: str) -> bool:
    total = 0
    for place, digit in enumerate(map(int, reversed(number))):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0
