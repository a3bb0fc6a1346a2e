"""解读期限 and 解读预警: counted in working days by the rule table, opened and closed by themselves."""

from datetime import date, datetime, timedelta

import pytest

from content_models.audit import repository as audit
from content_models.bundles import repository as bundles
from content_models.bundles.actions.watch_readings import watch_readings
from content_models.bundles.documents import ReadingAlarmKind, ReadingForm
from content_models.bundles.what_if import what_if
from content_models.calendar.actions.enter_notice import EnterNotice, enter_notice
from content_models.deadlines import repository as deadlines
from content_models.deadlines.actions.change_rule import ChangeRule, change_rule
from content_models.deadlines.actions.enter_rule import EnterRule, enter_rule, row_from
from content_models.deadlines.documents import DurationUnit
from content_models.deadlines.shipped import INTERPRETATION_DUE
from content_models.editorial.actions.withdraw import Withdraw, withdraw
from content_models.editorial.change import ReleaseChange
from content_models.editorial.documents import Role
from content_models.kit.errors import Conflict, InvalidInput, NotAllowed, VersionConflict
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from tests.content_models.bundles.support import a_reading, at, plan_of, planned, released, run_effects
from tests.desk import LEADER, Desk, person

OVERDUE = ReadingAlarmKind.overdue


def noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00+08:00")


async def public(store: Store, desk: Desk, day: str, *forms: ReadingForm) -> ReleaseChange:
    """A policy with this plan that goes public on that day."""
    at(store, noon(day))
    reviewed = await desk.reviewed(await desk.draft())
    await planned(store, reviewed, *forms)
    policy = await released(store, reviewed)
    await run_effects(store)
    return policy


@pytest.mark.parametrize(
    ("published", "due"),
    [
        ("2026-09-18", date(2026, 9, 22)),  # 20 September is a Sunday that is worked
        ("2026-09-25", date(2026, 9, 30)),  # begins a holiday; 28 September is the first day
        ("2026-11-27", date(2026, 12, 2)),  # over a week-end
    ],
)
async def test_due_day_is_counted_in_working_days_from_publication(
    store: Store, desk: Desk, published: str, due: date
) -> None:
    policy = await public(store, desk, published, ReadingForm.picture)
    plan = await plan_of(policy)
    assert (plan.due_on, plan.provisional, plan.due_rule[:18]) == (due, False, INTERPRETATION_DUE)


async def test_a_year_without_its_notice_is_provisional(store: Store, desk: Desk) -> None:
    policy = await public(store, desk, "2026-12-31", ReadingForm.text)
    assert (await plan_of(policy)).provisional


async def test_an_overdue_reading_raises_an_alarm_that_closes_by_itself(store: Store, desk: Desk) -> None:
    policy = await public(store, desk, "2026-11-27", ReadingForm.picture, ReadingForm.qa)
    at(store, noon("2026-12-02"))
    await watch_readings(store)
    assert await bundles.alarms_of(policy.release_id) == {}

    at(store, noon("2026-12-04"))
    for _ in range(2):
        await watch_readings(store)
    assert await bundles.alarms_of(policy.release_id) == {OVERDUE: "问答、图解应于 2026-12-02 前发布，已超期 2 天。"}
    (opened,) = await bundles.open_alarms()

    picture = await desk.reviewed(await a_reading(desk, policy, "图解"))
    await released(store, picture)
    await run_effects(store)
    assert "问答应于" in (await bundles.alarms_of(policy.release_id))[OVERDUE]
    assert (await bundles.open_alarms())[0].opened_at == opened.opened_at

    await released(store, await desk.reviewed(await a_reading(desk, policy, "问答")))
    await run_effects(store)
    assert await bundles.alarms_of(policy.release_id) == {}
    (closed,) = await bundles.closed_alarms()
    assert closed.closed_at
    assert closed.opened_at == opened.opened_at


async def test_a_withdrawn_reading_is_missing_again_and_a_withdrawn_policy_needs_none(store: Store, desk: Desk) -> None:
    policy = await public(store, desk, "2026-11-27", ReadingForm.picture)
    reading = await released(store, await desk.reviewed(await a_reading(desk, policy, "图解")))
    await run_effects(store)
    at(store, noon("2026-12-10"))
    assert not (await plan_of(policy)).watched
    await withdraw(store, taking_back(reading))
    await run_effects(store)
    assert OVERDUE in await bundles.alarms_of(policy.release_id)
    await withdraw(store, taking_back(policy))
    await run_effects(store)
    assert await bundles.alarms_of(policy.release_id) == {}


def taking_back(change: ReleaseChange) -> Withdraw:
    return Withdraw(
        actor=LEADER,
        idempotency_key=new_id(),
        release_id=change.release_id,
        expected_version=change.version,
        reason="示例原因",
    )


async def test_a_chosen_day_comes_before_the_rule_and_none_is_in_the_past(store: Store, desk: Desk) -> None:
    policy = await public(store, desk, "2026-11-27", ReadingForm.picture)
    with pytest.raises(InvalidInput):
        await planned(store, policy, ReadingForm.picture, due_by=date(2026, 11, 26), version=1)
    await planned(store, policy, ReadingForm.picture, due_by=date(2026, 11, 30), version=1)
    assert (await plan_of(policy)).due_on == date(2026, 11, 30)
    with pytest.raises(VersionConflict):
        await planned(store, policy, ReadingForm.text, version=1)
    await planned(store, policy, ReadingForm.text, version=2)
    assert (await plan_of(policy)).due_on == date(2026, 12, 2)


async def test_a_row_of_the_rule_table_holds_from_its_day_on(store: Store, desk: Desk) -> None:
    administrator = person("管理员", Role.administrator)

    def entering(value: int, unit: DurationUnit, day: date, actor=administrator) -> EnterRule:
        return EnterRule(
            actor=actor,
            idempotency_key=new_id(),
            rule_id=INTERPRETATION_DUE,
            value=value,
            unit=unit,
            basis="示例市政策解读办法",
            valid_from=day,
        )

    await enter_rule(store, entering(5, DurationUnit.working_days, date(2026, 11, 27)))
    with pytest.raises(Conflict):
        await enter_rule(store, entering(6, DurationUnit.working_days, date(2026, 11, 27)))
    with pytest.raises(NotAllowed):
        await enter_rule(store, entering(6, DurationUnit.days, date(2026, 12, 27), LEADER))
    assert (await deadlines.rule_on(INTERPRETATION_DUE, date(2026, 11, 26))).value == 3
    policy = await public(store, desk, "2026-11-27", ReadingForm.picture)
    assert (await plan_of(policy)).due_on == date(2026, 12, 4)
    await enter_rule(store, entering(48, DurationUnit.hours, date(2026, 12, 1)))
    later = await public(store, desk, "2026-12-01", ReadingForm.picture)
    assert (await plan_of(later)).due_on == date(2026, 12, 1) + timedelta(days=2)


def ruling(value: int, day: date, **fields: object) -> EnterRule:
    return EnterRule(
        actor=person("管理员", Role.administrator),
        idempotency_key=new_id(),
        rule_id=INTERPRETATION_DUE,
        value=value,
        unit=DurationUnit.working_days,
        basis="示例市政策解读办法",
        valid_from=day,
        **fields,
    )


async def test_what_a_row_would_move_is_told_before_and_moved_after(store: Store, desk: Desk) -> None:
    policy = await public(store, desk, "2026-11-27", ReadingForm.picture)
    command = ruling(5, date(2026, 11, 1))
    told = await what_if(row_from(store, command), date(2026, 11, 27))
    assert [(one.policy_id, one.due_now, one.due_then) for one in told.moved] == [
        (policy.release_id, date(2026, 12, 2), date(2026, 12, 4))
    ]
    assert (told.looked_at, told.examples[0].due_then) == (1, date(2026, 12, 4))
    assert (await plan_of(policy)).due_on == date(2026, 12, 2), "looking moves nothing"

    entered = await enter_rule(store, command)
    await run_effects(store)
    assert (await plan_of(policy)).due_on == date(2026, 12, 4)
    terms = command.model_dump(exclude={"rule_id", "valid_from", "idempotency_key"})
    right = ChangeRule(
        **(terms | {"value": 1, "row_id": entered.row_id, "expected_version": 1, "idempotency_key": new_id()})
    )
    assert (await change_rule(store, right)).version == 2
    await run_effects(store)
    assert (await plan_of(policy)).due_on == date(2026, 11, 30), "a row put right counts what is open"
    assert (await what_if(row_from(store, ruling(9, date(2027, 1, 1))), date(2026, 11, 27))).moved == []


async def test_a_row_that_has_ended_gives_way_to_the_one_before(store: Store, desk: Desk) -> None:
    await enter_rule(store, ruling(9, date(2026, 11, 1), valid_to=date(2026, 11, 26)))
    policy = await public(store, desk, "2026-11-27", ReadingForm.picture)
    assert (await plan_of(policy)).due_on == date(2026, 12, 2)


async def test_next_years_notice_recounts_the_deadlines_that_are_open(store: Store, desk: Desk) -> None:
    policy = await public(store, desk, "2026-12-31", ReadingForm.text)
    before = await plan_of(policy)
    off = [date(2027, 1, 1), *(date(2027, 2, day) for day in range(5, 12)), date(2027, 4, 5), date(2027, 5, 1)]
    off += [date(2027, 5, 2), date(2027, 6, 9), date(2027, 9, 15), *(date(2027, 10, day) for day in range(1, 4))]
    notice = EnterNotice(
        actor=person("管理员", Role.administrator),
        idempotency_key=new_id(),
        year=2027,
        expected_version=0,
        basis="国办发明电〔2026〕示例号",
        days_off=off,
        make_up_days=[date(2027, 1, 3)],
    )
    await enter_notice(store, notice)
    await run_effects(store)
    after = await plan_of(policy)
    assert (before.due_on, before.provisional) == (date(2027, 1, 6), True)
    assert (after.due_on, after.provisional) == (date(2027, 1, 5), False), "the Sunday that is worked counts"
    [entry] = await audit.history_of("holidays.2027")
    assert entry.actor_name == "管理员"
