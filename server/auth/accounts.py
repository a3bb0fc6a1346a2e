"""Accounts of editorial staff, as the command line and the demo create them."""

from collections.abc import Sequence

from pymongo.errors import DuplicateKeyError

from content_models.editorial import repository as editorial
from content_models.editorial.documents import Role, Staff
from content_models.kit.store import Store
from server.auth.errors import UsernameTaken
from server.auth.passwords import hash_password


async def create_staff(store: Store, username: str, display_name: str, roles: Sequence[Role], password: str) -> Staff:
    """Raises UsernameTaken, WeakPassword."""
    staff = Staff(
        username=username,
        display_name=display_name,
        roles=list(roles),
        password_hash=await hash_password(password),
        created_at=store.now(),
    )
    try:
        await editorial.save_staff(staff)
    except DuplicateKeyError as clash:
        raise UsernameTaken(username=username) from clash
    return staff
