"""The feed's cards: a policy carries its interpretations, an interpretation names its policy."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from content_models.official_text.lead import lead
from content_models.organs import repository as organs
from content_models.releases import repository as releases
from content_models.releases.documents import ReleaseKind
from content_models.releases.repository import LiveRelease
from server.pages.labels import SHORT_KIND_NAMES


@dataclass(frozen=True, slots=True)
class Related:
    """The other end of a policy ↔ interpretation link. `earlier`: it explains an earlier version of the policy."""

    title: str
    href: str
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    id: str
    href: str
    title: str
    summary: str
    kind: str
    kind_id: str
    publisher: str
    doc_no: str
    published_at: datetime
    readings: list[Related] = field(default_factory=list)
    reads: list[Related] = field(default_factory=list)


async def cards_of(release_ids: Sequence[str], *, folded: bool) -> list[Card]:
    """Cards in the order given; releases that are no longer public are left out.

    `folded`: an interpretation whose policy stands on the same page is shown there only.
    """
    live = await releases.live(release_ids)
    readings = await releases.live_interpretations_of(_of_kind(live, ReleaseKind.policy))
    others = await releases.live({*_targets(live.values()), *(one for ids in readings.values() for one in ids)})
    publishers = await organs.load_many(seen.release.publisher_id for seen in live.values())
    everything = {**others, **live}
    names = {organ.id: organ.short_name for organ in publishers.values()}
    hidden = {one for policy, ids in readings.items() if policy in live for one in ids} if folded else set()
    return [
        _card(live[release_id], names, everything, readings.get(release_id, ()))
        for release_id in release_ids
        if release_id in live and release_id not in hidden
    ]


def _card(
    seen: LiveRelease, publishers: Mapping[str, str], known: Mapping[str, LiveRelease], readings: Iterable[str]
) -> Card:
    release, content = seen.release, seen.revision.content
    policy = content.policy
    return Card(
        id=release.id,
        href=f"/a/{release.slug}",
        title=content.title,
        summary=content.summary or lead(content.body_text, 80),
        kind=SHORT_KIND_NAMES[release.kind],
        kind_id=release.kind,
        publisher=publishers.get(release.publisher_id, ""),
        doc_no=str(policy.doc_no) if policy and policy.doc_no else "",
        published_at=release.published_at or release.updated_at,
        readings=related(readings, known),
        reads=related(sorted(releases.interpreted_by(content.links)), known),
    )


def related(
    release_ids: Iterable[str], known: Mapping[str, LiveRelease], earlier: Container[str] = ()
) -> list[Related]:
    """Those of the releases that are public. `earlier`: ids of interpretations of an earlier version."""
    found = (known[release_id] for release_id in release_ids if release_id in known)
    return [
        Related(seen.revision.content.title, f"/a/{seen.release.slug}", seen.release.id in earlier) for seen in found
    ]


def _of_kind(live: Mapping[str, LiveRelease], kind: ReleaseKind) -> list[str]:
    return [release_id for release_id, seen in live.items() if seen.release.kind is kind]


def _targets(seen: Iterable[LiveRelease]) -> set[str]:
    return {target for one in seen for target in releases.interpreted_by(one.revision.content.links)}
