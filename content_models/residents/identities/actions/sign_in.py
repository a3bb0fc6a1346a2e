"""`sign_in` 登录: an anonymous resident becomes, or joins, the person who proved who they are.

nobody known by this proof   → this resident is that person from now on
somebody else is             → this resident's follows, bookmarks, inbox and devices join theirs
this resident is another one → a separate session: two people share a phone, their lists do not
"""

import hmac
from collections.abc import Awaitable, Callable
from datetime import datetime

from pydantic import BaseModel

from content_models.kit.commands import Command, answered, perform
from content_models.kit.store import Session, Store
from content_models.residents import repository as residents
from content_models.residents.actions.merge import merge
from content_models.residents.changes.rules import WAKES
from content_models.residents.documents import Resident
from content_models.residents.identities import repository as identities
from content_models.residents.identities.documents import Identity, OneTimeCode
from content_models.residents.identities.errors import AlreadySignedIn, CodeExpired, CodeWrong
from content_models.residents.identities.rules import MOST_ATTEMPTS, identity_id
from content_models.residents.sessions.actions.open_session import open_session


class Proof(BaseModel):
    """Who somebody has proved to be. `subject_hash` is the keyed hash of the phone or the account's subject."""

    provider: str
    subject_hash: str
    sealed: bytes
    masked: str


class SignIn(Command):
    """`resident_id` is whom the app has been so far, None for nobody."""

    provider: str
    subject_hash: str
    resident_id: str | None = None


class SignInWithAccount(Command):
    """The same with what an app brought back from a provider, which the provider takes once: the actor is whoever has
    it. Who it proves is known only when the provider was asked."""

    provider: str
    resident_id: str | None = None


class SignedIn(BaseModel):
    """`merged` says that what was collected anonymously now belongs to the person."""

    resident_id: str
    session_id: str
    generation: int
    merged: bool


async def sign_in_with_account(
    store: Store, command: SignInWithAccount, prove: Callable[[], Awaitable[Proof]]
) -> SignedIn:
    """With a proof that a provider vouches for, asked only if this command was not answered before.

    Raises AlreadySignedIn, IdempotencyKeyReused and what `prove` raises.
    """
    if earlier := await answered(command, SignedIn):
        return earlier
    proof = await prove()

    async def join(store: Store, session: Session, command: SignInWithAccount) -> SignedIn:
        return await _join(store, session, command.resident_id, proof)

    return await perform(store, command, join, SignedIn, wakes=WAKES)


async def sign_in_by_code(store: Store, command: SignIn, proof: Proof, code_hash: str) -> SignedIn:
    """With the code sent to the phone, which is used up.

    Raises CodeWrong, CodeExpired, AlreadySignedIn, IdempotencyKeyReused.
    """
    await identities.count_attempt(command.subject_hash, MOST_ATTEMPTS)

    async def join(store: Store, session: Session, command: SignIn) -> SignedIn:
        await _use_code(store, session, command.subject_hash, code_hash)
        return await _join(store, session, command.resident_id, proof)

    return await perform(store, command, join, SignedIn, wakes=WAKES)


async def _use_code(store: Store, session: Session, phone_hash: str, code_hash: str) -> None:
    code = await identities.code_for(phone_hash, session)
    if code is None or _is_over(code, store.now()):
        raise CodeExpired
    if not hmac.compare_digest(code.code_hash, code_hash):
        raise CodeWrong(attempts_left=MOST_ATTEMPTS - code.attempts)
    code.expires_at = store.now()  # the row stays, because sendings are counted in it
    await identities.save_code(code, session)


def _is_over(code: OneTimeCode, now: datetime) -> bool:
    return code.expires_at <= now or code.attempts > MOST_ATTEMPTS


async def _join(store: Store, session: Session, resident_id: str | None, proof: Proof) -> SignedIn:
    known = await identities.find(identity_id(proof.provider, proof.subject_hash), session)
    current = await residents.load(resident_id, session) if resident_id else None
    person, merged = await _person(store, session, current, known, proof)
    opened = await open_session(store, session, person.id)
    return SignedIn(resident_id=person.id, session_id=opened.id, generation=opened.generation, merged=merged)


async def _person(
    store: Store, session: Session, current: Resident | None, known: Identity | None, proof: Proof
) -> tuple[Resident, bool]:
    """Who is signed in from now on, and whether `current` was merged into them."""
    has = {identity.provider for identity in await identities.of_resident(current.id, session)} if current else set()
    if known is None:
        if proof.provider in has:
            raise AlreadySignedIn(provider=proof.provider)
        person = current or await _newcomer(store, session)
        await identities.insert(_identity(store, person, proof), session)
        return person, False
    person = await residents.load(known.resident_id, session)
    if current is None or current.id == person.id or has:
        return person, False
    await merge(store, session, current, person)
    return person, True


async def _newcomer(store: Store, session: Session) -> Resident:
    resident = Resident(created_at=store.now())
    await residents.insert(resident, session)
    return resident


def _identity(store: Store, person: Resident, proof: Proof) -> Identity:
    return Identity(
        id=identity_id(proof.provider, proof.subject_hash),
        resident_id=person.id,
        provider=proof.provider,
        sealed=proof.sealed,
        masked=proof.masked,
        at=store.now(),
    )
