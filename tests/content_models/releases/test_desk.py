"""The list of releases turns from page to page without losing or repeating one, whoever looks."""

from content_models.kit.store import Store
from content_models.releases import repository as releases
from content_models.releases.documents import Release, ReleaseState
from tests.content_models.announcements.support import ORGAN, published


async def turned(state: ReleaseState | None, publisher_ids: frozenset[str] | None) -> list[str]:
    """All pages of two, one after the other."""
    seen: list[Release] = []
    while found := await releases.desk(state, 2, publisher_ids, (seen[-1].updated_at, seen[-1].id) if seen else None):
        seen += found
    return [release.id for release in seen]


async def test_every_release_is_met_once_though_all_were_touched_at_once(store: Store) -> None:
    made = sorted([(await published(title=f"第{number}号")).id for number in range(5)], reverse=True)
    assert await turned(None, None) == made
    assert await turned(ReleaseState.published, None) == made
    assert await turned(None, frozenset({ORGAN, "another"})) == made
    assert await turned(ReleaseState.draft, frozenset({ORGAN})) == []
    assert await turned(None, frozenset({"another"})) == []


async def test_policies_to_link_to_are_the_newest_that_are_not_gone(store: Store) -> None:
    made = [await published(title=f"第{number}号") for number in range(3)]
    made[1].state = ReleaseState.discarded
    await made[1].save()
    assert [one.id for one in await releases.newest_policies(2)] == [made[2].id, made[0].id]
