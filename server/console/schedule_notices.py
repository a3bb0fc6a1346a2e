"""定时发布失败 as a notice on the list of releases, until somebody has taken note of it."""

from dataclasses import dataclass

from content_models.editorial.schedules import repository as schedules
from content_models.kit.actors import Actor
from content_models.releases import repository as releases
from content_models.staff.rights import sees
from server.console.forms import new_key
from server.pages.moments import minute


@dataclass(frozen=True, slots=True)
class FailureLine:
    id: str
    release_id: str
    title: str
    due: str
    reason: str
    key: str


async def failure_lines(actor: Actor) -> list[FailureLine]:
    """Of the releases this person sees, the latest first."""
    rows = await schedules.unseen_failures()
    found = await releases.load_many(row.release_id for row in rows)
    texts = await releases.load_revisions(one.current_revision_id for one in found.values())
    return [
        FailureLine(
            id=row.id,
            release_id=row.release_id,
            title=texts[one.current_revision_id].content.title,
            due=minute(row.due_at),
            reason=row.failure,
            key=new_key(),
        )
        for row in rows
        if (one := found.get(row.release_id)) and sees(actor, one.publisher_id)
    ]
