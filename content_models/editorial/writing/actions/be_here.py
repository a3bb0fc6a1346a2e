"""be_here 在场: say that somebody has the release open, and hear who else has."""

from content_models.editorial.writing import repository as writing
from content_models.editorial.writing.documents import Presence
from content_models.editorial.writing.rules import LAPSES_AFTER
from content_models.kit.actors import Actor
from content_models.kit.store import Store


async def be_here(store: Store, actor: Actor, release_id: str, *, writing_it: bool) -> list[Presence]:
    """The others, those who write first."""
    now = store.now()
    presence = Presence(
        id=writing.row_id(release_id, actor.id),
        release_id=release_id,
        staff_id=actor.id,
        name=actor.name,
        writing=writing_it,
        seen_at=now,
        expires_at=now + LAPSES_AFTER,
    )
    await writing.keep_presence(presence)
    return [one for one in await writing.present(release_id, now) if one.staff_id != actor.id]
