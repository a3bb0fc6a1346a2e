"""What is known of a resident, for the resident (个人信息保护法 art. 45): complete, for people and programs to read."""

from typing import Any

from beanie import Document

from content_models.kit.sealing import Sealer
from content_models.residents import repository as residents
from content_models.residents.identities import repository as identities
from content_models.residents.identities.documents import Identity
from content_models.residents.inbox import repository as inboxes
from content_models.residents.library import repository as library
from content_models.residents.sessions import repository as sessions


async def export(resident_id: str, sealer: Sealer) -> dict[str, Any]:
    """JSON-ready, every list in the order in which things happened. Raises NotFound, Unsealable."""
    resident = await residents.load(resident_id)
    bookmarks, marks = await library.all_of(resident_id)
    return {
        "resident": _plain(resident),
        "identities": [_opened(one, sealer) for one in await identities.of_resident(resident_id)],
        "consents": [_plain(one) for one in await residents.consents_of(resident_id)],
        "devices": [_plain(one) for one in await residents.devices_of(resident_id)],
        "sessions": [_plain(one) for one in await sessions.of_resident(resident_id)],
        "follows": [_plain(one) for one in await residents.follows_of(resident_id)],
        "bookmarks": [_plain(one) for one in bookmarks],
        "reading": [_plain(one) for one in marks],
        "inbox": [_plain(one) for one in await inboxes.every_entry(resident_id)],
    }


def _plain(row: Document) -> dict[str, Any]:
    plain: dict[str, Any] = row.model_dump(mode="json", exclude={"revision_id"})
    return plain


def _opened(identity: Identity, sealer: Sealer) -> dict[str, Any]:
    """With the number or account itself: it is the resident's own."""
    shown: dict[str, Any] = identity.model_dump(mode="json", exclude={"revision_id", "sealed"})
    return shown | {"subject": sealer.open(identity.sealed, identity.provider)}
