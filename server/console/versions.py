"""历史版本: every version kept, any two compared, any one restored as a new version."""

import asyncio

from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from content_models.editorial.actions.restore import Restore, restore
from content_models.kit.errors import NotFound, ZhengwuError
from content_models.releases import repository as releases
from content_models.releases.documents import Release, Revision
from server.console.chrome import chrome_for
from server.console.forms import expected_version, field, idempotency_key, whole_number
from server.console.release_screen import release_of
from server.console.release_view import page_of
from server.console.versions_view import Comparison, compared, field_changes, version_lines
from server.console.visit import Visit, staff_only
from server.pages.renderer import page


@staff_only
async def show_history(visit: Visit) -> Response:
    return await _history_page(visit, await release_of(visit))


@staff_only
async def restore_version(visit: Visit) -> Response:
    form = await visit.request.form()
    release = await release_of(visit)
    try:
        await restore(visit.store, _command(visit, form, release))
    except ZhengwuError as refusal:
        return await _history_page(visit, await releases.load(release.id), refusal)
    return RedirectResponse(f"/console/releases/{release.id}/history", 303)


def _command(visit: Visit, form: FormData, release: Release) -> Restore:
    return Restore(
        actor=visit.actor,
        idempotency_key=idempotency_key(form),
        release_id=release.id,
        expected_version=expected_version(form),
        number=whole_number(field(form, "number")),
    )


async def _history_page(visit: Visit, release: Release, refusal: ZhengwuError | None = None) -> Response:
    revisions = await releases.revisions_of(release.id)
    asked = visit.request.query_params
    return page(
        visit.request,
        "console/history.html",
        status=refusal.status if refusal else 200,
        chrome=await chrome_for(visit),
        release=await page_of(release, visit.staff),
        refusal=refusal,
        tab="history",
        versions=version_lines(revisions, release.current_revision_id, release.live_revision_id),
        comparison=await _comparison(revisions, asked.get("from", ""), asked.get("to", "")),
    )


async def _comparison(revisions: list[Revision], older: str, newer: str) -> Comparison | None:
    """The two versions asked for, else the last change; None while there is one version. Raises NotFound."""
    if len(revisions) < 2:
        return None
    after = _numbered(revisions, newer) if newer else revisions[0]
    earlier = [one for one in revisions if one.number < after.number] or revisions[-1:]
    before = _numbered(revisions, older) if older else earlier[0]
    if before.number > after.number:
        before, after = after, before
    left, right = await compared(before, after)
    # Off the event loop: two long regulations with nothing in common take a good part of a second.
    return Comparison(before.number, after.number, await asyncio.to_thread(field_changes, left, right))


def _numbered(revisions: list[Revision], number: str) -> Revision:
    found = next((one for one in revisions if str(one.number) == number), None)
    if found is None:
        raise NotFound("没有这个版本，请从列表中选择。")
    return found
