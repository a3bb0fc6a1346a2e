"""关联文件: an editor says what this document does to another policy, or takes that back."""

from datetime import date
from typing import Any

from starlette.datastructures import FormData
from starlette.responses import Response

from content_models.editorial.actions.relate import Relate, Unrelate, relate, unrelate
from content_models.editorial.change import ReleaseChange
from content_models.editorial.linking import may_link_to
from content_models.kit.errors import InvalidInput
from content_models.releases import repository as releases
from content_models.releases.documents import LinkType
from content_models.staff.rights import require_sight
from server.console.forms import asking, day_or_none, expected_version, field, fields, idempotency_key
from server.console.policy_search import MOST_FOUND, policies_with
from server.console.relation_view import found_policies, section_choices
from server.console.release_page import acting
from server.console.release_screen import release_of
from server.console.visit import Visit, staff_only
from server.pages.renderer import page

LONGEST_WORDS = 300


@staff_only
async def find_related(visit: Visit) -> Response:
    """The policies whose title or 文号 holds the words typed, for htmx to put below the search box."""
    release = await release_of(visit)
    words = visit.request.query_params.get("words", "").strip()[:LONGEST_WORDS]
    found = [one.id for one in await policies_with(visit, words) if one.id != release.id]
    choices = await found_policies(found[:MOST_FOUND])
    return page(visit.request, "console/relation_choices.html", release_id=release.id, words=words, found=choices)


@staff_only
async def show_clauses(visit: Visit) -> Response:
    """The sections of the chosen policy, to say which of them are meant."""
    await release_of(visit)
    target = await releases.load(visit.request.query_params.get("target", ""))
    if not may_link_to(visit.actor, target):
        require_sight(visit.actor, target.publisher_id)
    text = await releases.load_revision(target.cited_revision_id)
    return page(visit.request, "console/relation_clauses.html", sections=section_choices(text.content.outline))


def _asked(visit: Visit, release_id: str, form: FormData) -> dict[str, Any]:
    target = field(form, "target")
    if not target:
        raise InvalidInput("请先按标题或文号查找，选一份文件。")
    with asking("请选择怎样关联。"):
        type_of_link = LinkType(field(form, "type"))
    return {
        "actor": visit.actor,
        "idempotency_key": idempotency_key(form),
        "release_id": release_id,
        "expected_version": expected_version(form),
        "type": type_of_link,
        "target_id": target,
    }


async def _relate(visit: Visit, release_id: str, form: FormData) -> ReleaseChange:
    asked = _asked(visit, release_id, form)
    on: date | None = None
    with asking("日期请按 2026-01-31 的样子填写。"):
        on = day_or_none(field(form, "effective_on"))
    with asking("请重新勾选条款，最多 200 条。"):
        command = Relate(**asked, effective_on=on, clauses=fields(form, "clauses"))
    return await relate(visit.store, command)


async def _unrelate(visit: Visit, release_id: str, form: FormData) -> ReleaseChange:
    asked = _asked(visit, release_id, form)
    with asking("请写明为什么解除（2 到 300 个字），记入流程。"):
        command = Unrelate(**asked, reason=field(form, "reason"))
    return await unrelate(visit.store, command)


ACTS = {"relations": acting(_relate), "relations/drop": acting(_unrelate)}
