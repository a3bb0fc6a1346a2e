"""Accounts as an administrator sees them, and the form they are kept with."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import FormData

from content_models.organs.documents import Organ
from content_models.staff.documents import Role, Staff
from content_models.staff.errors import StaffRefused
from content_models.staff.rights import RIGHTS, Right
from server.console.forms import field, fields
from server.pages.labels import RIGHT_NAMES, ROLE_NAMES
from server.pages.moments import minute

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
LONGEST_NAME = 40  # characters


@dataclass(frozen=True, slots=True)
class PersonLine:
    id: str
    username: str
    name: str
    roles: str
    scope: str
    phone: str
    state: str
    tone: str
    made: str
    is_locked: bool


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """A role with what it may do, in words from the table of rights."""

    role: Role
    name: str
    may: str


def _rights_of(role: Role) -> str:
    return "、".join(RIGHT_NAMES.get(right, right) for right in Right if role in RIGHTS[right])


ROLE_CHOICES = [RoleChoice(role, ROLE_NAMES[role], _rights_of(role)) for role in Role]


@dataclass(frozen=True, slots=True)
class PersonForm:
    """What stands in the form's fields, exactly as typed."""

    username: str
    display_name: str
    roles: list[str]
    organ_ids: list[str]

    @classmethod
    def sent(cls, form: FormData) -> "PersonForm":
        return cls(
            field(form, "username").strip().lower(),
            field(form, "display_name").strip(),
            fields(form, "roles"),
            fields(form, "organ_ids"),
        )

    def account(self) -> str:
        """Raises StaffRefused."""
        if not _USERNAME.fullmatch(self.username):
            raise StaffRefused(problems={"username": "用户名用 2 到 32 个小写字母、数字、点、横线或下划线。"})
        return self.username

    def name(self) -> str:
        """Raises StaffRefused."""
        if not 1 <= len(self.display_name) <= LONGEST_NAME:
            raise StaffRefused(problems={"display_name": f"请填写姓名，最多 {LONGEST_NAME} 个字。"})
        return self.display_name

    def known_roles(self) -> list[Role]:
        return [role for role in Role if role in self.roles]


def line_of(staff: Staff, organs: Mapping[str, Organ]) -> PersonLine:
    state, tone = _state(staff)
    bound = [organs[organ].full_name if organ in organs else organ for organ in staff.organ_ids]
    return PersonLine(
        id=staff.id,
        username=staff.username,
        name=staff.display_name,
        roles="、".join(ROLE_NAMES[role] for role in staff.roles),
        scope="、".join(bound) or "全部机构",
        phone="已绑定" if staff.totp_sealed else "未绑定",
        state=state,
        tone=tone,
        made=minute(staff.created_at),
        is_locked=staff.disabled,
    )


def _state(staff: Staff) -> tuple[str, str]:
    if staff.disabled:
        return "已停用", "bad"
    return ("等待首次登录改密码", "warn") if staff.must_change_password else ("正常", "good")
