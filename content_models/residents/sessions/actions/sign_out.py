"""`sign_out` 退出登录: this installation is nobody's from now on; its resident and the others stay."""

from pydantic import BaseModel

from content_models.kit.commands import Command, perform
from content_models.kit.store import Session, Store
from content_models.residents.changes.rules import WAKES
from content_models.residents.sessions import repository as sessions


class SignOut(Command):
    session_id: str


class SignedOut(BaseModel):
    session_id: str


async def sign_out(store: Store, command: SignOut) -> SignedOut:
    """Signing out twice is signing out once. Raises IdempotencyKeyReused."""
    return await perform(store, command, _sign_out, SignedOut, wakes=WAKES)


async def _sign_out(store: Store, session: Session, command: SignOut) -> SignedOut:
    await sessions.revoke(command.session_id, store.now(), session)
    return SignedOut(session_id=command.session_id)
