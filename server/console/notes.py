"""批注: threads beside the text, answered and resolved without leaving the page."""

from pydantic import ValidationError
from starlette.responses import RedirectResponse, Response

from content_models.editorial.writing.actions.note import AddNote, ResolveNote, add_note, resolve_note
from content_models.kit.errors import InvalidInput, ZhengwuError
from content_models.releases.documents import Release
from server.console.forms import field, idempotency_key
from server.console.note_view import notes_for
from server.console.release_screen import release_of, show
from server.console.visit import Visit, staff_only
from server.pages.renderer import page


@staff_only
async def write_note(visit: Visit) -> Response:
    """The panel anew for htmx, else the page."""
    release = await release_of(visit)
    form = await visit.request.form()
    try:
        await add_note(
            visit.store,
            AddNote(
                actor=visit.actor,
                idempotency_key=idempotency_key(form),
                release_id=release.id,
                words=field(form, "words"),
                quote=field(form, "quote")[:300],
                thread_id=field(form, "thread") or None,
            ),
        )
    except ValidationError:
        return await _answer(visit, release, InvalidInput("批注最多 1000 个字，请缩短后再提交。"))
    except ZhengwuError as refusal:
        return await _answer(visit, release, refusal)
    return await _answer(visit, release)


@staff_only
async def settle_note(visit: Visit) -> Response:
    release = await release_of(visit)
    form = await visit.request.form()
    try:
        await resolve_note(
            visit.store,
            ResolveNote(
                actor=visit.actor,
                idempotency_key=idempotency_key(form),
                release_id=release.id,
                thread_id=visit.request.path_params["thread_id"],
                resolved=field(form, "resolved") == "1",
            ),
        )
    except ZhengwuError as refusal:
        return await _answer(visit, release, refusal)
    return await _answer(visit, release)


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
