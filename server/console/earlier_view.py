"""解读的是旧版本 as editors see it: what happened to the policy since, and what to do about it."""

from dataclasses import dataclass

from content_models.releases import repository as releases
from content_models.releases.documents import Release, ReleaseKind
from content_models.releases.standing import changes_since
from server.console.visit import Visit


@dataclass(frozen=True, slots=True)
class EarlierLine:
    """`basis_id` is "" when the policy itself changed."""

    policy_id: str
    policy: str
    words: str
    basis_id: str
    basis: str


async def earlier_lines(visit: Visit, release: Release) -> list[EarlierLine]:
    """Empty for anything but a public interpretation of an earlier version."""
    if release.kind is not ReleaseKind.interpretation or not release.is_live:
        return []
    seen = (await releases.live([release.id])).get(release.id)
    changes = (await changes_since([seen], visit.store.now())).get(release.id, []) if seen else []
    known = await releases.live({one for change in changes for one in (change.policy_id, change.basis_id or "")})
    titles = {key: one.revision.content.title for key, one in known.items()}
    return [
        EarlierLine(
            policy_id=change.policy_id,
            policy=titles.get(change.policy_id, ""),
            words=change.words,
            basis_id=change.basis_id or "",
            basis=titles.get(change.basis_id or "", ""),
        )
        for change in changes
    ]
