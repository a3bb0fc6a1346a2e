"""All queries for staff, their sessions and sign-offs."""

from datetime import datetime

from content_models.editorial.documents import SignOff, Staff, StaffSession
from content_models.kit.store import Session


async def sign_offs_of(release_id: str, review_round: int, session: Session | None = None) -> list[SignOff]:
    """In the order they were given."""
    query = SignOff.find(SignOff.release_id == release_id, SignOff.review_round == review_round, session=session)
    return await query.sort("+at").to_list()


async def trail_of(release_id: str) -> list[SignOff]:
    """Every signature ever given to this release, oldest first."""
    return await SignOff.find(SignOff.release_id == release_id).sort("+at").to_list()


async def insert_sign_off(sign_off: SignOff, session: Session) -> None:
    await sign_off.insert(session=session)


async def staff_by_username(username: str) -> Staff | None:
    return await Staff.find_one(Staff.username == username)


async def load_staff(staff_id: str) -> Staff | None:
    return await Staff.get(staff_id)


async def save_staff(staff: Staff) -> None:
    await staff.save()


async def open_session(staff_session: StaffSession) -> None:
    await staff_session.insert()


async def find_session(digest: str) -> StaffSession | None:
    return await StaffSession.get(digest)


async def close_session(digest: str) -> None:
    await StaffSession.find(StaffSession.id == digest).delete()


async def drop_expired_sessions(now: datetime) -> None:
    await StaffSession.find(StaffSession.expires_at <= now).delete()
