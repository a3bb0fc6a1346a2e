"""keep_draft 自动保存: put what was typed aside. No revision, no event, no version: only saving makes those."""

from content_models.editorial.writing import repository as writing
from content_models.editorial.writing.documents import Draft
from content_models.kit.actors import Actor
from content_models.kit.store import Store


async def keep_draft(
    store: Store, actor: Actor, release_id: str, *, release_version: int, fields: dict[str, list[str]], seen: int
) -> Draft:
    """The editor's one row for this release, replaced. `seen`: the number of the row this window knows, 0 for none.

    Raises DraftMovedOn when another window of the same editor has saved since.
    """
    draft = _draft(store, actor, release_id, release_version, fields, number=seen + 1)
    await writing.keep_draft(draft, seen=seen)
    return draft


async def keep_refused(
    store: Store, actor: Actor, release_id: str, *, release_version: int, fields: dict[str, list[str]]
) -> Draft:
    """Put aside what could not be saved, over whatever row there is: these are the editor's newest words."""
    earlier = await writing.draft_of(release_id, actor.id)
    number = earlier.number + 1 if earlier else 1
    draft = _draft(store, actor, release_id, release_version, fields, number=number)
    await writing.overwrite_draft(draft)
    return draft


def _draft(
    store: Store, actor: Actor, release_id: str, release_version: int, fields: dict[str, list[str]], *, number: int
) -> Draft:
    return Draft(
        id=writing.row_id(release_id, actor.id),
        release_id=release_id,
        staff_id=actor.id,
        release_version=release_version,
        number=number,
        fields=fields,
        saved_at=store.now(),
    )
