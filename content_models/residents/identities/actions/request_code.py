"""`request_code` 获取验证码: remember a code for a phone. Sending it is the caller's, once it is remembered."""

from datetime import datetime

from pydantic import BaseModel

from content_models.kit.commands import Command, perform
from content_models.kit.sealing import Sealer
from content_models.kit.store import Session, Store
from content_models.residents.identities import repository as identities
from content_models.residents.identities.documents import PHONE, OneTimeCode
from content_models.residents.identities.rules import CODE_LASTS, FORGET_AFTER, resend_at, sendings_after


class RequestCode(Command):
    """Hashes only: a command is fingerprinted and must not hold what it is about."""

    phone_hash: str


class CodeRequested(BaseModel):
    """`is_first` is False for the replay of an earlier answer: its code was sent then."""

    expires_at: datetime
    resend_at: datetime
    is_first: bool = True


async def request_code(store: Store, command: RequestCode, code_hash: str) -> CodeRequested:
    """Raises TooManyCodes, IdempotencyKeyReused."""
    performed = False

    async def remember(store: Store, session: Session, command: RequestCode) -> CodeRequested:
        nonlocal performed
        performed = True
        return await _remember(store, session, command.phone_hash, code_hash)

    answer = await perform(store, command, remember, CodeRequested)
    return answer.model_copy(update={"is_first": performed})


def hash_phone(sealer: Sealer, phone: str) -> str:
    return sealer.look_up(phone, PHONE)


def hash_code(sealer: Sealer, phone: str, code: str) -> str:
    """Keyed, and bound to the phone: six digits without a key are found in no time."""
    return sealer.look_up(f"{phone}:{code}", "one-time code")


async def _remember(store: Store, session: Session, phone_hash: str, code_hash: str) -> CodeRequested:
    now = store.now()
    earlier = await identities.code_for(phone_hash, session)
    code = OneTimeCode(
        id=phone_hash,
        code_hash=code_hash,
        sent=sendings_after(earlier.sent if earlier else [], now),
        expires_at=now + CODE_LASTS,
        forget_at=now + FORGET_AFTER,
    )
    await identities.save_code(code, session)
    return CodeRequested(expires_at=code.expires_at, resend_at=resend_at(code.sent))
