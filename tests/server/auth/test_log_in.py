"""Logging in: password, code, recovery code, a first password of one's own, a phone bound; and no way around a step."""

from datetime import timedelta

import pyotp
import pytest

from content_models.kit.errors import NotAuthenticated
from content_models.kit.sealing import Unsealable
from content_models.kit.store import Store
from content_models.staff import repository as staff_records
from content_models.staff.documents import Role, SessionStage, Staff
from server.auth import sessions, totp
from server.auth.accounts import create_staff
from server.auth.brake import ALLOWED
from server.auth.errors import SamePassword, TooManyAttempts, WrongCode, WrongCredentials
from server.auth.first_start import first_administrator
from server.auth.log_in import Door

PASSWORD = "correct-horse"
SEALER = totp.sealer_of(b"k" * 40)


@pytest.fixture
def door(store: Store) -> Door:
    return Door(store, SEALER, wants_totp=True, lasts=timedelta(hours=8), issuer="示例市政务发布", address="10.0.0.1")


@pytest.fixture
async def wang(store: Store, door: Door) -> Staff:
    return await create_staff(store, "wang", "王编辑", [Role.editor], PASSWORD)


def code_at(door: Door, enrolment: totp.Enrolment, *, steps: int = 0) -> str:
    secret = enrolment.secret.replace(" ", "")
    return pyotp.TOTP(secret).at(int(door.store.now().timestamp()) + steps * totp.STEP)


def pass_time(store: Store, wait: timedelta) -> None:
    now = store.now()
    store.now = lambda: now + wait


async def bound(door: Door) -> tuple[totp.Enrolment, list[str]]:
    """wang with a phone; the code of this half minute is used up."""
    token = (await door.password("wang", PASSWORD)).token
    enrolment = await door.enrolment(token)
    _, codes = await door.enrol(token, code_at(door, enrolment))
    pass_time(door.store, timedelta(seconds=2 * totp.STEP))
    return enrolment, codes


async def test_who_has_no_phone_bound_must_bind_one_first(door: Door, wang: Staff) -> None:
    first = await door.password("wang", PASSWORD)
    assert first.stage is SessionStage.wants_enrolment
    enrolment = await door.enrolment(first.token)
    assert await door.enrolment(first.token) == enrolment
    with pytest.raises(WrongCode):
        await door.enrol(first.token, "000000" if code_at(door, enrolment) != "000000" else "000001")
    opened, codes = await door.enrol(first.token, code_at(door, enrolment))
    assert opened.stage is SessionStage.open
    assert len(set(codes)) == totp.RECOVERY_CODES
    assert (await sessions.staff_of(door.store, opened.token)).id == wang.id
    with pytest.raises(NotAuthenticated):
        await door.enrolment(first.token)


async def test_the_code_is_asked_and_counts_once(door: Door, wang: Staff) -> None:
    enrolment, _ = await bound(door)
    first = await door.password("wang", PASSWORD)
    assert first.stage is SessionStage.wants_code
    code = code_at(door, enrolment)
    assert (await door.code(first.token, code)).stage is SessionStage.open
    again = await door.password("wang", PASSWORD)
    with pytest.raises(WrongCode):
        await door.code(again.token, code)


@pytest.mark.parametrize(("steps", "is_taken"), [(-2, False), (-1, True), (1, True), (2, False)])
async def test_a_clock_half_a_minute_off_is_forgiven(door: Door, wang: Staff, steps: int, is_taken: bool) -> None:
    enrolment, _ = await bound(door)
    pass_time(door.store, timedelta(minutes=5))
    first = await door.password("wang", PASSWORD)
    try:
        opened = await door.code(first.token, code_at(door, enrolment, steps=steps))
    except WrongCode:
        opened = None
    assert (opened is not None) is is_taken


async def test_a_recovery_code_opens_once(door: Door, wang: Staff) -> None:
    _, codes = await bound(door)
    first = await door.password("wang", PASSWORD)
    assert (await door.code(first.token, f" {codes[0].upper()} ")).stage is SessionStage.open
    again = await door.password("wang", PASSWORD)
    with pytest.raises(WrongCode):
        await door.code(again.token, codes[0])


async def test_guessing_codes_is_slowed_down_too(door: Door, wang: Staff) -> None:
    await bound(door)
    token = (await door.password("wang", PASSWORD)).token
    for _ in range(ALLOWED):
        with pytest.raises(WrongCode):
            await door.code(token, "12 34")
    with pytest.raises(TooManyAttempts):
        await door.code(token, "12 34")


async def test_without_the_setting_only_bound_phones_are_asked(store: Store, door: Door, wang: Staff) -> None:
    lenient = Door(store, SEALER, wants_totp=False, lasts=door.lasts, issuer=door.issuer)
    assert (await lenient.password("wang", PASSWORD)).stage is SessionStage.open
    await bound(door)
    assert (await lenient.password("wang", PASSWORD)).stage is SessionStage.wants_code


async def test_a_secret_of_another_server_or_person_opens_nothing(door: Door, wang: Staff) -> None:
    await bound(door)
    sealed = (await staff_records.load(wang.id)).totp_sealed or b""
    with pytest.raises(Unsealable):
        totp.unseal(totp.sealer_of(b"z" * 40), sealed, wang.id)
    with pytest.raises(Unsealable):
        totp.unseal(SEALER, sealed, "another person")


@pytest.mark.parametrize(("username", "password"), [("wang", "wrong"), ("nobody", PASSWORD), ("wang", "")])
async def test_wrong_name_and_wrong_password_look_the_same(
    door: Door, wang: Staff, username: str, password: str
) -> None:
    with pytest.raises(WrongCredentials) as refused:
        await door.password(username, password)
    assert refused.value.message == WrongCredentials.default_message


async def test_a_locked_account_does_not_get_in(door: Door, wang: Staff) -> None:
    await staff_records.change(wang.id, {"disabled": True}, expected_version=wang.version)
    with pytest.raises(WrongCredentials):
        await door.password("wang", PASSWORD)


async def test_first_start_makes_one_administrator_whose_password_must_be_changed(store: Store, door: Door) -> None:
    once = await first_administrator(store)
    assert once
    assert await first_administrator(store) is None
    first = await door.password("admin", once)
    assert first.stage is SessionStage.wants_password
    with pytest.raises(SamePassword):
        await door.new_password(first.token, once)
    second = await door.new_password(first.token, "a password of my own")
    assert second.stage is SessionStage.wants_enrolment
    with pytest.raises(WrongCredentials):
        await door.password("admin", once)
