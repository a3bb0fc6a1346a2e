"""来源设置: the form, saving it under the version it showed, and 立即抓取."""

from typing import Any

from starlette.responses import RedirectResponse, Response

from content_models.kit.errors import VersionConflict, ZhengwuError
from content_models.sources import repository as sources
from content_models.sources.actions.ask_now import AskNow, ask_now
from content_models.sources.actions.change_settings import (
    LONGEST_NOTE,
    ChangeSettings,
    change_settings,
)
from content_models.sources.changes import repository as changes
from content_models.sources.documents import Source
from content_models.sources.settings import settings_of
from content_models.staff.rights import Right, holds
from server.console.chrome import chrome_for
from server.console.conflict import Difference, marked
from server.console.forms import expected_version, idempotency_key, new_key
from server.console.source_form import SourceForm
from server.console.source_page import show, source_of
from server.console.source_words import SETTING_NAMES, words_of
from server.console.visit import Visit, staff_only
from server.pages.labels import AUTHORITY_NAMES
from server.pages.renderer import page


@staff_only
async def show_settings(visit: Visit) -> Response:
    source = await source_of(visit)
    return await _form_page(visit, source, SourceForm.showing(settings_of(source)))


@staff_only
async def save_settings(visit: Visit) -> Response:
    """Whatever goes wrong, the answer holds everything that was typed."""
    form = await visit.request.form()
    typed = SourceForm.sent(form)
    source = await source_of(visit)
    try:
        command = ChangeSettings(
            actor=visit.actor,
            idempotency_key=idempotency_key(form),
            source_id=source.id,
            expected_version=expected_version(form),
            settings=await typed.settings(settings_of(source)),
            note=typed.note.strip()[:LONGEST_NOTE],
        )
        await change_settings(visit.store, command)
    except VersionConflict as refusal:
        return await _conflict_page(visit, typed, refusal)
    except ZhengwuError as refusal:
        return await _form_page(visit, source, typed, refusal)
    return RedirectResponse(f"/console/sources/{source.id}?saved", 303)


@staff_only
async def ask_source(visit: Visit) -> Response:
    form = await visit.request.form()
    source_id = (await source_of(visit)).id
    try:
        command = AskNow(
            actor=visit.actor,
            idempotency_key=idempotency_key(form),
            source_id=source_id,
            expected_version=expected_version(form),
        )
        await ask_now(visit.store, command)
    except ZhengwuError as refusal:
        return await show(visit, await sources.load(source_id), refusal=refusal)
    return RedirectResponse(f"/console/sources/{source_id}?asked", 303)


async def _form_page(visit: Visit, source: Source, typed: SourceForm, refusal: ZhengwuError | None = None) -> Response:
    return page(
        visit.request,
        "console/source_settings.html",
        status=refusal.status if refusal else 200,
        chrome=await chrome_for(visit),
        refusal=refusal,
        **_form_context(visit, source, typed, refusal),
    )


async def _conflict_page(visit: Visit, typed: SourceForm, refusal: VersionConflict) -> Response:
    """The stored settings beside the typed ones, and the form with what was typed, ready to be saved over them."""
    source = await source_of(visit)
    last = next((change for change in await changes.of_source(source.id) if change.changes), None)
    return page(
        visit.request,
        "console/source_conflict.html",
        status=refusal.status,
        chrome=await chrome_for(visit),
        refusal=refusal,
        last=last,
        differences=_differences(source, typed),
        **(_form_context(visit, source, typed, None) | {"version": source.version}),
    )


def _differences(source: Source, typed: SourceForm) -> list[Difference]:
    stored = settings_of(source)
    theirs, mine = words_of(stored), words_of(typed.read(stored)[0])
    return [
        Difference(label, *marked(theirs[name], mine[name]))
        for name, label in SETTING_NAMES.items()
        if theirs[name] != mine[name]
    ]


def _form_context(visit: Visit, source: Source, typed: SourceForm, refusal: ZhengwuError | None) -> dict[str, Any]:
    """`version` is the one the typist looked at until a conflict has been shown: mending a typing error must not
    quietly save over somebody else."""
    return {
        "source": source,
        "version": typed.version or source.version,
        "key": new_key(),
        "fields": typed,
        "problems": refusal.details.get("problems", {}) if refusal else {},
        "authorities": list(AUTHORITY_NAMES.items()),
        "may_save": holds(visit.actor, Right.keep_sources),
        "may_open_network": holds(visit.actor, Right.open_network),
    }
