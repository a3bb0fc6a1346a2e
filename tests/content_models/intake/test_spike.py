"""An editor's word on an item holds against everyone else's, and can be taken back."""

import pytest

from content_models.editorial.documents import Role
from content_models.intake import repository as intake
from content_models.intake.actions.group import group_new_items
from content_models.intake.actions.receive import receive
from content_models.intake.actions.spike import Restore, Spike, restore, spike
from content_models.intake.documents import TriageState
from content_models.kit.actors import Actor, ActorKind
from content_models.kit.errors import NotAllowed, VersionConflict, WrongState
from content_models.kit.store import Session, Store
from tests.content_models.intake.factories import a_source, arrival

EDITOR = Actor(kind=ActorKind.staff, id="e1", name="编辑甲", roles=frozenset({Role.editor}))
OUTSIDER = Actor(kind=ActorKind.department, id="d1", name="供稿员", roles=frozenset({Role.contributor}))


async def an_item_id(store: Store, name: str = "health") -> str:
    return (await receive(store, await a_source(name), [arrival()])).item_ids[0]


def a_spike(item_id: str, version: int = 1, actor: Actor = EDITOR, key: str = "key-0001") -> Spike:
    return Spike(actor=actor, idempotency_key=key, item_id=item_id, expected_version=version, reason="与民生无关")


async def test_spiking_takes_an_item_out_of_the_queue_and_says_why(store: Store) -> None:
    item_id = await an_item_id(store)
    answer = await spike(store, a_spike(item_id))
    assert answer == await spike(store, a_spike(item_id))  # the same key counts once
    item = await intake.load(item_id)
    assert (item.state, item.spiked_because, item.spiked_by, item.version) == (
        TriageState.spiked,
        "与民生无关",
        EDITOR,
        2,
    )
    assert await intake.queue(intake.QueueFilter()) == []


async def test_a_spiked_item_stays_spiked_when_its_source_changes(store: Store) -> None:
    source = await a_source("health")
    [item_id] = (await receive(store, source, [arrival("1")])).item_ids
    await spike(store, a_spike(item_id))
    await receive(store, source, [arrival("1", title="更正后的标题")])
    item = await intake.load(item_id)
    assert (item.state, item.title) == (TriageState.spiked, "更正后的标题")


async def test_restoring_puts_it_back_where_it_was(store: Store) -> None:
    ids = [await an_item_id(store, name) for name in ("health", "office")]
    await group_new_items(store, ids)
    for number, item_id in enumerate(ids):
        before = await intake.load(item_id)
        spiked = await spike(store, a_spike(item_id, before.version, key=f"spike-000{number}"))
        back = Restore(
            actor=EDITOR, idempotency_key=f"back-000{number}", item_id=item_id, expected_version=spiked.version
        )
        assert (await restore(store, back)).state is before.state


async def test_a_stale_version_is_refused_with_both_versions(store: Store) -> None:
    item_id = await an_item_id(store)
    with pytest.raises(VersionConflict) as refusal:
        await spike(store, a_spike(item_id, version=7))
    assert refusal.value.details == {"expected": 7, "actual": 1}


async def test_only_editors_triage(store: Store) -> None:
    with pytest.raises(NotAllowed):
        await spike(store, a_spike(await an_item_id(store), actor=OUTSIDER))


async def test_an_adopted_item_cannot_be_spiked(store: Store) -> None:
    item = await intake.load(await an_item_id(store))

    async def adopt(session: Session) -> None:
        await intake.mark_adopted(item, "release", expected_version=1, now=store.now(), session=session)

    await store.transaction(adopt)
    with pytest.raises(WrongState):
        await spike(store, a_spike(item.id, version=2))


async def test_adopting_a_stale_version_is_refused(store: Store) -> None:
    item = await intake.load(await an_item_id(store))

    async def adopt(session: Session) -> None:
        await intake.mark_adopted(item, "release", expected_version=5, now=store.now(), session=session)

    with pytest.raises(VersionConflict) as refusal:
        await store.transaction(adopt)
    assert refusal.value.details == {"expected": 5, "actual": 1}
