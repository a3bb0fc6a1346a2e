"""人员: who has an account, what each may do and for whom; one-time passwords, locking, phones that were lost."""

from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import ValidationError
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from content_models.kit.errors import InvalidInput, ZhengwuError
from content_models.organs import repository as organs
from content_models.staff import repository as staff_records
from content_models.staff.actions.keep import (
    ONLY_ADMINISTRATORS,
    ChangeStaff,
    LockStaff,
    ResetStaff,
    change_staff,
    check_roles,
    lock_staff,
    reset_staff,
)
from content_models.staff.documents import Staff
from content_models.staff.rights import Right, require
from server.auth import brake
from server.auth.accounts import create_staff
from server.auth.first_start import one_time_password
from server.auth.passwords import hash_password
from server.console.chrome import chrome_for
from server.console.forms import expected_version, field, idempotency_key, new_key
from server.console.people_view import ROLE_CHOICES, PersonForm, line_of
from server.console.visit import Endpoint, Visit, staff_only
from server.pages.renderer import page

Act = Callable[[Visit, Staff, FormData], Awaitable[Response]]


@staff_only
async def show_people(visit: Visit) -> Response:
    require(visit.actor, Right.manage_staff, ONLY_ADMINISTRATORS)
    known = await staff_records.everybody()
    names = await organs.load_many(organ for staff in known for organ in staff.organ_ids)
    return page(
        visit.request,
        "console/people.html",
        chrome=await chrome_for(visit),
        lines=[line_of(staff, names) for staff in known],
    )


@staff_only
async def show_new(visit: Visit) -> Response:
    require(visit.actor, Right.manage_staff, ONLY_ADMINISTRATORS)
    return await _form(visit, None, PersonForm("", "", [], []))


@staff_only
async def add_person(visit: Visit) -> Response:
    require(visit.actor, Right.manage_staff, ONLY_ADMINISTRATORS)
    typed = PersonForm.sent(await visit.request.form())
    password = one_time_password()
    try:
        username, roles = typed.account(), typed.known_roles()
        check_roles(roles, typed.organ_ids)
        staff = await create_staff(
            visit.store,
            username,
            typed.name(),
            roles,
            password,
            organ_ids=typed.organ_ids,
            must_change_password=True,
        )
    except ZhengwuError as refusal:
        return await _form(visit, None, typed, refusal)
    return await _show(visit, staff, password=password)


@staff_only
async def show_person(visit: Visit) -> Response:
    require(visit.actor, Right.manage_staff, ONLY_ADMINISTRATORS)
    return await _show(visit, await _person(visit))


def acting(act: Act) -> Endpoint:
    """An endpoint for one act on an account; a refusal is shown on its page as it now is."""

    @staff_only
    async def endpoint(visit: Visit) -> Response:
        require(visit.actor, Right.manage_staff, ONLY_ADMINISTRATORS)
        staff = await _person(visit)
        try:
            return await act(visit, staff, await visit.request.form())
        except ZhengwuError as refusal:
            return await _show(visit, await _person(visit), refusal=refusal)

    return endpoint


async def _change(visit: Visit, staff: Staff, form: FormData) -> Response:
    typed = PersonForm.sent(form)
    try:
        command = ChangeStaff(
            **_asked(visit, staff, form),
            display_name=typed.name(),
            roles=typed.known_roles(),
            organ_ids=typed.organ_ids,
        )
        await change_staff(visit.store, command)
    except ZhengwuError as refusal:
        return await _form(visit, staff, typed, refusal)
    except ValidationError:
        return await _form(visit, staff, typed, InvalidInput("姓名最多 40 个字。"))
    return RedirectResponse(f"/console/people/{staff.id}", 303)


async def _reset(visit: Visit, staff: Staff, form: FormData) -> Response:
    password = one_time_password()
    command = ResetStaff(
        **_asked(visit, staff, form),
        password_hash=await hash_password(password),
        drops_totp=field(form, "totp") == "on",
    )
    await reset_staff(visit.store, command)
    await brake.release(staff.username)
    return await _show(visit, await _person(visit), password=password)


async def _lock(visit: Visit, staff: Staff, form: FormData) -> Response:
    command = LockStaff(**_asked(visit, staff, form), locks=field(form, "act") == "lock")
    await lock_staff(visit.store, command)
    return RedirectResponse(f"/console/people/{staff.id}", 303)


def _asked(visit: Visit, staff: Staff, form: FormData) -> dict[str, Any]:
    return {
        "actor": visit.actor,
        "idempotency_key": idempotency_key(form),
        "staff_id": staff.id,
        "expected_version": expected_version(form),
    }


async def _person(visit: Visit) -> Staff:
    return await staff_records.load(visit.request.path_params["staff_id"])


async def _show(visit: Visit, staff: Staff, *, password: str = "", refusal: ZhengwuError | None = None) -> Response:
    typed = PersonForm(staff.username, staff.display_name, [*staff.roles], staff.organ_ids)
    return await _form(visit, staff, typed, refusal, password=password)


async def _form(
    visit: Visit,
    staff: Staff | None,
    typed: PersonForm,
    refusal: ZhengwuError | None = None,
    *,
    password: str = "",
) -> Response:
    known = await organs.every_organ()
    return page(
        visit.request,
        "console/person.html",
        status=refusal.status if refusal else 200,
        headers={"cache-control": "no-store"},
        chrome=await chrome_for(visit),
        staff=line_of(staff, {organ.id: organ for organ in known}) if staff else None,
        version=staff.version if staff else 0,
        sessions=len(await staff_records.sessions_of(staff.id)) if staff else 0,
        typed=typed,
        refusal=refusal,
        problems=refusal.details.get("problems", {}) if refusal else {},
        password=password,
        role_choices=ROLE_CHOICES,
        organs=[(organ.id, organ.full_name) for organ in known],
        key=new_key(),
    )


save_person, reset_person, lock_person = map(acting, (_change, _reset, _lock))
