"""Chinese numerals, as numbers and years are written in official texts."""

_DIGITS = {
    c: value
    for value, group in enumerate(("〇零○０O", "一", "二", "三", "四", "五", "六", "七", "八", "九"))
    for c in group
}
_UNITS = {"十": 10, "百": 100, "千": 1000}

NUMERAL = "[一二三四五六七八九十百千零〇○]"  # a regular expression for one character of a numeral


def to_int(text: str) -> int | None:
    """「四十一」, 「一百零三」 or "41" as a number; None when it is no numeral of either kind."""
    if text.isascii():
        return int(text) if text.isdigit() else None
    total = digit = 0
    for character in text:
        if unit := _UNITS.get(character):
            total, digit = total + (digit or 1) * unit, 0
        elif character in _DIGITS:
            digit = _DIGITS[character]
        else:
            return None
    return total + digit


def year_to_int(text: str) -> int | None:
    """「二〇一七」 or "2017" as a year: digit by digit."""
    if text.isascii() and text.isdigit():
        return int(text)
    digits = [_DIGITS.get(character) for character in text]
    return None if None in digits or len(digits) != 4 else int("".join(map(str, digits)))
