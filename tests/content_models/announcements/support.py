"""A published policy and residents who follow it."""

import hashlib
from datetime import UTC, datetime

from content_models.editorial.documents import Role
from content_models.kit.actors import SYSTEM, Actor, ActorKind
from content_models.kit.ids import derived_id, new_id
from content_models.kit.outbox import OutboxRow
from content_models.kit.store import Store
from content_models.organs.documents import Organ, OrganLevel
from content_models.releases.documents import Content, Link, LinkType, Release, ReleaseKind, ReleaseState, Revision
from content_models.residents.documents import (
    Device,
    Follow,
    FollowTarget,
    Platform,
    Preferences,
    QuietHours,
    Resident,
)
from content_models.residents.roster import repository as roster
from content_models.residents.rules import channel_of, device_id, follow_id

AT = datetime(2026, 3, 1, 1, 0, tzinfo=UTC)
TOPICS = ["housing", "families"]
ORGAN = "organ-housing"
LEADER = Actor(kind=ActorKind.staff, id="zhao", name="赵主任", roles=frozenset({Role.leader}))
ANY_HOUR = QuietHours(start=0, end=0)  # so that no test depends on the hour it runs at


async def published(
    kind: ReleaseKind = ReleaseKind.policy,
    *,
    title: str = "关于示例住房保障的通知",
    interprets: str | None = None,
    region: str | None = None,
    state: ReleaseState = ReleaseState.published,
) -> Release:
    """A release as `publish` leaves it."""
    if await Organ.get(ORGAN) is None:
        full, short = "示例市住房和城乡建设局", "市住建局"
        await Organ(
            id=ORGAN, full_name=full, short_name=short, level=OrganLevel.municipal, region_code="000000"
        ).insert()
    release_id, revision_id = new_id(), new_id()
    links = [Link(type=LinkType.interprets, target_id=interprets)] if interprets else []
    content = Content(title=title, topics=TOPICS, links=links, region_code=region)
    await Revision(
        id=revision_id, release_id=release_id, number=1, content=content, sha256="0" * 64, author=SYSTEM, at=AT
    ).insert()
    return await Release(
        id=release_id,
        kind=kind,
        state=state,
        slug=release_id,
        publisher_id=ORGAN,
        current_revision_id=revision_id,
        live_revision_id=revision_id,
        channels=["all", "organ:" + ORGAN, *(f"topic:{topic}" for topic in TOPICS)],
        published_at=AT,
        updated_at=AT,
        created_at=AT,
    ).insert()


async def withdrawn(release: Release, reason: str = "依据有误") -> None:
    """As `withdraw` leaves it."""
    release.state, release.withdrawal_reason = ReleaseState.withdrawn, reason
    await release.save()


def token_of(resident_id: str, number: int = 0) -> str:
    return hashlib.sha256(f"{resident_id} {number}".encode()).hexdigest()


async def resident(
    store: Store,
    name: str,
    *topics: str,
    organ: str | None = None,
    devices: int = 1,
    tokens: list[str] | None = None,
    platform: Platform = Platform.ios,
    **preferences: object,
) -> str:
    """A resident with devices who follows these topics (and the organ)."""
    resident_id = derived_id("resident", name)
    chosen = Preferences(**{"quiet_hours": ANY_HOUR} | preferences)
    await Resident(id=resident_id, created_at=AT, preferences=chosen).insert()
    for token in tokens or [token_of(resident_id, number) for number in range(devices)]:
        await Device(
            id=device_id(platform, token),
            resident_id=resident_id,
            platform=platform,
            token=token,
            registered_at=AT,
        ).insert()
    targets = [(FollowTarget.topic, topic) for topic in topics] + ([(FollowTarget.organ, organ)] if organ else [])
    for target, target_id in targets:
        await follow(resident_id, target, target_id)
    await roster.note([resident_id])
    return resident_id


async def follow(resident_id: str, target: FollowTarget, target_id: str) -> None:
    await Follow(
        id=follow_id(resident_id, target, target_id),
        resident_id=resident_id,
        target=target,
        target_id=target_id,
        channel=channel_of(target, target_id),
        at=AT,
    ).insert()
    await roster.note([resident_id])


def row(topic: str, release_id: str) -> OutboxRow:
    return OutboxRow(topic=topic, subject_id=release_id, subject_version=1, created_at=AT, not_before=AT)
