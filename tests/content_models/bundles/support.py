"""A policy, its interpretations and its plan, made by the real verbs; a clock that can be put forward."""

from datetime import date, datetime, timedelta

from content_models.announcements.limits import DEFAULT_LIMITS
from content_models.bundles import repository as bundles
from content_models.bundles.actions.change import PlanChange
from content_models.bundles.actions.hold import HoldForReadings, hold
from content_models.bundles.actions.plan_readings import PlanReadings, plan_readings
from content_models.bundles.documents import ReadingForm, ReadingPlan
from content_models.editorial.actions.publish import Publish, publish
from content_models.editorial.change import ReleaseChange
from content_models.kit import outbox
from content_models.kit.clock import utc_now
from content_models.kit.ids import new_id
from content_models.kit.relay import CLAIM
from content_models.kit.store import Store
from content_models.organs.documents import Organ, OrganLevel
from content_models.releases import repository as releases
from content_models.releases.documents import InterpretationFacts, ReleaseKind
from server.worker.effects import effects_under
from tests.desk import EDITOR, LEADER, Desk

DAY = timedelta(days=1)


async def organ() -> None:
    """The organ whose releases the desk publishes: notices name it."""
    if await Organ.get("organ-1") is None:
        await Organ(
            id="organ-1",
            full_name="示例市人民政府办公室",
            short_name="市府办",
            level=OrganLevel.municipal,
            region_code="320000",
        ).insert()


def at(store: Store, moment: datetime) -> None:
    """From now on the store's clock begins there and goes on as clocks do."""
    started, began = utc_now(), moment
    store.now = lambda: began + (utc_now() - started)


async def a_reading(desk: Desk, policy: ReleaseChange, form: str = "图解", title: str = "") -> ReleaseChange:
    """A draft that interprets the policy in this form."""
    draft = await desk.draft(title or f"示例通知{form}", ReleaseKind.interpretation, reads=policy.release_id)
    revision = await releases.load_revision(draft.revision)
    content = revision.content.model_copy(update={"interpretation": InterpretationFacts(form=form)})
    return await desk.edited(await releases.load(draft.release_id), content)


async def planned(
    store: Store, policy: ReleaseChange, *forms: ReadingForm, due_by: date | None = None, version: int = 0
) -> PlanChange:
    command = PlanReadings(
        actor=EDITOR,
        idempotency_key=new_id(),
        policy_id=policy.release_id,
        expected_version=version,
        forms=list(forms),
        due_by=due_by,
    )
    return await plan_readings(store, command)


async def held(store: Store, policy: ReleaseChange, plan_version: int, until: timedelta = DAY) -> PlanChange:
    command = HoldForReadings(
        actor=LEADER,
        idempotency_key=new_id(),
        policy_id=policy.release_id,
        expected_version=plan_version,
        release_version=policy.version,
        until=store.now() + until,
    )
    return await hold(store, command)


async def released(store: Store, reviewed: ReleaseChange) -> ReleaseChange:
    """Published by hand, alone."""
    command = Publish(
        actor=LEADER,
        idempotency_key=new_id(),
        release_id=reviewed.release_id,
        expected_version=reviewed.version,
    )
    return await publish(store, command)


async def run_effects(store: Store) -> None:
    """What the worker does after a commit, in the order of the rows."""
    effects = effects_under(DEFAULT_LIMITS)
    while rows := await outbox.due(store.now(), 100):
        for row in rows:
            if await outbox.claim(row, store.now() + CLAIM):
                for effect in effects.get(row.topic, ()):
                    await effect(store, row)
                await outbox.settle(row, {"state": outbox.OutboxState.done, "done_at": store.now()})


async def plan_of(policy: ReleaseChange) -> ReadingPlan:
    plan = await bundles.plan_of(policy.release_id)
    assert plan
    return plan


async def are_live(*changes: ReleaseChange) -> list[bool]:
    live = await releases.live(change.release_id for change in changes)
    return [change.release_id in live for change in changes]
