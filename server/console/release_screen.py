"""The release screen itself, as every handler of the release page ends with it."""

from dataclasses import replace
from datetime import date

from starlette.responses import Response

from content_models.editorial.writing import repository as writing
from content_models.kit.clock import in_shanghai
from content_models.kit.errors import ZhengwuError
from content_models.organs import repository as organs
from content_models.releases import repository as releases
from content_models.releases.documents import Release, ReleaseKind, ReleaseState
from content_models.staff.rights import require_sight
from content_models.topics import repository as topics
from content_models.topics.rules import in_use
from server.console.attachments import lines
from server.console.chrome import chrome_for
from server.console.drafts import resumed
from server.console.fact_rows import typed_rows
from server.console.kind_facts import CARDS
from server.console.panels import panels_for
from server.console.reading_facts import reading_choices
from server.console.release_form import ReleaseForm
from server.console.release_view import linked, page_of
from server.console.theme_choices import theme_groups
from server.console.visit import Visit
from server.pages.labels import ALERT_LEVEL_NAMES, ELEMENT_NAMES, INTERPRETATION_FORMS
from server.pages.renderer import page


async def release_of(visit: Visit) -> Release:
    """The release the address names. Raises NotFound, also for another organ's when the visitor is bound to theirs."""
    release = await releases.load(visit.request.path_params["release_id"])
    require_sight(visit.actor, release.publisher_id)
    return release


async def show(
    visit: Visit,
    release: Release,
    *,
    editing: bool = False,
    typed: ReleaseForm | None = None,
    refusal: ZhengwuError | None = None,
) -> Response:
    """The release with its form open (drafts, or when asked) or as it reads; `typed` wins over what is stored."""
    view = await page_of(release, visit.staff, visit.deps.settings.review_plan())
    shows_form = view.acts.edit and (editing or release.state is ReleaseState.draft)
    return page(
        visit.request,
        "console/release.html",
        status=refusal.status if refusal else 200,
        chrome=await chrome_for(visit),
        release=view,
        refusal=refusal,
        panels=await panels_for(visit, release),
        problems=refusal.details.get("problems", {}) if refusal else {},
        form=await form_context(visit, release, typed) if shows_form else None,
    )


async def form_context(visit: Visit, release: Release, typed: ReleaseForm | None = None) -> dict[str, object]:
    """What the form's template needs besides the release: its fields and what can be chosen.

    Without `typed`, what this editor left unsaved comes back. `version` is the one the typist looked at until a
    conflict has been shown: mending a typing error must not quietly save over somebody else.
    """
    revision, today = await releases.load_revision(release.current_revision_id), in_shanghai(visit.store.now()).date()
    draft = await writing.draft_of(release.id, visit.staff.id)
    left, kept = resumed(draft, await ReleaseForm.showing(revision.content))
    form = typed or left
    return {
        "fields": form,
        "draft": replace(kept, restored=False) if typed else kept,
        "version": form.version or release.version,
        "topics": await _choosable_topics(today, form.topics),
        "kept_topics": [topic for topic in form.topics if topic.startswith("theme.")],
        "organs": [organ.full_name for organ in await organs.every_organ()],
        "policies": await linked(form.policies),
        "forms": INTERPRETATION_FORMS,
        "attachments": await lines(form.attachments, revision.content.attachments),
        "card": CARDS.get(release.kind),
        "rows": {rows.name: typed_rows(rows, form.facts) for card in CARDS.values() for rows in card.rows},
        "themes": theme_groups(await topics.every_topic(), today),
        "regions": await _choosable_regions(today, form.region_code),
        "printed_byline": revision.provenance[0].source_name if revision.provenance else "",
        "levels": ALERT_LEVEL_NAMES,
        "elements": ELEMENT_NAMES,
        **(await reading_choices(form.policies, form.body_html) if release.kind is ReleaseKind.interpretation else {}),
        "staff_id": visit.staff.id,
        "as_typed": typed is not None,
    }


async def _choosable_topics(today: date, chosen: list[str]) -> list[tuple[str, str]]:
    """Those of daily life that are in use, and what was chosen before one of them ended."""
    known = [topic for topic in await topics.every_topic() if not topic.official]
    return [(topic.id, topic.name) for topic in known if in_use(topic, today) or topic.id in chosen]


async def _choosable_regions(today: date, chosen: str) -> list[tuple[str, str]]:
    """Those that exist, and what was chosen before it was merged, whether or not the directory knows it."""
    known = {one.id: one for one in await organs.every_region()}
    offered = [(one.id, one.name) for one in known.values() if one.valid_to is None or today <= one.valid_to]
    if not chosen or chosen in dict(offered):
        return offered
    return [*offered, (chosen, f"{known[chosen].name}（已撤并）" if chosen in known else chosen)]
