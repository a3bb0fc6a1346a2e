"""All queries for identities and one-time codes."""

from content_models.kit.store import Session
from content_models.residents.identities.documents import Identity, OneTimeCode


async def find(identity_id: str, session: Session | None = None) -> Identity | None:
    return await Identity.get(identity_id, session=session)


async def of_resident(resident_id: str, session: Session | None = None) -> list[Identity]:
    """In the order they were joined."""
    found = await Identity.find(Identity.resident_id == resident_id, session=session).to_list()
    return sorted(found, key=lambda identity: (identity.at, identity.id))


async def insert(identity: Identity, session: Session) -> None:
    await identity.insert(session=session)


async def delete_of(resident_id: str, session: Session) -> None:
    await Identity.get_pymongo_collection().delete_many({"resident_id": resident_id}, session=session)


async def code_for(phone_hash: str, session: Session | None = None) -> OneTimeCode | None:
    return await OneTimeCode.get(phone_hash, session=session)


async def save_code(code: OneTimeCode, session: Session) -> None:
    await code.save(session=session)


async def count_attempt(phone_hash: str, most: int) -> None:
    """Written at once and by itself: a guess that is refused, and so rolled back, still counts."""
    await OneTimeCode.get_pymongo_collection().update_one(
        {"_id": phone_hash, "attempts": {"$lte": most}}, {"$inc": {"attempts": 1}}
    )
