"""One-time codes on staff phones (TOTP, RFC 6238): enrolling with a QR code, checking, and recovery codes on paper."""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

import pyotp
import segno

from content_models.kit.sealing import Sealer
from server.derived_keys import derived_key

STEP = 30  # seconds (RFC 6238 §5.2)
_DRIFT = (0, -1, 1)  # steps a phone's clock may be off
_PURPOSE = "staff totp"
RECOVERY_CODES = 10


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the phone scans: `qr` is an SVG as a data address, `secret` the same to type by hand, in groups of four."""

    qr: str
    secret: str


def new_secret() -> str:
    return pyotp.random_base32()


def sealer_of(secret_key: bytes) -> Sealer:
    return Sealer(derived_key(secret_key, _PURPOSE))


def seal(sealer: Sealer, secret: str, staff_id: str) -> bytes:
    """Bound to the person: a sealed secret copied into another row opens nothing."""
    return sealer.seal(secret, f"{_PURPOSE} {staff_id}")


def unseal(sealer: Sealer, sealed: bytes, staff_id: str) -> str:
    """Raises Unsealable, as after a change of the server's secret key."""
    return sealer.open(sealed, f"{_PURPOSE} {staff_id}")


def enrolment(secret: str, username: str, issuer: str) -> Enrolment:
    address = pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=issuer)
    grouped = " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))
    return Enrolment(qr=segno.make(address, error="m").svg_data_uri(scale=5, border=3), secret=grouped)


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """The 30-second step whose code this is, at most one step from now; None when there is none."""
    totp, step = pyotp.TOTP(secret), int(now.timestamp()) // STEP
    typed = "".join(code.split())
    for drift in _DRIFT:
        if typed.isascii() and secrets.compare_digest(totp.at((step + drift) * STEP), typed):
            return step + drift
    return None


def new_recovery_codes() -> list[str]:
    """Ten codes of 60 random bits, to be shown once."""
    return [_grouped(base64.b32encode(secrets.token_bytes(8)).decode()[:12].lower()) for _ in range(RECOVERY_CODES)]


def recovery_digest(code: str) -> str:
    """What is stored of a recovery code. It is random enough for a plain digest."""
    typed = "".join(letter for letter in code.lower() if letter.isalnum())
    return hashlib.sha256(typed.encode()).hexdigest()


def _grouped(code: str) -> str:
    return "-".join(code[n : n + 4] for n in range(0, len(code), 4))
