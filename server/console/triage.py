"""分拣: the queue, the item under the cursor, and what an editor does with it. Every act brings the next item."""

from starlette.datastructures import FormData
from starlette.responses import Response

from content_models.editorial.actions.adopt import Adopt, Adopted, adopt
from content_models.editorial.actions.undo_adoption import undo_act
from content_models.intake import repository as intake
from content_models.intake.actions.snooze import Snooze, snooze
from content_models.intake.actions.spike import Restore, Spike, Triaged, restore, spike
from content_models.intake.actions.undo import Undo
from content_models.intake.documents import IntakeItem
from content_models.kit.errors import InvalidInput, ZhengwuError
from content_models.releases.documents import ReleaseKind
from server.console.forms import expected_version, field, fields, idempotency_key
from server.console.item_acts import Done, acting, refused, shown
from server.console.snooze_times import snooze_until
from server.console.triage_page import Notice, show_workbench
from server.console.triage_query import QueueView
from server.console.visit import Visit, staff_only
from server.pages.moments import minute

MOST_UNDONE = 200  # events a request: one bulk act


@staff_only
async def show_triage(visit: Visit) -> Response:
    return await show_workbench(visit, QueueView.from_query(visit.request.query_params))


@staff_only
async def undo_acts(visit: Visit) -> Response:
    """Take back what the notice was about, and show it again."""
    form = await visit.request.form()
    view = QueueView.from_field(field(form, "view"))
    key, titles, first = idempotency_key(form), list[str](), None
    try:
        for event_id in _events(form):
            command = Undo(actor=visit.actor, idempotency_key=f"{key}.{event_id}", event_id=event_id)
            undone = await undo_act(visit.store, command)
            titles += undone.titles
            first = first or next(iter(undone.item_ids), None)
    except ZhengwuError as refusal:
        return await refused(visit, view.at(first), refusal)
    what = f"《{titles[0]}》" if len(titles) == 1 else f"{len(titles)} 条来稿"
    return await shown(visit, view, Notice(f"已撤销，{what}恢复原状。" if titles else "已撤销。"), first)


def _events(form: FormData) -> list[str]:
    asked = fields(form, "event")
    if not 0 < len(asked) <= MOST_UNDONE:
        raise InvalidInput("没有可以撤销的操作，请刷新列表。")
    return asked[::-1]


async def adopt_one(visit: Visit, item: IntakeItem, form: FormData, key: str, version: int) -> Adopted:
    kind = field(form, "as_kind")
    command = Adopt(
        actor=visit.actor,
        idempotency_key=key,
        item_id=item.id,
        expected_version=version,
        kind=ReleaseKind(kind) if kind in set(ReleaseKind) else ReleaseKind(item.kind),
    )
    return await adopt(visit.store, command)


async def spike_one(visit: Visit, item: IntakeItem, form: FormData, key: str, version: int) -> Triaged:
    reason = field(form, "reason") or "不采用"
    command = Spike(
        actor=visit.actor, idempotency_key=key, item_id=item.id, expected_version=version, reason=reason[:200]
    )
    return await spike(visit.store, command)


async def snooze_one(visit: Visit, item: IntakeItem, form: FormData, key: str, version: int) -> Triaged:
    until = snooze_until(field(form, "until"), field(form, "until_time"), visit.store.now())
    command = Snooze(actor=visit.actor, idempotency_key=key, item_id=item.id, expected_version=version, until=until)
    return await snooze(visit.store, command)


async def _adopt(visit: Visit, item: IntakeItem, form: FormData) -> Done:
    adopted = await adopt_one(visit, item, form, idempotency_key(form), expected_version(form))
    link = f"/console/releases/{adopted.release_id}"
    return Done(Notice(f"已采用《{item.title}》，草稿已建好。", link=link, undo=[adopted.event_id]))


async def _spike(visit: Visit, item: IntakeItem, form: FormData) -> Done:
    spiked = await spike_one(visit, item, form, idempotency_key(form), expected_version(form))
    return Done(Notice(f"已放弃《{item.title}》。", undo=[spiked.event_id]))


async def _snooze(visit: Visit, item: IntakeItem, form: FormData) -> Done:
    snoozed = await snooze_one(visit, item, form, idempotency_key(form), expected_version(form))
    until = (await intake.load(item.id)).snoozed_until
    when = f"，{minute(until)} 自动回来" if until else ""
    return Done(Notice(f"已暂缓《{item.title}》{when}。", undo=[snoozed.event_id]))


async def _restore(visit: Visit, item: IntakeItem, form: FormData) -> Done:
    command = Restore(
        actor=visit.actor,
        idempotency_key=idempotency_key(form),
        item_id=item.id,
        expected_version=expected_version(form),
    )
    change = await restore(visit.store, command)
    return Done(Notice(f"《{item.title}》已回到队列。", undo=[change.event_id]))


adopt_item, spike_item, snooze_item, restore_item = map(acting, (_adopt, _spike, _snooze, _restore))
