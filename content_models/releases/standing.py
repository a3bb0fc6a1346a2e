"""How interpretations stand to the policies they read, asked of the store: for pages that show one of them."""

from datetime import datetime

from content_models.kit.clock import in_shanghai
from content_models.releases import repository as releases
from content_models.releases.cards import repository as cards
from content_models.releases.documents import PolicyFacts, ReleaseKind
from content_models.releases.later_changes import LaterChange, later_changes
from content_models.releases.repository import LiveRelease


async def changes_since(readings: list[LiveRelease], now: datetime) -> dict[str, list[LaterChange]]:
    """By the id of each interpretation: what happened to the policies it reads after its present text became public.
    Six round trips, however many they are; an interpretation of the present text is absent."""
    wanted = {target for one in readings for target in releases.interpreted_by(one.revision.content.links)}
    policies = {key: one for key, one in (await cards.cards(wanted)).items() if one.release.kind is ReleaseKind.policy}
    incoming = await cards.incoming(policies)
    versions = await cards.published_versions([*policies, *(one.release.id for one in readings)])
    today = in_shanghai(now).date()
    found: dict[str, list[LaterChange]] = {}
    for reading in readings:
        own = versions.get(reading.release.id)
        said_at = own[0].published_at if own else (reading.release.published_at or reading.revision.at)
        changes = [
            change
            for key in sorted(releases.interpreted_by(reading.revision.content.links) & policies.keys())
            for change in later_changes(
                key,
                policies[key].revision.content.policy or PolicyFacts(),
                incoming.get(key, []),
                versions.get(key, []),
                said_at,
                today,
                policies[key].release.validity_marks,
            )
        ]
        if changes:
            found[reading.release.id] = changes
    return found
