"""Admit (逐人核对): just before sending, ask the store again who of a chunk may be disturbed now.

Between planning and sending lie minutes, or a night. So follows, preferences, quiet hours and caps are looked at when
the chunk is taken up, never earlier. What is decided here repeats: another pusher that takes the chunk over decides
alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from content_models.announcements.actions.lease import Lease
from content_models.announcements.actions.record import note_suppressed
from content_models.announcements.audience import Known, start_of_day, verdict
from content_models.announcements.documents import Campaign, Suppression
from content_models.announcements.limits import PushLimits
from content_models.kit.store import Store
from content_models.residents import repository as residents
from content_models.residents.documents import Resident
from content_models.residents.inbox import repository as inboxes
from content_models.residents.rules import inbox_entry_id


@dataclass
class Admission:
    """`now`: indexes that may be sent. `until`: when the first of the others may be, None when none waits."""

    now: list[int] = field(default_factory=list)
    until: datetime | None = None

    def wait(self, until: datetime) -> None:
        self.until = min(self.until or until, until)


async def admit(store: Store, lease: Lease, limits: PushLimits) -> Admission:
    """Who is not to be sent to is noted as suppressed; who wants a digest has the entry put aside for it."""
    admission = Admission()
    pending = _listed(lease, lease.pending, limits)
    if lease.chunk.is_canary or not lease.chunk.resident_ids:
        admission.now = pending  # staff are on duty
        return admission
    holders = await _holders(lease, pending)
    planned = {lease.chunk.resident_ids[index] for index in pending}
    owners = await residents.owners(planned | set(holders.values()))
    note_suppressed(lease, [index for index in pending if _moved(lease, index, holders, owners)], Suppression.moved)
    pending = [index for index in pending if index not in lease.settled]
    known = await _known(store, lease.campaign, sorted(planned), owners)
    now, gathered = store.now(), []
    for index in pending:
        about = known[lease.chunk.resident_ids[index]]
        match verdict(lease.campaign, about, now, limits):
            case None:
                admission.now.append(index)
            case datetime() as until:
                admission.wait(until)
            case Suppression() as why:
                note_suppressed(lease, [index], why)
                if why is Suppression.gathered and about.entry:
                    gathered.append(about.entry.id)
    if gathered:
        await inboxes.gather(gathered)
    return admission


def _listed(lease: Lease, pending: Sequence[int], limits: PushLimits) -> list[int]:
    """Outside production only devices on the list are ever sent to."""
    if not limits.only_to:
        return list(pending)
    unlisted = [index for index in pending if lease.chunk.tokens[index] not in limits.only_to]
    note_suppressed(lease, unlisted, Suppression.unlisted)
    return [index for index in pending if lease.chunk.tokens[index] in limits.only_to]


async def _holders(lease: Lease, pending: Sequence[int]) -> dict[str, str]:
    """Whose each device is. A retraction goes to the phone that shows what it replaces, whoever holds it now."""
    chunk = lease.chunk
    if lease.campaign.is_retraction:
        return {chunk.device_ids[index]: chunk.resident_ids[index] for index in pending}
    return await residents.holders_of([chunk.device_ids[index] for index in pending])


def _moved(lease: Lease, index: int, holders: Mapping[str, str], owners: Mapping[str, Resident]) -> bool:
    """Given to another person, or given up, since planning: what one follows is not shown to the next."""
    planned = owners.get(lease.chunk.resident_ids[index])
    holder = owners.get(holders.get(lease.chunk.device_ids[index], ""))
    return planned is not None and (holder is None or holder.id != planned.id)


async def _known(
    store: Store, campaign: Campaign, resident_ids: Sequence[str], owners: Mapping[str, Resident]
) -> dict[str, Known]:
    """By the resident a device belonged to when it was planned; who joined a person since is that person now."""
    people = sorted({owners[one].id for one in resident_ids if one in owners})
    entries = await inboxes.standing([inbox_entry_id(person, campaign.release_id) for person in people])
    follows = await residents.following(people, campaign.channels)
    today = await _today(store, campaign, people)
    known = {}
    for resident_id in resident_ids:
        owner = owners.get(resident_id)
        entry = entries.get(inbox_entry_id(owner.id, campaign.release_id)) if owner else None
        earlier = (
            [told for told in today.get(owner.id, []) if entry and told < (entry.at, entry.release_id)] if owner else []
        )
        known[resident_id] = Known(owner, entry, owner is not None and owner.id in follows, len(earlier))
    return known


async def _today(store: Store, campaign: Campaign, people: Sequence[str]) -> dict[str, list[tuple[datetime, str]]]:
    """(first told at, release) of each notice of this class today, by resident."""
    told: dict[str, list[tuple[datetime, str]]] = {}
    for resident_id, at, release_id in await inboxes.told_since(people, start_of_day(store.now()), campaign.kind):
        told.setdefault(resident_id, []).append((at, release_id))
    return told
