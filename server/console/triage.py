"""分拣: the queue, the item under the cursor, and what an editor does with it. Every act brings the next item."""

from starlette.datastructures import FormData
from starlette.responses import Response

from content_models.editorial.actions.adopt import Adopt, adopt
from content_models.editorial.actions.take_correction import TakeCorrection, take_correction
from content_models.intake.actions.dismiss_change import DismissChange, dismiss_change
from content_models.intake.actions.spike import Restore, Spike, restore, spike
from content_models.intake.documents import IntakeItem
from content_models.releases.documents import ReleaseKind
from server.console.forms import expected_version, field, idempotency_key, whole_number
from server.console.item_acts import Done, acting
from server.console.triage_page import Notice, QueueView, show_workbench
from server.console.visit import Visit, staff_only


@staff_only
async def show_triage(visit: Visit) -> Response:
    return await show_workbench(visit, QueueView.from_query(visit.request.query_params))


async def _adopt(visit: Visit, item: IntakeItem, form: FormData) -> Done:
    kind = field(form, "as_kind")
    change = await adopt(
        visit.store,
        Adopt(
            actor=visit.actor,
            idempotency_key=idempotency_key(form),
            item_id=item.id,
            expected_version=expected_version(form),
            kind=ReleaseKind(kind) if kind in set(ReleaseKind) else None,
        ),
    )
    return Done(Notice(f"已采用《{item.title}》，草稿已建好。", link=f"/console/releases/{change.release_id}"))


async def _spike(visit: Visit, item: IntakeItem, form: FormData) -> Done:
    change = await spike(
        visit.store,
        Spike(
            actor=visit.actor,
            idempotency_key=idempotency_key(form),
            item_id=item.id,
            expected_version=expected_version(form),
            reason=field(form, "reason") or "不采用",
        ),
    )
    return Done(
        Notice(f"已放弃《{item.title}》。", undo=f"/console/triage/{item.id}/restore", undo_version=change.version)
    )


async def _restore(visit: Visit, item: IntakeItem, form: FormData) -> Done:
    await restore(
        visit.store,
        Restore(
            actor=visit.actor,
            idempotency_key=idempotency_key(form),
            item_id=item.id,
            expected_version=expected_version(form),
        ),
    )
    return Done(Notice(f"《{item.title}》已回到队列。"))


async def _take_correction(visit: Visit, item: IntakeItem, form: FormData) -> Done:
    change = await take_correction(
        visit.store,
        TakeCorrection(
            actor=visit.actor,
            idempotency_key=idempotency_key(form),
            release_id=item.release_id or "",
            expected_version=whole_number(field(form, "release_version")),
            item_id=item.id,
            item_version=expected_version(form),
        ),
    )
    return Done(Notice(f"已按来源新文本生成《{item.title}》的更正稿。", link=f"/console/releases/{change.release_id}"))


async def _dismiss(visit: Visit, item: IntakeItem, form: FormData) -> Done:
    await dismiss_change(
        visit.store,
        DismissChange(
            actor=visit.actor,
            idempotency_key=idempotency_key(form),
            item_id=item.id,
            expected_version=expected_version(form),
            reason=field(form, "reason") or "本稿无需跟进",
        ),
    )
    return Done(
        Notice(f"已忽略《{item.title}》的源文变更，稿件保持不变。", link=f"/console/releases/{item.release_id}")
    )


adopt_item, spike_item, restore_item, correct_item, dismiss_item = map(
    acting, (_adopt, _spike, _restore, _take_correction, _dismiss)
)
