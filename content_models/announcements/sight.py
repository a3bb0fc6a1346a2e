"""Whose pushes somebody may see: a push belongs to the organ whose release it tells of, a digest to no organ."""

from collections.abc import Sequence

from content_models.announcements.documents import Campaign
from content_models.kit.actors import Actor
from content_models.kit.errors import NotFound
from content_models.kit.store import Session
from content_models.releases import repository as releases
from content_models.staff.rights import scope_of, sees


async def seen_of(actor: Actor, campaigns: Sequence[Campaign], session: Session | None = None) -> list[Campaign]:
    """Those of these that this actor may see: all of them unless the actor is bound to organs."""
    if scope_of(actor) is None:
        return list(campaigns)
    told = await releases.load_many((one.release_id for one in campaigns), session)
    return [one for one in campaigns if one.release_id in told and sees(actor, told[one.release_id].publisher_id)]


async def require_sight_of(actor: Actor, campaign: Campaign, session: Session | None = None) -> None:
    """Raises NotFound, as for what does not exist."""
    if not await seen_of(actor, [campaign], session):
        raise NotFound("没有找到这次推送。", campaign_id=campaign.id)
