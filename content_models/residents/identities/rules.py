"""Pure rules: what a phone number is, how it is shown, how often a code may be asked for and guessed."""

import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from content_models.kit.ids import derived_id
from content_models.residents.identities.errors import InvalidPhone, TooManyCodes

CODE_LASTS = timedelta(minutes=10)
MOST_ATTEMPTS = 5
DIGITS = 6

_PAUSE = timedelta(minutes=1)
_WINDOW = timedelta(hours=24)
_MOST_A_DAY = 10
FORGET_AFTER = _WINDOW

_PHONE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})", re.ASCII)
_SEPARATORS = re.compile(r"[\s\-()]")


def phone_number(raw: str) -> str:
    """The eleven digits of a mobile number of the mainland (E.164 without +86). Raises InvalidPhone."""
    match = _PHONE.fullmatch(_SEPARATORS.sub("", raw))
    if match is None:
        raise InvalidPhone
    return match[1]


def masked_phone(phone: str) -> str:
    return f"{phone[:3]}****{phone[-4:]}"


def new_code() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def identity_id(provider: str, subject_hash: str) -> str:
    return derived_id("identity", provider, subject_hash)


def sendings_after(earlier: Sequence[datetime], now: datetime) -> list[datetime]:
    """The sendings that count, this one among them. Raises TooManyCodes when it comes too soon."""
    counted = [at for at in earlier if now - at < _WINDOW]
    if counted and now - counted[-1] < _PAUSE:
        raise TooManyCodes(retry_after=_seconds(counted[-1] + _PAUSE - now))
    if len(counted) >= _MOST_A_DAY:
        raise TooManyCodes("今天获取验证码的次数已用完，请明天再试。", retry_after=_seconds(counted[0] + _WINDOW - now))
    return [*counted, now]


def resend_at(sent: Sequence[datetime]) -> datetime:
    return sent[-1] + _PAUSE


def _seconds(wait: timedelta) -> int:
    return int(wait.total_seconds()) + 1
