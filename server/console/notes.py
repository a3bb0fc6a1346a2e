"""批注: threads beside the text, answered and resolved without leaving the page."""

from collections.abc import Awaitable, Callable

from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from content_models.editorial.writing.actions.note import AddNote, NoteChange, ResolveNote, add_note, resolve_note
from content_models.kit.errors import ZhengwuError
from content_models.releases.documents import Release
from server.console.forms import asking, field, idempotency_key
from server.console.note_view import notes_for
from server.console.release_screen import release_of, show
from server.console.visit import Endpoint, Visit, staff_only
from server.pages.renderer import page

Act = Callable[[Visit, Release, FormData], Awaitable[NoteChange]]


def _acting(act: Act) -> Endpoint:
    """An endpoint for one act on a release's notes: the panel anew for htmx, else the page."""

    @staff_only
    async def endpoint(visit: Visit) -> Response:
        release = await release_of(visit)
        form = await visit.request.form()
        try:
            await act(visit, release, form)
        except ZhengwuError as refusal:
            return await _answer(visit, release, refusal)
        return await _answer(visit, release)

    return endpoint


async def _write(visit: Visit, release: Release, form: FormData) -> NoteChange:
    key = idempotency_key(form)
    with asking("批注最多 1000 个字，请缩短后再提交。"):
        command = AddNote(
            actor=visit.actor,
            idempotency_key=key,
            release_id=release.id,
            words=field(form, "words"),
            quote=field(form, "quote")[:300],
            thread_id=field(form, "thread") or None,
        )
    return await add_note(visit.store, command)


async def _settle(visit: Visit, release: Release, form: FormData) -> NoteChange:
    command = ResolveNote(
        actor=visit.actor,
        idempotency_key=idempotency_key(form),
        release_id=release.id,
        thread_id=visit.request.path_params["thread_id"],
        resolved=field(form, "resolved") == "1",
    )
    return await resolve_note(visit.store, command)


async def _answer(visit: Visit, release: Release, refusal: ZhengwuError | None = None) -> Response:
    if not visit.by_htmx:
        return await show(visit, release, refusal=refusal) if refusal else _back(release)
    return page(
        visit.request,
        "console/panels/notes.html",
        release=release,
        panel=await notes_for(release),
        problem=refusal.message if refusal else "",
    )


def _back(release: Release) -> Response:
    return RedirectResponse(f"/console/releases/{release.id}", 303)


write_note, settle_note = map(_acting, (_write, _settle))
