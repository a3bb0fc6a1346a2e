"""推送通知: write the words of a release's notice and see them on a locked phone while writing."""

from collections.abc import Mapping

from pydantic import ValidationError
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from content_models.announcements.drafts.actions.compose_notice import ComposeNotice, compose_notice
from content_models.announcements.drafts.documents import CorrectionWay
from content_models.announcements.drafts.words import template_words
from content_models.kit.errors import InvalidInput, ZhengwuError
from content_models.releases import repository as releases
from server.console.composer_view import TypedNotice, preview_of
from server.console.forms import expected_version, field, idempotency_key
from server.console.release_screen import release_of, show
from server.console.visit import Visit, staff_only
from server.pages.renderer import page

MOST_PREVIEWED = 2000  # characters; what is longer is refused anyway


@staff_only
async def preview_notice(visit: Visit) -> Response:
    """The preview and the byte counts of what is typed, for htmx to put in place while somebody types."""
    typed = typed_notice(visit.request.query_params)
    release = await release_of(visit)
    words = await template_words(release, await releases.load_revision(release.current_revision_id))
    preview = preview_of(
        typed.title[:MOST_PREVIEWED] or words.title, typed.body[:MOST_PREVIEWED] or words.body, release.id
    )
    return page(visit.request, "console/notice_preview.html", preview=preview)


@staff_only
async def save_notice(visit: Visit) -> Response:
    """Whatever goes wrong, the answer holds every word that was typed."""
    release_id = (await release_of(visit)).id
    form = await visit.request.form()
    try:
        await compose_notice(visit.store, _command(visit, release_id, form))
    except ZhengwuError as refusal:
        visit.request.state.refused_notice = typed_notice(form)
        return await show(visit, await release_of(visit), refusal=refusal)
    return RedirectResponse(f"/console/releases/{release_id}#composer", 303)


def typed_notice(sent: Mapping[str, object]) -> TypedNotice:
    """From a form or a query."""
    title, body, way = (str(sent.get(name, "")) for name in ("title", "body", "way"))
    return TypedNotice(" ".join(title.split()), " ".join(body.split()), quiet=way == CorrectionWay.quiet)


def _command(visit: Visit, release_id: str, form: FormData) -> ComposeNotice:
    typed = typed_notice(form)
    try:
        return ComposeNotice(
            actor=visit.actor,
            idempotency_key=idempotency_key(form),
            release_id=release_id,
            revision=field(form, "revision"),
            expected_version=expected_version(form),
            title=typed.title,
            body=typed.body,
            way=CorrectionWay.quiet if typed.quiet else CorrectionWay.notice,
        )
    except ValidationError as refusal:
        raise InvalidInput("通知太长或有误，请删短后再保存。") from refusal
