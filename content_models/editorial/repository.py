"""All queries for sign-offs."""

from content_models.editorial.documents import SignOff
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
