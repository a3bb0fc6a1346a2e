"""Counters of the frame and of the queue: what waits, never what is done, which is endless.

Whoever is bound to organs is told what waits there, as the screen behind each counter lists it. Everybody else is told
of the whole city, by counts of indexes that cost nothing.
"""

from collections.abc import Iterable

from content_models.announcements import repository as campaigns
from content_models.announcements.sight import seen_of
from content_models.bundles import repository as bundles
from content_models.checks import repository as checks
from content_models.checks.documents import Finding
from content_models.intake.documents import TriageState
from content_models.kit.actors import Actor
from content_models.releases import repository as releases
from content_models.releases.documents import ReleaseState
from content_models.sources import repository as sources
from content_models.staff.rights import Right, holds, scope_of, sees
from server.console.visit import Visit

SHOWN_IF_ANY = (ReleaseState.scheduled, ReleaseState.failed_to_publish)
SHOWN_STATES = (ReleaseState.draft, ReleaseState.in_review, ReleaseState.approved, *SHOWN_IF_ANY)


async def live_counts(visit: Visit) -> dict[str, int]:
    """By the name under which the page keeps each of them true while it is open."""
    await visit.deps.board.refresh(visit.store)
    scope = scope_of(visit.actor)
    queue = visit.deps.board.counts(scope)
    return {
        "waiting": queue[TriageState.pending] + queue[TriageState.changed],
        "changed": queue[TriageState.changed],
        "snoozed": queue[TriageState.snoozed],
        **{str(state): count for state, count in (await releases.counts_by_state(SHOWN_STATES, scope)).items()},
        "bundles": await _reading_alarms(visit.actor),
        "campaigns": await _campaigns(visit.actor),
        "alarms": await sources.count_open_alarms(scope),
        "findings": await _findings(visit.actor),
    }


async def seen_among(actor: Actor, release_ids: Iterable[str]) -> set[str]:
    """Those of these releases that are this actor's to look after."""
    ids = set(release_ids)
    if scope_of(actor) is None:
        return ids
    return {one.id for one in (await releases.load_many(ids)).values() if sees(actor, one.publisher_id)}


async def _reading_alarms(actor: Actor) -> int:
    if scope_of(actor) is None:
        return await bundles.count_open_alarms()
    of_policies = [alarm.policy_id for alarm in await bundles.open_alarms()]
    seen = await seen_among(actor, of_policies)
    return sum(policy_id in seen for policy_id in of_policies)


async def _campaigns(actor: Actor) -> int:
    """None for those to whom the list of pushes is closed."""
    if not holds(actor, Right.see_campaigns):
        return 0
    if scope_of(actor) is None:
        return await campaigns.count_waiting()
    return len(await seen_of(actor, await campaigns.waiting()))


async def _findings(actor: Actor) -> int:
    if scope_of(actor) is None:
        return await checks.count_open_findings()
    return len(await findings_seen_by(actor))


async def findings_seen_by(actor: Actor) -> list[Finding]:
    """What is held against public releases, newest first."""
    found = await checks.open_findings()
    seen = await seen_among(actor, (finding.release_id for finding in found))
    return [finding for finding in found if finding.release_id in seen]
