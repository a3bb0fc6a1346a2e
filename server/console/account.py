"""我的账号: one's own password, phone and open sessions."""

from starlette.responses import RedirectResponse, Response

from content_models.kit.errors import ZhengwuError
from content_models.staff import repository as staff_records
from content_models.staff.documents import SessionStage, StaffSession
from server.auth import sessions, totp
from server.auth.brake import LogInBrake
from server.auth.deeds import address_of
from server.auth.door import door_of
from server.auth.errors import PasswordsDiffer, SamePassword, WrongCredentials
from server.auth.passwords import hash_password, matches
from server.console.chrome import chrome_for
from server.console.forms import field
from server.console.visit import Visit, staff_only
from server.pages.moments import minute
from server.pages.renderer import page


@staff_only
async def show_account(visit: Visit) -> Response:
    return await _show(visit)


@staff_only
async def change_password(visit: Visit) -> Response:
    """Whoever found an open desk must still know the present password; other sessions end with it."""
    form = await visit.request.form()
    new = field(form, "password")
    try:
        await LogInBrake(visit.store).attempt(visit.staff.username, address_of(visit.request))
        if not await matches(field(form, "present"), visit.staff.password_hash):
            raise WrongCredentials("现在的密码不正确，请重新输入。")
        if new != field(form, "again"):
            raise PasswordsDiffer
        if new == field(form, "present"):
            raise SamePassword
        changes = {"password_hash": await hash_password(new)}
        await staff_records.change(visit.staff.id, changes, expected_version=visit.staff.version)
    except ZhengwuError as refusal:
        return await _show(visit, refusal=refusal)
    await LogInBrake(visit.store).succeeded(visit.staff.username, address_of(visit.request))
    await staff_records.close_sessions_of(visit.staff.id, but=_here(visit))
    return RedirectResponse("/console/account?changed", 303)


@staff_only
async def bind_phone(visit: Visit) -> Response:
    """Without a code: show what to scan. With one: bind the phone, in place of an earlier one."""
    form = await visit.request.form()
    door = door_of(visit.deps, address_of(visit.request))
    secret = await door.enrolling_secret(visit.staff, await _session(visit))
    shown = totp.enrolment(secret, visit.staff.username, door.issuer)
    if not field(form, "code"):
        return await _show(visit, enrolment=shown)
    try:
        codes = await door.bind(visit.staff, await _session(visit), field(form, "code"))
    except ZhengwuError as refusal:
        return await _show(visit, enrolment=shown, refusal=refusal)
    await staff_records.close_sessions_of(visit.staff.id, but=_here(visit))
    return await _show(visit, codes=codes)


@staff_only
async def close_others(visit: Visit) -> Response:
    await staff_records.close_sessions_of(visit.staff.id, but=_here(visit))
    return RedirectResponse("/console/account", 303)


async def _show(
    visit: Visit,
    *,
    enrolment: totp.Enrolment | None = None,
    codes: list[str] | None = None,
    refusal: ZhengwuError | None = None,
) -> Response:
    staff = await staff_records.load(visit.staff.id)
    opened = await staff_records.sessions_of(staff.id)
    return page(
        visit.request,
        "console/account.html",
        status=refusal.status if refusal else 200,
        headers={"cache-control": "no-store"},
        chrome=await chrome_for(visit),
        username=staff.username,
        changed="changed" in visit.request.query_params,
        is_bound=bool(staff.totp_sealed),
        codes_left=len(staff.recovery_hashes),
        sessions=[(_line(one), one.id == _here(visit)) for one in opened if one.stage is SessionStage.open],
        enrolment=enrolment,
        codes=codes,
        refusal=refusal,
    )


def _line(session: StaffSession) -> str:
    return f"{minute(session.created_at)} 从 {session.address or '未知地址'} 登录"


def _here(visit: Visit) -> str:
    return sessions.digest_of(visit.request.cookies[sessions.COOKIE])


async def _session(visit: Visit) -> StaffSession:
    found = await staff_records.find_session(_here(visit))
    if found is None:
        raise WrongCredentials
    return found
