"""An editor may say that a change at the source does not matter: once, with a reason, for this change only."""

import pytest

from content_models.intake import repository as intake
from content_models.intake.actions.dismiss_change import DismissChange, dismiss_change
from content_models.intake.actions.note_presence import note_presence
from content_models.intake.actions.receive import receive
from content_models.intake.documents import IntakeItem, TriageState
from content_models.intake.rules import has_new_version
from content_models.kit.errors import NotAllowed, VersionConflict, WrongState
from content_models.kit.store import Session, Store
from content_models.sources.documents import Source
from tests.content_models.intake.factories import a_source, arrival
from tests.content_models.intake.test_spike import EDITOR, OUTSIDER


async def adopted(store: Store, source: Source) -> IntakeItem:
    [item_id] = (await receive(store, source, [arrival("1")])).item_ids
    item = await intake.load(item_id)

    async def adopt(session: Session) -> None:
        await intake.mark_adopted(item, "release-1", expected_version=item.version, now=store.now(), session=session)

    await store.transaction(adopt)
    return await intake.load(item_id)


async def changed(store: Store, source: Source) -> IntakeItem:
    item = await adopted(store, source)
    await receive(store, source, [arrival("1", title="更正后的标题")])
    return await intake.load(item.id)


def dismissal(item: IntakeItem, **fields: object) -> DismissChange:
    given = {
        "actor": EDITOR,
        "idempotency_key": "dismiss-0001",
        "item_id": item.id,
        "expected_version": item.version,
        "reason": "只是排版变化",
    }
    return DismissChange.model_validate(given | fields)


async def test_the_item_is_adopted_again_and_says_why(store: Store) -> None:
    item = await changed(store, await a_source("health"))
    assert item.state is TriageState.changed
    answer = await dismiss_change(store, dismissal(item))
    assert answer == await dismiss_change(store, dismissal(item)), "the same key counts once"
    after = await intake.load(item.id)
    assert (after.state, after.dismissed_because, after.dismissed_by) == (TriageState.adopted, "只是排版变化", EDITOR)
    assert (after.release_id, after.adopted_version_no, has_new_version(after)) == ("release-1", 1, False)
    assert after.version == answer.version == item.version + 1


async def test_the_next_change_asks_again(store: Store) -> None:
    source = await a_source("health")
    item = await changed(store, source)
    await dismiss_change(store, dismissal(item))
    await receive(store, source, [arrival("1", title="再次更正的标题")])
    after = await intake.load(item.id)
    assert (after.state, has_new_version(after)) == (TriageState.changed, True)


async def test_a_deletion_at_the_source_can_be_dismissed_and_stays_flagged(store: Store) -> None:
    item = await adopted(store, await a_source("health"))
    for _ in range(2):
        await note_presence(store, gone=[item.id])
    gone = await intake.load(item.id)
    assert (gone.state, gone.gone_at_source, has_new_version(gone)) == (TriageState.changed, True, False)
    await dismiss_change(store, dismissal(gone))
    assert await note_presence(store, gone=[item.id]) == 0, "what is settled does not come back to the queue"
    after = await intake.load(item.id)
    assert (after.state, after.gone_at_source) == (TriageState.adopted, True)
    await note_presence(store, gone=[], back=[item.id])
    assert not (await intake.load(item.id)).gone_at_source


async def test_a_change_that_waits_is_not_lost_when_the_page_comes_back(store: Store) -> None:
    item = await changed(store, await a_source("health"))
    for _ in range(2):
        await note_presence(store, gone=[item.id])
    await note_presence(store, gone=[], back=[item.id])
    assert (await intake.load(item.id)).state is TriageState.changed


async def test_only_editors_may_on_the_version_they_saw_of_an_item_that_changed(store: Store) -> None:
    source = await a_source("health")
    item = await changed(store, source)
    with pytest.raises(NotAllowed):
        await dismiss_change(store, dismissal(item, actor=OUTSIDER))
    with pytest.raises(VersionConflict):
        await dismiss_change(store, dismissal(item, expected_version=item.version - 1))
    await dismiss_change(store, dismissal(item))
    settled = await intake.load(item.id)
    with pytest.raises(WrongState):
        await dismiss_change(store, dismissal(settled, idempotency_key="dismiss-0002"))
