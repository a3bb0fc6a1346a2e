"""Logging in, step by step: password, one-time code, a new password, a phone to be bound. Each step gives a new token.

Which steps there are is decided here and nowhere else; the pages only show what the session says it wants.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from content_models.kit.errors import NotAuthenticated
from content_models.kit.sealing import Sealer, Unsealable
from content_models.kit.store import Store
from content_models.staff import repository as staff_records
from content_models.staff.documents import SessionStage, Staff, StaffSession
from server.auth import sessions, totp
from server.auth.brake import LogInBrake
from server.auth.errors import SamePassword, WrongCode, WrongCredentials
from server.auth.passwords import hash_password, matches
from server.auth.sessions import Opened


@dataclass(frozen=True, slots=True)
class Door:
    """The way in as the settings make it. `sealer` opens TOTP secrets."""

    store: Store
    sealer: Sealer
    wants_totp: bool
    lasts: timedelta
    issuer: str
    address: str = field(default="")  # where the request comes from

    @property
    def _brake(self) -> LogInBrake:
        return LogInBrake(self.store)

    async def password(self, username: str, password: str) -> Opened:
        """The first step. Raises TooManyAttempts, WrongCredentials."""
        await self._brake.attempt(username, self.address)
        staff = await staff_records.by_username(username)
        known = await matches(password, staff.password_hash if staff else None)
        if staff is None or not known or staff.disabled:
            raise WrongCredentials
        await self._brake.succeeded(username, self.address)
        return await self._open(staff, has_shown_code=False)

    async def code(self, token: str | None, code: str) -> Opened:
        """A code from the phone, or one of the recovery codes. Raises TooManyAttempts, WrongCode, NotAuthenticated."""
        staff, _ = await sessions.half_way(self.store, token, SessionStage.wants_code)
        name = f"code of {staff.id}"
        await self._brake.attempt(name, self.address)
        if not (await self._is_code(staff, code) or await self._is_recovery(staff, code)):
            raise WrongCode
        await self._brake.succeeded(name, self.address)
        return await self._go_on(token, staff)

    async def new_password(self, token: str | None, password: str) -> Opened:
        """In place of the one-time password. Raises WeakPassword, SamePassword, NotAuthenticated."""
        staff, _ = await sessions.half_way(self.store, token, SessionStage.wants_password)
        if await matches(password, staff.password_hash):
            raise SamePassword
        changes = {"password_hash": await hash_password(password), "must_change_password": False}
        await staff_records.change(staff.id, changes, expected_version=staff.version)
        return await self._go_on(token, await staff_records.load(staff.id))

    async def enrolment(self, token: str | None) -> totp.Enrolment:
        """The secret to scan; the same one each time the page of this session is shown. Raises NotAuthenticated."""
        staff, session = await sessions.half_way(self.store, token, SessionStage.wants_enrolment)
        return totp.enrolment(await self.enrolling_secret(staff, session), staff.username, self.issuer)

    async def enrol(self, token: str | None, code: str) -> tuple[Opened, list[str]]:
        """Bind the phone that shows this code; gives the recovery codes. Raises WrongCode, NotAuthenticated."""
        staff, session = await sessions.half_way(self.store, token, SessionStage.wants_enrolment)
        codes = await self.bind(staff, session, code)
        return await self._go_on(token, await staff_records.load(staff.id)), codes

    async def enrolling_secret(self, staff: Staff, session: StaffSession) -> str:
        """The secret this session is setting up, made on first use."""
        if session.enrolling_sealed:
            return totp.unseal(self.sealer, session.enrolling_sealed, staff.id)
        secret = totp.new_secret()
        await staff_records.keep_enrolling(session.id, totp.seal(self.sealer, secret, staff.id))
        return secret

    async def bind(self, staff: Staff, session: StaffSession, code: str) -> list[str]:
        """Keep the secret of this session as the person's; gives new recovery codes. Raises WrongCode."""
        await self._brake.attempt(f"code of {staff.id}", self.address)
        secret = await self.enrolling_secret(staff, session)
        step = totp.matching_step(secret, code, self.store.now())
        if step is None:
            raise WrongCode
        await self._brake.succeeded(f"code of {staff.id}", self.address)
        codes = totp.new_recovery_codes()
        changes = {
            "totp_sealed": totp.seal(self.sealer, secret, staff.id),
            "totp_last_step": step,
            "recovery_hashes": [totp.recovery_digest(code) for code in codes],
        }
        await staff_records.change(staff.id, changes, expected_version=staff.version)
        return codes

    async def _is_code(self, staff: Staff, code: str) -> bool:
        try:
            secret = totp.unseal(self.sealer, staff.totp_sealed or b"", staff.id)
        except Unsealable:
            return False
        step = totp.matching_step(secret, code, self.store.now())
        return step is not None and await staff_records.use_step(staff.id, step)

    async def _is_recovery(self, staff: Staff, code: str) -> bool:
        return await staff_records.use_recovery_code(staff.id, totp.recovery_digest(code))

    async def _go_on(self, token: str | None, staff: Staff) -> Opened:
        """To the next step, under another token: one that was seen half way opens nothing later."""
        await sessions.log_out(token)
        return await self._open(staff, has_shown_code=True)

    async def _open(self, staff: Staff, *, has_shown_code: bool) -> Opened:
        stage = self._stage(staff, has_shown_code=has_shown_code)
        return await sessions.open_session(self.store, staff, stage, self.lasts, self.address)

    def _stage(self, staff: Staff, *, has_shown_code: bool) -> SessionStage:
        if staff.totp_sealed and not has_shown_code:
            return SessionStage.wants_code
        if staff.must_change_password:
            return SessionStage.wants_password
        if self.wants_totp and not staff.totp_sealed:
            return SessionStage.wants_enrolment
        return SessionStage.open


async def stage_of(store: Store, token: str | None) -> tuple[Staff, SessionStage] | None:
    """Who is half way in, and what is wanted of them; None when nobody is."""
    for stage in (SessionStage.wants_code, SessionStage.wants_password, SessionStage.wants_enrolment):
        try:
            staff, _ = await sessions.half_way(store, token, stage)
        except NotAuthenticated:
            continue
        return staff, stage
    return None
