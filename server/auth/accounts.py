"""Accounts of editorial staff, as the command line and the demo create them."""

from collections.abc import Sequence

from pymongo.errors import DuplicateKeyError

from content_models.kit.store import Store
from content_models.staff import repository as staff_records
from content_models.staff.documents import Role, Staff
from server.auth.errors import UsernameTaken
from server.auth.passwords import hash_password


async def create_staff(
    store: Store,
    username: str,
    display_name: str,
    roles: Sequence[Role],
    password: str,
    *,
    organ_ids: Sequence[str] = (),
    must_change_password: bool = False,
) -> Staff:
    """Raises UsernameTaken, WeakPassword."""
    staff = Staff(
        username=username,
        display_name=display_name,
        roles=list(roles),
        organ_ids=list(organ_ids),
        must_change_password=must_change_password,
        password_hash=await hash_password(password),
        created_at=store.now(),
    )
    try:
        await staff_records.insert(staff)
    except DuplicateKeyError as clash:
        raise UsernameTaken(username=username) from clash
    return staff
