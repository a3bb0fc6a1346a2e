"""定时发布: at the hour everything is asked again; what cannot go out says so, and nothing goes out early or twice."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from content_models.editorial.actions.edit import Edit, edit
from content_models.editorial.change import ReleaseChange
from content_models.editorial.errors import ScheduleInPast
from content_models.editorial.schedules import repository as schedules
from content_models.editorial.schedules.actions.note_failure import NoteFailure, note_failure
from content_models.editorial.schedules.actions.run import run_due, run_one, trusted_now
from content_models.editorial.schedules.actions.schedule import ScheduleRelease, Unschedule, schedule, unschedule
from content_models.editorial.schedules.documents import ReleaseSchedule, ScheduleState
from content_models.kit import outbox
from content_models.kit.clock import utc_now
from content_models.kit.errors import InvalidInput, NotAllowed, VersionConflict, WrongState
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.organs.documents import Organ
from content_models.releases import repository as releases
from content_models.releases.documents import Content, EventKind, ReleaseKind, ReleaseState
from content_models.staff import repository as people
from content_models.staff.documents import Role, Staff
from tests.desk import EDITOR, ISSUED, LEADER, ORGAN, Desk

EARLIER = timedelta(hours=3)
AHEAD = timedelta(hours=1)


@pytest.fixture
async def clock(store: Store) -> "Clock":
    """The verbs' clock, three hours behind until it is let go: an hour set ahead of it has come by the real one."""
    clock = Clock()
    store.now = clock
    await Staff(
        id=LEADER.id,
        username="zhao",
        display_name=LEADER.name,
        roles=[Role.leader],
        password_hash="x",
        created_at=utc_now(),
    ).insert()
    return clock


class Clock:
    def __init__(self) -> None:
        self.behind = EARLIER

    def __call__(self) -> datetime:
        return utc_now() - self.behind

    def come(self) -> None:
        self.behind = timedelta()


def asked(at: ReleaseChange, **more: Any) -> dict[str, Any]:
    key = {"actor": LEADER, "idempotency_key": new_id()}
    return key | {"release_id": at.release_id, "expected_version": at.version} | more


async def scheduled(store: Store, desk: Desk, at: ReleaseChange | None = None, **more: Any) -> ReleaseChange:
    reviewed = at or await desk.reviewed(await desk.draft())
    return await schedule(store, ScheduleRelease(**asked(reviewed, due_at=store.now() + AHEAD, **more)))


async def newest(at: ReleaseChange) -> ReleaseSchedule:
    found = await schedules.newest_of(at.release_id)
    assert found
    return found


async def test_it_goes_out_at_its_hour_and_not_before(store: Store, desk: Desk, clock: Clock) -> None:
    change = await scheduled(store, desk)
    assert change.state is ReleaseState.scheduled
    assert await run_due(store) == 0

    clock.come()
    assert await run_due(store) == 1
    release = await releases.load(change.release_id)
    row = await newest(change)
    assert (release.state, row.state) == (ReleaseState.published, ScheduleState.done)
    assert release.published_at == row.finished_at or release.published_at <= row.finished_at
    assert row.lateness_ms
    assert row.lateness_ms >= (EARLIER - AHEAD).total_seconds() * 1000
    last = (await releases.events_of(change.release_id))[-1]
    assert (last.kind, last.actor.id) == (EventKind.published, LEADER.id)
    assert last.details["scheduled_for"] == row.due_at.isoformat()
    assert [one.topic for one in await outbox.due(store.now(), 9)] == ["release.published"]
    assert await run_due(store) == 0


async def test_many_workers_publish_it_once(store: Store, desk: Desk, clock: Clock) -> None:
    change = await scheduled(store, desk)
    row = await newest(change)
    clock.come()
    finished = await asyncio.gather(*(run_one(store, row.id) for _ in range(4)))
    assert finished.count(True) == 1
    events = [event for event in await releases.events_of(change.release_id) if event.kind is EventKind.published]
    assert len(events) == 1
    assert await outbox.pending_count() == 1


async def test_an_hour_that_has_passed_is_refused_in_words(store: Store, desk: Desk) -> None:
    reviewed = await desk.reviewed(await desk.draft())
    with pytest.raises(ScheduleInPast, match="已经过去"):
        await schedule(store, ScheduleRelease(**asked(reviewed, due_at=store.now() - timedelta(seconds=1))))
    with pytest.raises(InvalidInput, match="一年"):
        await schedule(store, ScheduleRelease(**asked(reviewed, due_at=datetime(2099, 1, 1, tzinfo=UTC))))
    assert await schedules.newest_of(reviewed.release_id) is None


async def test_only_reviewed_texts_get_an_hour(store: Store, desk: Desk) -> None:
    draft = await desk.draft()
    with pytest.raises(WrongState):
        await schedule(store, ScheduleRelease(**asked(draft, due_at=store.now() + AHEAD)))


async def test_a_changed_text_does_not_go_out(store: Store, desk: Desk, clock: Clock) -> None:
    change = await scheduled(store, desk)
    content = Content(title="改过的示例通知", body_html="<p>改过。</p>", policy=ISSUED)
    key = {"actor": EDITOR, "idempotency_key": new_id()}
    where = {"release_id": change.release_id, "expected_version": change.version}
    await edit(store, Edit(**key, **where, content=content))
    clock.come()
    assert await run_due(store) == 1
    row = await newest(change)
    assert (row.state, row.failure_code) == (ScheduleState.failed, "SCHEDULE_STALE")
    assert (await releases.load(change.release_id)).state is ReleaseState.draft  # it is being worked on: left alone
    assert await releases.live([change.release_id]) == {}


async def test_checks_are_asked_again_at_the_hour(store: Store, desk: Desk, clock: Clock) -> None:
    """The publisher was struck from the directory meanwhile."""
    change = await scheduled(store, desk)
    await Organ.find(Organ.id == ORGAN).delete()
    clock.come()
    assert await run_due(store) == 1

    release, row = await releases.load(change.release_id), await newest(change)
    assert release.state is ReleaseState.failed_to_publish
    assert row.failure_code == "CHECKS_FAILED"
    assert row.failure_details["issues"]
    assert (await releases.events_of(release.id))[-1].kind is EventKind.publish_failed
    assert [one.id for one in await schedules.unseen_failures()] == [row.id]
    await note_failure(store, NoteFailure(actor=LEADER, idempotency_key=new_id(), schedule_id=row.id))
    assert await schedules.unseen_failures() == []


@pytest.mark.parametrize("change_of_person", ["left", "moved"])
async def test_rights_are_asked_again_at_the_hour(
    store: Store, desk: Desk, clock: Clock, change_of_person: str
) -> None:
    change = await scheduled(store, desk)
    staff = await people.find(LEADER.id)
    assert staff
    staff.disabled = change_of_person == "left"
    staff.roles = [Role.auditor] if change_of_person == "moved" else staff.roles
    await people.save(staff)
    clock.come()
    assert await run_due(store) == 1
    assert (await newest(change)).failure_code == NotAllowed.code
    assert (await releases.load(change.release_id)).state is ReleaseState.failed_to_publish


async def test_after_a_failure_it_can_be_set_again(store: Store, desk: Desk, clock: Clock) -> None:
    change = await scheduled(store, desk)
    await Organ.find(Organ.id == ORGAN).delete()
    clock.come()
    await run_due(store)
    await desk.organ()
    clock.behind = EARLIER
    failed = await releases.load(change.release_id)
    again = change.model_copy(update={"version": failed.version})
    await schedule(store, ScheduleRelease(**asked(again, due_at=store.now() + AHEAD)))
    clock.come()
    assert await run_due(store) == 1
    assert (await releases.load(change.release_id)).state is ReleaseState.published


async def test_taken_back_it_stays_unpublished(store: Store, desk: Desk, clock: Clock) -> None:
    change = await scheduled(store, desk)
    assert (await unschedule(store, Unschedule(**asked(change)))).state is ReleaseState.approved
    clock.come()
    assert await run_due(store) == 0
    assert (await newest(change)).state is ScheduleState.cancelled


async def test_two_people_setting_an_hour_at_once(store: Store, desk: Desk, clock: Clock) -> None:
    reviewed = await desk.reviewed(await desk.draft())
    answers = await asyncio.gather(
        *(schedule(store, ScheduleRelease(**asked(reviewed, due_at=store.now() + AHEAD * n))) for n in (1, 2)),
        return_exceptions=True,
    )
    assert sum(isinstance(answer, ReleaseChange) for answer in answers) == 1
    assert sum(isinstance(answer, VersionConflict) for answer in answers) == 1
    assert len(await schedules.waiting()) == 1


async def test_a_policy_and_its_reading_go_out_together(store: Store, desk: Desk, clock: Clock) -> None:
    policy = await desk.reviewed(await desk.draft("示例办法"))
    reading = await desk.reviewed(
        await desk.draft("《示例办法》政策解读", ReleaseKind.interpretation, reads=policy.release_id)
    )
    together = [{"release_id": reading.release_id, "expected_version": reading.version}]
    await scheduled(store, desk, policy, together_with=together)
    clock.come()
    assert await run_due(store) == 1
    assert await releases.live_interpretations_of([policy.release_id]) == {policy.release_id: [reading.release_id]}


async def test_a_worker_whose_clock_runs_ahead_publishes_nothing_early(store: Store, desk: Desk) -> None:
    change = await scheduled(store, desk)
    store.now = lambda: utc_now() + timedelta(days=2)
    assert await run_due(store) == 0
    assert (await newest(change)).state is ScheduleState.waiting
    assert abs(await trusted_now(store) - utc_now()) < timedelta(seconds=30)
