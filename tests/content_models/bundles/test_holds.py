"""等待解读: one act for both, whichever is ready first; alone at the limit, and said so; nothing behind an edit."""

import pytest

from content_models.bundles import repository as bundles
from content_models.bundles.actions.hold import LetGo, let_go
from content_models.bundles.actions.release_held import release_held
from content_models.bundles.documents import ReadingAlarmKind, ReadingForm
from content_models.bundles.errors import NothingHeld, ReadingsComplete
from content_models.editorial.errors import PolicyNotPublic, SignOffsMissing
from content_models.kit.errors import InvalidInput, NotAllowed, VersionConflict, WrongState
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.releases import repository as releases
from tests.content_models.bundles.support import (
    DAY,
    a_reading,
    are_live,
    at,
    held,
    plan_of,
    planned,
    released,
    run_effects,
)
from tests.desk import EDITOR, LEADER, Desk


async def test_a_policy_that_is_ready_first_waits_and_both_go_at_once(store: Store, desk: Desk) -> None:
    policy = await desk.reviewed(await desk.draft())
    await planned(store, policy, ReadingForm.picture)
    await held(store, policy, 1)
    draft = await a_reading(desk, policy)
    assert await release_held(store) == 0
    assert await are_live(policy, draft) == [False, False]

    reading = await desk.reviewed(draft)
    assert await release_held(store) == 1

    assert await are_live(policy, reading) == [True, True]
    assert (await releases.live_interpretations_of([policy.release_id]))[policy.release_id] == [reading.release_id]
    event = (await releases.events_of(policy.release_id))[-1]
    assert event.actor.id == LEADER.id
    assert event.details["together_with"] == [reading.release_id]
    plan = await plan_of(policy)
    assert (plan.held_until, plan.alone_at, plan.watched) == (None, None, False)
    assert await release_held(store) == 0


async def test_a_reading_that_is_ready_first_cannot_go_before_its_policy(store: Store, desk: Desk) -> None:
    draft = await desk.draft()
    reading = await desk.reviewed(await a_reading(desk, draft))
    with pytest.raises(PolicyNotPublic):
        await released(store, reading)
    policy = await desk.reviewed(draft)
    with pytest.raises(ReadingsComplete):
        await held(store, policy, 0)
    assert await are_live(policy, reading) == [False, False]


async def test_a_hold_waits_for_every_planned_form(store: Store, desk: Desk) -> None:
    policy = await desk.reviewed(await desk.draft())
    await planned(store, policy, ReadingForm.picture, ReadingForm.qa)
    await held(store, policy, 1)
    picture = await desk.reviewed(await a_reading(desk, policy, "图解"))
    assert await release_held(store) == 0
    answers = await desk.reviewed(await a_reading(desk, policy, "答记者问"))
    assert await release_held(store) == 1
    assert await are_live(policy, picture, answers) == [True, True, True]


async def test_at_the_limit_the_policy_goes_alone_and_says_so_until_a_reading_comes(store: Store, desk: Desk) -> None:
    policy = await desk.reviewed(await desk.draft())
    await planned(store, policy, ReadingForm.picture)
    await held(store, policy, 1)
    reading = await a_reading(desk, policy)
    at(store, store.now() + 2 * DAY)
    assert await release_held(store) == 1
    await run_effects(store)

    assert await are_live(policy, reading) == [True, False]
    event = (await releases.events_of(policy.release_id))[-1]
    assert event.details["alone"] is True
    assert event.details["missing"] == [ReadingForm.picture]
    assert "单独发布" in (await bundles.alarms_of(policy.release_id))[ReadingAlarmKind.alone]

    await released(store, await desk.reviewed(reading))
    await run_effects(store)
    assert await bundles.alarms_of(policy.release_id) == {}
    (closed,) = await bundles.closed_alarms()
    assert closed.kind is ReadingAlarmKind.alone


async def test_at_the_limit_what_is_ready_goes_along(store: Store, desk: Desk) -> None:
    policy = await desk.reviewed(await desk.draft())
    await planned(store, policy, ReadingForm.picture, ReadingForm.video)
    reading = await desk.reviewed(await a_reading(desk, policy))
    await held(store, policy, 1)
    at(store, store.now() + 2 * DAY)
    assert await release_held(store) == 1
    assert await are_live(policy, reading) == [True, True]
    plan = await plan_of(policy)
    assert (plan.watched, plan.alone_at is not None) == (True, True)


async def test_an_edit_ends_the_hold_and_says_so(store: Store, desk: Desk) -> None:
    policy = await desk.reviewed(await desk.draft())
    await held(store, policy, 0)
    release = await releases.load(policy.release_id)
    content = (await releases.load_revision(policy.revision)).content.model_copy(update={"title": "改了标题"})
    await desk.edited(release, content)
    reading = await desk.reviewed(await a_reading(desk, policy))

    assert await release_held(store) == 0
    assert await are_live(policy, reading) == [False, False]
    plan = await plan_of(policy)
    assert plan.held_until is None
    assert "重新审签" in plan.refusal
    assert ReadingAlarmKind.refused in await bundles.alarms_of(policy.release_id)


async def test_publishing_by_hand_ends_the_hold(store: Store, desk: Desk) -> None:
    policy = await desk.reviewed(await desk.draft())
    await held(store, policy, 0)
    await released(store, policy)
    assert await release_held(store) == 0
    plan = await plan_of(policy)
    assert (plan.held_until, plan.refusal) == (None, "")
    assert await bundles.open_alarms() == []


async def test_only_a_reviewed_policy_is_held_by_who_may_publish_and_not_for_ever(store: Store, desk: Desk) -> None:
    draft = await desk.draft()
    with pytest.raises((WrongState, SignOffsMissing)):
        await held(store, draft, 0)
    policy = await desk.reviewed(draft)
    with pytest.raises(InvalidInput):
        await held(store, policy, 0, until=-DAY)
    with pytest.raises(InvalidInput):
        await held(store, policy, 0, until=31 * DAY)
    with pytest.raises(VersionConflict):
        await held(store, policy, 3)
    await held(store, policy, 0)
    reading = await a_reading(desk, policy)
    with pytest.raises(InvalidInput):
        await held(store, await desk.reviewed(reading), 0)


async def test_who_waits_may_let_go_once(store: Store, desk: Desk) -> None:
    policy = await desk.reviewed(await desk.draft())
    await held(store, policy, 0)

    def asking(version: int, actor=LEADER) -> LetGo:
        return LetGo(actor=actor, idempotency_key=new_id(), policy_id=policy.release_id, expected_version=version)

    with pytest.raises(NotAllowed):
        await let_go(store, asking(1, EDITOR.model_copy(update={"roles": frozenset({"contributor"})})))
    await let_go(store, asking(1))
    with pytest.raises(NothingHeld):
        await let_go(store, asking(2))
    assert await release_held(store) == 0
    assert await are_live(policy) == [False]
