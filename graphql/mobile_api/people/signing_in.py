"""Signing in: with a code sent to a phone, or with an account at a provider."""

from contextlib import suppress
from dataclasses import astuple
from typing import Annotated

import strawberry

from content_models.residents.identities.actions import sign_in as verbs
from content_models.residents.identities.actions.request_code import RequestCode, hash_code, hash_phone, request_code
from content_models.residents.identities.actions.sign_in import Proof
from content_models.residents.identities.documents import PHONE
from content_models.residents.identities.rules import CODE_LASTS, masked_phone, new_code, phone_number
from mobile_api.commands import command
from mobile_api.context import Context, Info, as_actor
from mobile_api.people.ports import Authorization, SignInUnavailable
from mobile_api.people.sessions import session_tokens
from mobile_api.people.types import (
    CodeSent,
    RequestCodeInput,
    SignedIn,
    SignInProvider,
    SignInWithAccountInput,
    SignInWithPhoneInput,
)
from mobile_api.problems import AnyProblem, settled

Wanted = Annotated[RequestCodeInput, strawberry.argument(name="input", description="发往哪里 / Where to")]
WithPhone = Annotated[SignInWithPhoneInput, strawberry.argument(name="input", description="手机号与验证码 / Proof")]
WithAccount = Annotated[SignInWithAccountInput, strawberry.argument(name="input", description="授权结果 / Proof")]


async def providers(info: Info) -> list[SignInProvider]:
    """Those that answer; one that is away is left out rather than keeping the others from being offered."""
    offered = []
    for provider in info.context.deps.sign_in.providers.values():
        with suppress(SignInUnavailable):
            offered.append(SignInProvider(offer=await provider.offer()))
    return offered


async def request_sign_in_code(info: Info, wanted: Wanted) -> CodeSent | AnyProblem:
    return await settled(_request(info.context, wanted))


async def sign_in_with_phone(info: Info, proof: WithPhone) -> SignedIn | AnyProblem:
    return await settled(_with_phone(info.context, proof))


async def sign_in_with_account(info: Info, proof: WithAccount) -> SignedIn | AnyProblem:
    return await settled(_with_account(info.context, proof))


async def _request(context: Context, wanted: RequestCodeInput) -> CodeSent:
    ports, phone, code = context.deps.sign_in, phone_number(wanted.phone), new_code()
    phone_hash = hash_phone(ports.sealer, phone)
    asked = command(
        RequestCode, actor=as_actor(phone_hash), idempotency_key=wanted.idempotency_key, phone_hash=phone_hash
    )
    requested = await request_code(context.store, asked, hash_code(ports.sealer, phone, code))
    if requested.is_first:
        await ports.codes.send(phone, code, CODE_LASTS)
    return CodeSent(masked_phone=masked_phone(phone), expires_at=requested.expires_at, resend_at=requested.resend_at)


async def _with_phone(context: Context, given: SignInWithPhoneInput) -> SignedIn:
    sealer, phone = context.deps.sign_in.sealer, phone_number(given.phone)
    proof = Proof(
        provider=PHONE,
        subject_hash=hash_phone(sealer, phone),
        sealed=sealer.seal(phone, PHONE),
        masked=masked_phone(phone),
    )
    asked = _sign_in(context, proof, given.idempotency_key)
    code_hash = hash_code(sealer, phone, given.code.strip())
    return await _signed_in(context, asked, await verbs.sign_in_by_code(context.store, asked, proof, code_hash))


async def _with_account(context: Context, given: SignInWithAccountInput) -> SignedIn:
    ports = context.deps.sign_in
    provider = ports.provider(given.provider)
    brought = Authorization(given.code, given.code_verifier, given.redirect_uri, given.nonce)

    async def prove() -> Proof:
        account = await provider.account(brought)
        return Proof(
            provider=given.provider,
            subject_hash=ports.sealer.look_up(account.subject, given.provider),
            sealed=ports.sealer.seal(account.subject, given.provider),
            masked=account.shown,
        )

    asked = command(
        verbs.SignInWithAccount,
        actor=as_actor(ports.sealer.look_up("\x1f".join(astuple(brought)), given.provider)),
        idempotency_key=given.idempotency_key,
        provider=given.provider,
        resident_id=_resident_so_far(context),
    )
    return await _signed_in(context, asked, await verbs.sign_in_with_account(context.store, asked, prove))


def _sign_in(context: Context, proof: Proof, key: str) -> verbs.SignIn:
    """Whoever proves it is the actor, so that a key is theirs whatever device they use."""
    return command(
        verbs.SignIn,
        actor=as_actor(proof.subject_hash),
        idempotency_key=key,
        provider=proof.provider,
        subject_hash=proof.subject_hash,
        resident_id=_resident_so_far(context),
    )


def _resident_so_far(context: Context) -> str | None:
    """Also one who was merged meanwhile: when the answer got lost, the app asks again with its old token."""
    claims = context.signed_claims_or_none()
    return claims.resident_id if claims else None


async def _signed_in(
    context: Context, asked: verbs.SignIn | verbs.SignInWithAccount, answer: verbs.SignedIn
) -> SignedIn:
    if answer.merged and asked.resident_id:
        context.deps.changes.ended_here(asked.resident_id, context.store.now(), renewable=True)
    context.deps.changes.changed_here(answer.resident_id)
    session = await session_tokens(context, answer.session_id, answer.generation)
    return SignedIn(session=session, merged=answer.merged)
