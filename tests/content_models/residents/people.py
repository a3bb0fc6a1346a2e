"""Residents as tests make them: a newcomer, a proof, a sign-in."""

import secrets

from content_models.kit.actors import Actor, ActorKind
from content_models.kit.ids import new_id
from content_models.kit.sealing import Sealer
from content_models.kit.store import Store
from content_models.residents.actions.begin import Begin, Begun, begin
from content_models.residents.identities.actions.request_code import RequestCode, hash_code, hash_phone, request_code
from content_models.residents.identities.actions.sign_in import Proof, SignedIn, SignIn, sign_in_by_code
from content_models.residents.identities.documents import PHONE
from content_models.residents.identities.rules import masked_phone

APP = Actor(kind=ActorKind.resident, id="app", name="居民")
SEALER = Sealer(b"k" * 64)
NUMBER = "13800138000"


async def newcomer(store: Store) -> Begun:
    return await begin(store, Begin(actor=APP, idempotency_key=new_id(), installation=secrets.token_hex(16)))


def proof(number: str = NUMBER) -> Proof:
    return Proof(
        provider=PHONE,
        subject_hash=hash_phone(SEALER, number),
        sealed=SEALER.seal(number, PHONE),
        masked=masked_phone(number),
    )


def asking(resident_id: str | None, number: str = NUMBER, key: str | None = None) -> SignIn:
    return SignIn(
        actor=APP,
        idempotency_key=key or new_id(),
        provider=PHONE,
        subject_hash=hash_phone(SEALER, number),
        resident_id=resident_id,
    )


async def send_code(store: Store, code: str = "123456", number: str = NUMBER) -> None:
    wanted = RequestCode(actor=APP, idempotency_key=new_id(), phone_hash=hash_phone(SEALER, number))
    await request_code(store, wanted, hash_code(SEALER, number, code))


async def use_code(store: Store, command: SignIn, code: str = "123456", number: str = NUMBER) -> SignedIn:
    return await sign_in_by_code(store, command, proof(number), hash_code(SEALER, number, code))
