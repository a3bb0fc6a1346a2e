"""关联确认: an editor links an interpretation to a policy that was suggested, from either one's page."""

from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from content_models.editorial.actions.edit import Edit, edit
from content_models.editorial.linking import may_link_to
from content_models.kit.errors import InvalidInput, ZhengwuError
from content_models.releases import repository as releases
from content_models.releases.documents import Link, LinkType, Release, ReleaseKind
from content_models.staff.rights import require_sight, sees
from server.console.forms import expected_version, field, idempotency_key
from server.console.release_screen import release_of, show
from server.console.visit import Visit, staff_only


@staff_only
async def confirm_link(visit: Visit) -> Response:
    """Add a link to the interpretation through `edit`: its signatures lapse, a live text stays until published."""
    form = await visit.request.form()
    reading = await release_of(visit)
    policy = await releases.load(field(form, "policy_id"))
    if not may_link_to(visit.actor, policy):
        require_sight(visit.actor, policy.publisher_id)
    from_policy = field(form, "from") == policy.id and sees(visit.actor, policy.publisher_id)
    shown = policy if from_policy else reading
    try:
        await edit(visit.store, await _adding_link(visit, form, reading, policy))
    except ZhengwuError as refusal:
        return await show(visit, await releases.load(shown.id), refusal=refusal)
    return RedirectResponse(f"/console/releases/{shown.id}", 303)


async def _adding_link(visit: Visit, form: FormData, reading: Release, policy: Release) -> Edit:
    """Raises InvalidInput for two releases that cannot be linked so."""
    if reading.kind is not ReleaseKind.interpretation or policy.kind is not ReleaseKind.policy:
        raise InvalidInput("只能把政策解读关联到政策文件。")
    content = (await releases.load_revision(reading.current_revision_id)).content
    title = (await releases.load_revision(policy.current_revision_id)).content.title
    link = Link(type=LinkType.interprets, target_id=policy.id)
    links = content.links if link in content.links else [*content.links, link]
    return Edit(
        actor=visit.actor,
        idempotency_key=idempotency_key(form),
        release_id=reading.id,
        expected_version=expected_version(form),
        content=content.model_copy(update={"links": links}),
        note=f"确认解读对象：{title}"[:200],
    )
