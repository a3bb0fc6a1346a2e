"""Texts that an older version has signed are found by later copies all the same."""

import pytest

from content_models.intake import repository as intake
from content_models.intake.actions.group import PATIENCE, group_new_items, group_waiting
from content_models.intake.actions.receive import receive
from content_models.intake.actions.sign_again import sign_again
from content_models.intake.clusters import repository as clusters
from content_models.intake.documents import IntakeItem, TriageState
from content_models.intake.signature import FIRST_BAND
from content_models.kit.clock import utc_now
from content_models.kit.store import Store
from tests.content_models.intake.factories import a_source, arrival
from tests.content_models.intake.notices import water_cut

OLD_BANDS = pytest.mark.parametrize("old", [["aB3_xYz0", "w-12PqRs"], [12_345, FIRST_BAND - 1]])


async def stored_before(store: Store, old: list[str] | list[int]) -> str:
    """A text as an older version has left it: with bands of its own kind."""
    [item] = (
        await receive(store, await a_source("office"), [arrival(body_text=water_cut(), title="降压供水")])
    ).item_ids
    await group_new_items(store, [item])
    await IntakeItem.get_pymongo_collection().update_one({"_id": item}, {"$set": {"bands": old}})
    return item


@OLD_BANDS
async def test_an_item_with_old_bands_is_read_and_found_by_none_of_them(
    store: Store, old: list[str] | list[int]
) -> None:
    item = await stored_before(store, old)
    assert (await intake.load(item)).bands == []
    [signature] = await clusters.signatures([item])
    assert signature.bands == []


@OLD_BANDS
async def test_a_copy_that_came_before_the_new_bands_is_grouped_once_they_are_there(
    store: Store, old: list[str] | list[int]
) -> None:
    before = await stored_before(store, old)
    copy = arrival(body_text=water_cut(), title="本周停水安排", url="https://health.example/7")
    [after] = (await receive(store, await a_source("health"), [copy])).item_ids
    assert await group_new_items(store, [after]) == 0
    assert await sign_again(store) == 1
    assert await sign_again(store) == 0
    store.now = lambda: utc_now() + 2 * PATIENCE
    assert await group_waiting(store) == 1
    states = {(await intake.load(item)).state for item in (before, after)}
    assert states == {TriageState.pending, TriageState.merged}
