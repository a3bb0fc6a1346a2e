"""关联建议 as shown: policies an interpretation may read, and interpretations that wait for a policy."""

from collections.abc import Sequence
from dataclasses import dataclass

from content_models.editorial.linking import readings_waiting_for, suggestions_for
from content_models.kit.actors import Actor
from content_models.official_text.linking.records import Suggestion
from content_models.releases import repository as releases
from content_models.releases.documents import Release, ReleaseKind, ReleaseState
from content_models.releases.rules import EDITABLE
from content_models.staff.rights import sees
from server.console.forms import new_key
from server.console.release_view import linked
from server.pages.labels import STATE_NAMES


@dataclass(frozen=True, slots=True)
class LinkChoice:
    """One possible link. `id`, `title` and `state` are those of the release at its other end."""

    id: str
    title: str
    state: str
    evidence: str
    reading_id: str
    reading_version: int
    policy_id: str
    key: str
    voids_signatures: bool  # the interpretation is past its draft: confirming sends it back to be reviewed


async def link_choices(release: Release, actor: Actor) -> list[LinkChoice]:
    """The surest first; empty for what is neither a policy nor an interpretation, and for what cannot be edited."""
    if release.kind is ReleaseKind.interpretation and release.state in EDITABLE:
        return await _policies_for(release, actor)
    return await _readings_for(release, actor) if release.kind is ReleaseKind.policy else []


async def _policies_for(reading: Release, actor: Actor) -> list[LinkChoice]:
    revision = await releases.load_revision(reading.current_revision_id)
    found = await suggestions_for(reading, revision)
    policies = {one.id: one for one in await linked([one.policy_id for one in found], offered_to=actor)}
    return [
        _choice(reading, suggestion, policy.id, policy.title, policy.state)
        for suggestion in found
        if (policy := policies.get(suggestion.policy_id))
    ]


async def _readings_for(policy: Release, actor: Actor) -> list[LinkChoice]:
    theirs = [one for one in await readings_waiting_for(policy) if sees(actor, one.release.publisher_id)]
    waiting = [one for one in theirs if one.release.state in EDITABLE]
    return [
        _choice(one.release, one.found, one.release.id, one.title, STATE_NAMES[one.release.state]) for one in waiting
    ]


def _choice(reading: Release, found: Suggestion, shown_id: str, title: str, state: str) -> LinkChoice:
    return LinkChoice(
        id=shown_id,
        title=title,
        state=state,
        evidence=_in_words(found.evidence),
        reading_id=reading.id,
        reading_version=reading.version,
        policy_id=found.policy_id,
        key=new_key(),
        voids_signatures=reading.state is not ReleaseState.draft,
    )


def _in_words(evidence: Sequence[str]) -> str:
    return "；".join(evidence)
