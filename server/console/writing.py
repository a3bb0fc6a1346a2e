"""写稿: what the page does by itself while somebody writes: put the text aside, say who is here, take it back."""

from starlette.responses import JSONResponse, RedirectResponse, Response

from content_models.editorial.writing import repository as writing
from content_models.editorial.writing.actions.be_here import be_here
from content_models.editorial.writing.actions.keep_draft import keep_draft
from content_models.kit.errors import ZhengwuError
from content_models.releases import repository as releases
from content_models.releases.documents import Release
from content_models.staff.rights import Right, require
from server.console.drafts import SEEN_FIELD, typed_fields
from server.console.forms import expected_version, field, whole_number, written_form
from server.console.release_screen import release_of
from server.console.visit import Visit, staff_only
from server.pages.moments import clock
from server.pages.renderer import page


@staff_only
async def autosave(visit: Visit) -> Response:
    """JSON for the page's script: the row's new number, or what is wrong and what to do. The page stays as it is."""
    release = await release_of(visit)
    form = await written_form(visit.request)
    try:
        require(visit.actor, Right.write)
        fields = typed_fields(form)
        draft = await keep_draft(
            visit.store,
            visit.actor,
            release.id,
            release_version=expected_version(form),
            fields=fields,
            seen=whole_number(field(form, SEEN_FIELD) or "0"),
        )
    except ZhengwuError as refusal:
        return JSONResponse({"code": refusal.code, "message": refusal.message}, refusal.status)
    return JSONResponse({"number": draft.number, "at": clock(draft.saved_at)})


@staff_only
async def discard(visit: Visit) -> Response:
    release = await release_of(visit)
    await writing.drop_draft(release.id, visit.staff.id)
    return RedirectResponse(f"/console/releases/{release.id}?edit", 303)


@staff_only
async def say_here(visit: Visit) -> Response:
    """The line about colleagues, and about a version that was saved since this page was loaded."""
    release = await release_of(visit)
    form = await visit.request.form()
    others = await be_here(visit.store, visit.actor, release.id, writing_it=field(form, "writing") == "1")
    newer = await _newer(release, expected_version(form))
    return page(visit.request, "console/here.html", others=others, newer=newer, release_id=release.id)


async def _newer(release: Release, shown: int) -> dict[str, object] | None:
    if release.version <= shown:
        return None
    current = await releases.load_revision(release.current_revision_id)
    return {"number": current.number, "name": current.author.name, "at": current.at}
