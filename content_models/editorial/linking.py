"""Linking interpretations to the policies in the store, in both orders of arrival.

The store finds candidates by name, 文号 and date; which of them are meant is decided by the pure rules of
`official_text.linking`. A link is made by itself only on a draft that is being started; later, an editor confirms.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from content_models.intake.documents import IntakeItem, ItemKind, NormalisedItem
from content_models.kit.actors import Actor
from content_models.kit.clock import in_shanghai
from content_models.official_text.linking.index import PolicyIndex
from content_models.official_text.linking.rank import rank
from content_models.official_text.linking.records import Linking, LinkQuery, PolicyEntry, Suggestion
from content_models.official_text.linking.targets import named_policies
from content_models.organs import repository as organs
from content_models.releases import repository as releases
from content_models.releases.documents import GONE, Release, Revision
from content_models.staff.rights import sees

RECENT = 300  # policies compared by wording: those of the last months; by name and 文号 all are found


@dataclass(frozen=True, slots=True)
class WaitingReading:
    """An interpretation that may read a policy it is not linked to yet."""

    release: Release
    title: str
    found: Suggestion


async def query_of(row: IntakeItem, item: NormalisedItem) -> LinkQuery:
    """What an arrived item says about the policy it reads."""
    publisher = await organs.load(row.organ_id)
    return LinkQuery(
        title=item.title,
        body=item.body_text,
        publisher=publisher.full_name,
        published=_day(item.published_at),
        is_interpretation=item.kind is ItemKind.interpretation,
    )


def may_link_to(actor: Actor, policy: Release) -> bool:
    """Anybody to what is public; to what is not yet, whoever sees the matters of its organ."""
    return policy.is_live or sees(actor, policy.publisher_id)


async def linking_of(query: LinkQuery) -> Linking:
    """Sure links among all policies of the names and numbers the text states."""
    keys = named_policies(query.title, query.body, is_interpretation=query.is_interpretation)
    named = await releases.policies_named(keys)
    return rank(query, await _index_of(named))


async def suggestions_for(release: Release, revision: Revision) -> list[Suggestion]:
    """Policies an editor may link this interpretation to, the surest first; those it is linked to are left out.

    Wordings are compared only while it is linked to nothing.
    """
    query = await _query_of_release(release, revision)
    linked = releases.interpreted_by(revision.content.links)
    named = await releases.policies_named(release.name_keys)
    recent = [] if linked else await releases.newest_policies(RECENT)
    linking = rank(query, await _index_of({one.id: one for one in (*named, *recent)}.values()))
    return [found for found in (*linking.auto, *linking.suggested) if found.policy_id not in linked]


async def readings_waiting_for(policy: Release) -> list[WaitingReading]:
    """Interpretations without a link that name this policy, whichever came first; the surest first."""
    waiting = await releases.unlinked_interpretations_naming(policy.name_keys)
    index = await _index_of([policy])
    found: list[WaitingReading] = []
    for reading, revision in waiting:
        linking = rank(await _query_of_release(reading, revision), index)
        choices = (*linking.auto, *linking.suggested)
        found += [WaitingReading(reading, revision.content.title, suggestion) for suggestion in choices]
    return sorted(found, key=lambda one: -one.found.score)


async def _query_of_release(release: Release, revision: Revision) -> LinkQuery:
    publisher = await organs.load_many([release.publisher_id])
    return LinkQuery(
        title=revision.content.title,
        body=revision.content.body_text,
        publisher=publisher[release.publisher_id].full_name if release.publisher_id in publisher else None,
        published=_day(release.published_at),
        is_interpretation=True,
    )


async def _index_of(policies: Collection[Release]) -> PolicyIndex:
    shown = [policy for policy in policies if policy.state not in GONE]
    current = await releases.load_revisions(policy.current_revision_id for policy in shown)
    publishers = await organs.load_many(policy.publisher_id for policy in shown)
    names = {organ_id: organ.full_name for organ_id, organ in publishers.items()}
    return PolicyIndex(
        _entry(policy, current[policy.current_revision_id], names.get(policy.publisher_id)) for policy in shown
    )


def _entry(policy: Release, revision: Revision, publisher: str | None) -> PolicyEntry:
    """The issuer as the text names it; a policy that names none is its publisher's."""
    facts = revision.content.policy
    issuer = facts.issuers[0].name if facts and facts.issuers else publisher
    signed = facts.signed_date if facts else None
    public = _day(policy.published_at)
    return PolicyEntry(
        id=policy.id,
        title=revision.content.title,
        doc_no=str(facts.doc_no) if facts and facts.doc_no else None,
        issuer=issuer,
        published=min((day for day in (signed, public) if day), default=None),  # we may be months behind its source
    )


def _day(moment: datetime | None) -> date | None:
    """As the office that published counts it."""
    return in_shanghai(moment).date() if moment else None
