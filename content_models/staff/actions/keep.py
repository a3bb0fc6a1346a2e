"""`change_staff` 修改人员, `reset_staff` 重置登录, `lock_staff` 停用与恢复: what an administrator does about accounts.

Each ends the person's sessions where it takes something away: a right that was withdrawn must not live on in a tab.
"""

from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from content_models.kit.commands import Command, perform
from content_models.kit.store import Session, Store
from content_models.staff import repository as staff_records
from content_models.staff.documents import Role, Staff
from content_models.staff.errors import LastAdministrator, StaffRefused
from content_models.staff.rights import Right, require

ONLY_ADMINISTRATORS = "只有管理员可以管理人员。"


class StaffCommand(Command):
    """A command on one account. `expected_version` is the version the caller looked at."""

    staff_id: str
    expected_version: int = Field(ge=1)


class ChangeStaff(StaffCommand):
    display_name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
    roles: list[Role]
    organ_ids: list[str] = []


class ResetStaff(StaffCommand):
    """`password_hash` is of a one-time password; `drops_totp` also lets go of the phone."""

    password_hash: str
    drops_totp: bool = False


class LockStaff(StaffCommand):
    locks: bool


class StaffKept(BaseModel):
    staff_id: str
    version: int


async def change_staff(store: Store, command: ChangeStaff) -> StaffKept:
    """Raises NotAllowed, NotFound, VersionConflict, StaffRefused, LastAdministrator."""
    return await perform(store, command, _change, StaffKept, wakes="staff")


async def reset_staff(store: Store, command: ResetStaff) -> StaffKept:
    """Raises NotAllowed, NotFound, VersionConflict."""
    return await perform(store, command, _reset, StaffKept, wakes="staff")


async def lock_staff(store: Store, command: LockStaff) -> StaffKept:
    """Raises NotAllowed, NotFound, VersionConflict, LastAdministrator."""
    return await perform(store, command, _lock, StaffKept, wakes="staff")


def check_roles(roles: list[Role], organ_ids: list[str]) -> None:
    """Raises StaffRefused."""
    problems = {}
    if not roles:
        problems["roles"] = "请至少选一个角色。"
    if set(roles) == {Role.contributor} and not organ_ids:
        problems["organ_ids"] = "部门供稿人员须选定所代表的机构，否则什么也看不到。"
    if problems:
        raise StaffRefused(problems=problems)


async def _change(_: Store, session: Session, command: ChangeStaff) -> StaffKept:
    staff = await _account(command, session)
    check_roles(command.roles, command.organ_ids)
    if Role.administrator not in command.roles:
        await _require_another_administrator(staff)
    changes = {"display_name": command.display_name, "roles": command.roles, "organ_ids": command.organ_ids}
    return await _keep(command, changes, session)


async def _reset(_: Store, session: Session, command: ResetStaff) -> StaffKept:
    await _account(command, session)
    changes: dict[str, Any] = {"password_hash": command.password_hash, "must_change_password": True, "disabled": False}
    if command.drops_totp:
        changes |= {"totp_sealed": None, "recovery_hashes": []}
    return await _keep(command, changes, session)


async def _lock(_: Store, session: Session, command: LockStaff) -> StaffKept:
    staff = await _account(command, session)
    if command.locks:
        await _require_another_administrator(staff)
    return await _keep(command, {"disabled": command.locks}, session)


async def _account(command: StaffCommand, session: Session) -> Staff:
    require(command.actor, Right.manage_staff, ONLY_ADMINISTRATORS)
    return await staff_records.load(command.staff_id, session)


async def _keep(command: StaffCommand, changes: dict[str, Any], session: Session) -> StaffKept:
    version = command.expected_version
    await staff_records.change(command.staff_id, changes, expected_version=version, session=session)
    await staff_records.close_sessions_of(command.staff_id, session=session)
    return StaffKept(staff_id=command.staff_id, version=version + 1)


async def _require_another_administrator(staff: Staff) -> None:
    if Role.administrator not in staff.roles or staff.disabled:
        return
    others = [one for one in await staff_records.everybody() if one.id != staff.id and not one.disabled]
    if not any(Role.administrator in one.roles for one in others):
        raise LastAdministrator
