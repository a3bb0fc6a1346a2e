"""The first start of an empty system: one administrator, with a password made up for this system and used once."""

import secrets

from content_models.kit.store import Store
from content_models.staff import repository as staff_records
from content_models.staff.documents import Role
from server.auth.accounts import create_staff
from server.auth.errors import UsernameTaken

ADMINISTRATOR = "admin"


def one_time_password() -> str:
    """96 random bits in 16 characters."""
    return secrets.token_urlsafe(12)


async def first_administrator(store: Store) -> str | None:
    """The one-time password of the administrator that had to be made; None where somebody is there already.

    Several processes may start at once: the username's index lets one of them be first.
    """
    if await staff_records.is_anybody_there():
        return None
    password = one_time_password()
    try:
        await create_staff(store, ADMINISTRATOR, "管理员", [Role.administrator], password, must_change_password=True)
    except UsernameTaken:
        return None
    return password
