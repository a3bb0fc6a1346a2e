"""All queries for vendors' limits and tickets. Everything is read and written by `_id`."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from beanie.operators import In
from pymongo.errors import BulkWriteError, DuplicateKeyError

from content_models.announcements.vendors.documents import QuotaUse, SharedToken, VendorTicket
from content_models.kit.parts import parts_of
from content_models.kit.records import as_stored

_DUPLICATE_KEY = 11000


async def uses(ids: Sequence[str]) -> list[QuotaUse]:
    """Those of these places that are taken."""
    return [use for these in parts_of(ids) for use in await QuotaUse.find(In(QuotaUse.id, these)).to_list()]


async def insert_uses(wanted: Sequence[QuotaUse]) -> set[str]:
    """Take these places; returns the devices whose place was taken by somebody else first."""
    if not wanted:
        return set()
    try:
        await QuotaUse.get_pymongo_collection().insert_many([as_stored(use) for use in wanted], ordered=False)
    except BulkWriteError as error:
        return {wanted[index].device_id for index in _duplicates(error)}
    return set()


def _duplicates(error: BulkWriteError) -> Iterable[int]:
    failures = error.details["writeErrors"]
    if any(failure["code"] != _DUPLICATE_KEY for failure in failures):
        raise error
    return [failure["index"] for failure in failures]


async def ticket(ticket_id: str, now: datetime) -> str | None:
    """What is kept under this id, unless the service has forgotten it."""
    kept = await VendorTicket.get(ticket_id)
    return kept.value if kept and kept.forget_at > now else None


async def keep_ticket(ticket: VendorTicket, now: datetime) -> str:
    """Keep this one, or give the one that is kept already and still good."""
    row = as_stored(ticket)
    try:
        await VendorTicket.get_pymongo_collection().update_one(
            {"_id": row.pop("_id"), "forget_at": {"$lte": now}}, {"$set": row}, upsert=True
        )
    except DuplicateKeyError:
        kept = await VendorTicket.get(ticket.id)
        return kept.value if kept else ticket.value
    return ticket.value


async def shared_token(token_id: str) -> SharedToken | None:
    return await SharedToken.get(token_id)


async def share_token(token: SharedToken, instead_of: datetime) -> SharedToken:
    """Keep this one in place of any issued no later than `instead_of`, or give the one that is kept already."""
    row = as_stored(token)
    try:
        await SharedToken.get_pymongo_collection().update_one(
            {"_id": row.pop("_id"), "issued_at": {"$lte": instead_of}}, {"$set": row}, upsert=True
        )
    except DuplicateKeyError:
        return await SharedToken.get(token.id) or token
    return token
