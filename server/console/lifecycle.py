"""定时、更正、结束: the acts that follow approval, each its own verb with its own right and its own event."""

from datetime import date
from typing import Any

from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from content_models.editorial.actions.correct import Correct, CorrectSilently, correct, correct_silently
from content_models.editorial.actions.merge import Merge, merge
from content_models.editorial.actions.record_validity import (
    RecordValidity,
    RetractValidity,
    record_validity,
    retract_validity,
)
from content_models.editorial.actions.remove import Remove, remove
from content_models.editorial.change import ReleaseChange
from content_models.editorial.schedules.actions.note_failure import NoteFailure, note_failure
from content_models.editorial.schedules.actions.schedule import ScheduleRelease, Unschedule, schedule, unschedule
from content_models.kit.errors import InvalidInput, NotFound
from content_models.releases import repository as releases
from content_models.releases.marks import MarkKind
from server.console.forms import asking, expected_version, field, fields, idempotency_key, moment
from server.console.release_page import acting, release_at
from server.console.visit import Visit, staff_only

LONGEST_ADDRESS = 200


def _asked(visit: Visit, release_id: str, form: FormData) -> dict[str, Any]:
    return {
        "actor": visit.actor,
        "idempotency_key": idempotency_key(form),
        "release_id": release_id,
        "expected_version": expected_version(form),
    }


async def _schedule(visit: Visit, release_id: str, form: FormData) -> ReleaseChange:
    with asking("请选择发布的日期和时间。"):
        due_at = moment(field(form, "due_at"))
    together = [release_at(chosen) for chosen in fields(form, "together_with")]
    return await schedule(
        visit.store, ScheduleRelease(**_asked(visit, release_id, form), due_at=due_at, together_with=together)
    )


async def _unschedule(visit: Visit, release_id: str, form: FormData) -> ReleaseChange:
    return await unschedule(visit.store, Unschedule(**_asked(visit, release_id, form)))


async def _correct(visit: Visit, release_id: str, form: FormData) -> ReleaseChange:
    asked = _asked(visit, release_id, form)
    with asking("请写明更正了什么（2 到 300 个字），它会公开显示。"):
        command = Correct(**asked, note=field(form, "note"))
    return await correct(visit.store, command)


async def _correct_silently(visit: Visit, release_id: str, form: FormData) -> ReleaseChange:
    asked = _asked(visit, release_id, form)
    with asking("请写明为什么不公开说明（2 到 300 个字），留作审计。"):
        command = CorrectSilently(**asked, reason=field(form, "reason"))
    return await correct_silently(visit.store, command)


async def _merge(visit: Visit, release_id: str, form: FormData) -> ReleaseChange:
    target_id = await _release_named(field(form, "target").strip()[:LONGEST_ADDRESS])
    return await merge(visit.store, Merge(**_asked(visit, release_id, form), target_id=target_id))


async def _release_named(address: str) -> str:
    """By its address in the console or in public, or its id alone."""
    last = address.rstrip("/").partition("?")[0].rpartition("/")[2]
    if not last:
        raise InvalidInput("请粘贴要保留的那一件的网址。")
    try:
        return (await releases.by_slug(last)).id
    except NotFound:
        return last


async def _remove(visit: Visit, release_id: str, form: FormData) -> ReleaseChange:
    asked = _asked(visit, release_id, form)
    with asking("请写明为什么删除（2 到 300 个字），留作审计，不公开。"):
        command = Remove(**asked, reason=field(form, "reason"))
    return await remove(visit.store, command)


async def _record(visit: Visit, release_id: str, form: FormData) -> ReleaseChange:
    asked = _asked(visit, release_id, form)
    with asking("请选择效力怎样变化。"):
        kind = MarkKind(field(form, "kind"))
    with asking("请选择从哪一天起变化。"):
        on = date.fromisoformat(field(form, "on"))
    with asking("请写明依据（2 到 300 个字），例如宣布废止的文件和文号。"):
        command = RecordValidity(**asked, kind=kind, on=on, basis=field(form, "basis"))
    return await record_validity(visit.store, command)


async def _retract(visit: Visit, release_id: str, form: FormData) -> ReleaseChange:
    reason = field(form, "reason").strip() or "登记有误"
    command = RetractValidity(**_asked(visit, release_id, form), mark_id=field(form, "mark"), reason=reason[:300])
    return await retract_validity(visit.store, command)


@staff_only
async def note_schedule_failure(visit: Visit) -> Response:
    form = await visit.request.form()
    command = NoteFailure(
        actor=visit.actor, idempotency_key=idempotency_key(form), schedule_id=field(form, "schedule")[:LONGEST_ADDRESS]
    )
    await note_failure(visit.store, command)
    return RedirectResponse("/console/releases", 303)


ACTS = {
    "schedule": acting(_schedule),
    "unschedule": acting(_unschedule),
    "correct": acting(_correct),
    "correct-silently": acting(_correct_silently),
    "merge": acting(_merge),
    "remove": acting(_remove),
    "validity": acting(_record),
    "validity-retract": acting(_retract),
}
