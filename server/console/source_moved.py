"""源文变更的三条出路: a corrected draft, leave ours as it is and say why, or withdraw it."""

from starlette.datastructures import FormData

from content_models.editorial.actions.take_correction import TakeCorrection, take_correction
from content_models.editorial.actions.withdraw_changed import WithdrawChanged, withdraw_changed
from content_models.intake.actions.dismiss_change import DismissChange, dismiss_change
from content_models.intake.documents import IntakeItem
from content_models.kit.errors import InvalidInput
from server.console.forms import expected_version, field, idempotency_key, whole_number
from server.console.item_acts import Done, acting
from server.console.triage_page import Notice
from server.console.visit import Visit


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
    change = await dismiss_change(
        visit.store,
        DismissChange(
            actor=visit.actor,
            idempotency_key=idempotency_key(form),
            item_id=item.id,
            expected_version=expected_version(form),
            reason=_reason(form),
        ),
    )
    release = f"/console/releases/{item.release_id}"
    return Done(Notice(f"已忽略《{item.title}》的源文变更，稿件保持不变。", link=release, undo=[change.event_id]))


async def _withdraw(visit: Visit, item: IntakeItem, form: FormData) -> Done:
    change = await withdraw_changed(
        visit.store,
        WithdrawChanged(
            actor=visit.actor,
            idempotency_key=idempotency_key(form),
            release_id=item.release_id or "",
            expected_version=whole_number(field(form, "release_version")),
            item_id=item.id,
            item_version=expected_version(form),
            reason=_reason(form),
        ),
    )
    return Done(Notice(f"已撤回《{item.title}》，网址保留并说明原因。", link=f"/console/releases/{change.release_id}"))


def _reason(form: FormData) -> str:
    """Typed, else chosen. Raises InvalidInput."""
    reason = (field(form, "own_reason") or field(form, "reason")).strip()
    if not 2 <= len(reason) <= 200:
        raise InvalidInput("请写明理由，2 到 200 个字。")
    return reason


correct_item, dismiss_item, withdraw_item = map(acting, (_take_correction, _dismiss, _withdraw))
