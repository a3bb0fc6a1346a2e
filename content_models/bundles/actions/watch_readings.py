"""`watch_readings` 解读预警: what is overdue is said, and what has come is said no longer, by itself."""

from datetime import date

from content_models.bundles import repository as bundles
from content_models.bundles.documents import ReadingAlarmKind, ReadingPlan
from content_models.bundles.due import set_due
from content_models.bundles.rules import days_over, missing, names_of
from content_models.kit.clock import in_shanghai
from content_models.kit.store import Session, Store
from content_models.releases import repository as releases
from content_models.releases.documents import Release


async def watch_readings(store: Store) -> None:
    """Look at every public policy whose planned readings are not all there."""
    for plan in await bundles.watched():
        await settle(store, plan)


async def settle(store: Store, plan: ReadingPlan) -> None:
    """Due day, standing and alarms of one plan as they are now. Doing it twice changes nothing."""
    policy = await releases.load(plan.id)
    live = [one for one in await bundles.readings_of(plan.id) if one.live]
    lacking = missing(plan.forms, live) if policy.is_live else []
    before = plan.model_copy()
    plan.watched = bool(lacking)
    await set_due(plan, policy)
    if plan != before:
        await bundles.note_facts(plan)
    over = _over(plan, in_shanghai(store.now()).date())
    findings = _findings(plan, policy, names_of(lacking), there=bool(live), over=over)
    standing = await bundles.alarms_of(plan.id)
    for kind, evidence in findings.items():
        await _settle_alarm(store, plan.id, kind, evidence, standing.get(kind))


def _over(plan: ReadingPlan, today: date) -> int:
    """Days past the due day of a plan that is not fulfilled."""
    return days_over(plan.due_on, today) if plan.watched and plan.due_on else 0


def _findings(
    plan: ReadingPlan, policy: Release, lacking: str, *, there: bool, over: int
) -> dict[ReadingAlarmKind, str]:
    """What stands, in words; "" for what does not."""
    overdue = f"{lacking}应于 {plan.due_on} 前发布，已超期 {over} 天。" if over > 0 else ""
    alone = "等待到期，政策已单独发布，解读尚未跟上。" if plan.alone_at and policy.is_live and not there else ""
    return {ReadingAlarmKind.overdue: overdue, ReadingAlarmKind.alone: alone} | (
        {ReadingAlarmKind.refused: ""} if policy.is_live else {}
    )


async def _settle_alarm(
    store: Store, policy_id: str, kind: ReadingAlarmKind, evidence: str, standing: str | None
) -> None:
    async def work(session: Session) -> None:
        if evidence:
            await bundles.open_alarm(policy_id, kind, evidence, store.now(), session)
        else:
            await bundles.close_alarm(policy_id, kind, store.now(), session)

    if evidence != (standing or ""):
        await store.transaction(work)
