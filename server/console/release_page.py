"""稿件页: read, edit, and the four acts: submit, sign, publish, withdraw. Each carries the version it looked at."""

from collections.abc import Awaitable, Callable

from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from content_models.editorial.actions.edit import Edit, edit
from content_models.editorial.actions.publish import Publish, ReleaseAt, publish
from content_models.editorial.actions.sign_off import Sign, sign_off
from content_models.editorial.actions.submit import Submit, submit
from content_models.editorial.actions.withdraw import Withdraw, withdraw
from content_models.editorial.change import ReleaseChange
from content_models.editorial.documents import Verdict
from content_models.editorial.writing import repository as writing
from content_models.kit.errors import InvalidInput, VersionConflict, ZhengwuError
from content_models.releases import repository as releases
from content_models.releases.files import repository as files
from content_models.releases.files.rules import shown_by
from server.console.conflict import show_conflict
from server.console.drafts import put_aside
from server.console.forms import (
    asking,
    expected_version,
    field,
    fields,
    idempotency_key,
    remark,
    whole_number,
    written_form,
)
from server.console.release_form import ReleaseForm
from server.console.release_screen import release_of, show
from server.console.visit import Endpoint, Visit, staff_only

TOO_LATE = "没有执行：您打开页面之后，他人已先处理了这篇稿件。下面是它现在的样子，请看过再决定。"

Act = Callable[[Visit, str, FormData], Awaitable[ReleaseChange]]


@staff_only
async def show_release(visit: Visit) -> Response:
    release = await release_of(visit)
    return await show(visit, release, editing="edit" in visit.request.query_params)


@staff_only
async def save_release(visit: Visit) -> Response:
    """Save a new revision. Whatever goes wrong, the answer holds every word that was typed."""
    form = await written_form(visit.request)
    typed = ReleaseForm.sent(form)
    release = await release_of(visit)
    before = await releases.load_revision(release.current_revision_id)
    try:
        command = Edit(
            actor=visit.actor,
            idempotency_key=idempotency_key(form),
            release_id=release.id,
            expected_version=expected_version(form),
            content=await typed.content(release.kind, before.content),
            note=remark(form, "note"),
        )
        await edit(visit.store, command)
        await files.let_show(shown_by(command.content), release.id)
    except VersionConflict:
        await put_aside(visit, release, form)
        return await show_conflict(visit, release.id, typed)
    except ZhengwuError as refusal:
        await put_aside(visit, release, form)
        return await show(visit, release, editing=True, typed=typed, refusal=refusal)
    await writing.drop_draft(release.id, visit.staff.id)
    return RedirectResponse(f"/console/releases/{release.id}?saved", 303)


def acting(act: Act) -> Endpoint:
    """An endpoint for one act on a release; a refusal is shown on the release's page as it now is."""

    @staff_only
    async def endpoint(visit: Visit) -> Response:
        release_id = (await release_of(visit)).id
        form = await visit.request.form()
        try:
            await act(visit, release_id, form)
        except VersionConflict as late:
            return await show(visit, await release_of(visit), refusal=VersionConflict(TOO_LATE, **late.details))
        except ZhengwuError as refusal:
            return await show(visit, await release_of(visit), refusal=refusal)
        return _back_to(release_id)

    return endpoint


def _back_to(release_id: str) -> Response:
    return RedirectResponse(f"/console/releases/{release_id}", 303)


async def _submit(visit: Visit, release_id: str, form: FormData) -> ReleaseChange:
    return await submit(
        visit.store,
        Submit(
            actor=visit.actor,
            idempotency_key=idempotency_key(form),
            release_id=release_id,
            expected_version=expected_version(form),
            urgent_reason=remark(form, "urgent_reason")[:300],
        ),
        visit.deps.settings.review_plan(),
    )


async def _sign(visit: Visit, release_id: str, form: FormData) -> ReleaseChange:
    stage, verdict = field(form, "stage"), field(form, "verdict")
    if not stage or verdict not in set(Verdict):
        raise InvalidInput("请选择通过或退回。")
    return await sign_off(
        visit.store,
        Sign(
            actor=visit.actor,
            idempotency_key=idempotency_key(form),
            release_id=release_id,
            expected_version=expected_version(form),
            stage=stage,
            verdict=Verdict(verdict),
            comment=remark(form, "comment"),
        ),
    )


async def _publish(visit: Visit, release_id: str, form: FormData) -> ReleaseChange:
    return await publish(
        visit.store,
        Publish(
            actor=visit.actor,
            idempotency_key=idempotency_key(form),
            release_id=release_id,
            expected_version=expected_version(form),
            together_with=[release_at(chosen) for chosen in fields(form, "together_with")],
        ),
    )


def release_at(chosen: str) -> ReleaseAt:
    """The value of a checkbox: release id, colon, the version that was shown."""
    release_id, _, version = chosen.rpartition(":")
    return ReleaseAt(release_id=release_id, expected_version=whole_number(version))


async def _withdraw(visit: Visit, release_id: str, form: FormData) -> ReleaseChange:
    key, version = idempotency_key(form), expected_version(form)
    with asking("请写明撤回原因（2 到 300 个字），它会公开显示。"):
        command = Withdraw(
            actor=visit.actor,
            idempotency_key=key,
            release_id=release_id,
            expected_version=version,
            reason=field(form, "reason"),
        )
    return await withdraw(visit.store, command)


submit_release, sign_release, publish_release, withdraw_release = map(acting, (_submit, _sign, _publish, _withdraw))
