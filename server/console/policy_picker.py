"""关联政策 in the queue: which policies an arrived interpretation may read, and an editor's word on it."""

from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.responses import Response

from content_models.editorial.actions.link_item import LinkItem, link_item
from content_models.editorial.linking import linking_of, query_of
from content_models.intake import repository as intake
from content_models.intake.documents import IntakeItem
from content_models.kit.actors import Actor
from content_models.kit.errors import InvalidInput
from server.console.forms import expected_version, field, idempotency_key, new_key
from server.console.item_acts import Done, acting
from server.console.policy_search import MOST_FOUND, policies_with
from server.console.release_view import linked
from server.console.triage_page import Notice
from server.console.triage_query import LONGEST_WORDS, QueueView
from server.console.triage_scope import require_in_scope
from server.console.visit import Visit, staff_only
from server.pages.renderer import page


@dataclass(frozen=True, slots=True)
class PolicyChoice:
    id: str
    title: str
    state: str
    evidence: str


@staff_only
async def show_policies(visit: Visit) -> Response:
    """What the item's own words name, or what the words typed find; for htmx to put below the box."""
    item = await intake.load(visit.request.path_params["item_id"])
    require_in_scope(visit, item)
    words = visit.request.query_params.get("policy_words", "").strip()[:LONGEST_WORDS]
    found = await (_with_words(visit, words) if words else _suggested(item, visit.actor))
    return page(
        visit.request,
        "console/policy_picks.html",
        item=item,
        key=new_key(),
        view=QueueView.from_field(visit.request.query_params.get("view", "")),
        words=words,
        found=[choice for choice in found if choice.id not in item.policy_ids],
    )


async def _suggested(item: IntakeItem, actor: Actor) -> list[PolicyChoice]:
    linking = await linking_of(await query_of(item, await intake.latest_item(item)))
    found = {one.policy_id: "；".join(one.evidence) for one in (*linking.auto, *linking.suggested)}
    known = await linked(list(found)[:MOST_FOUND], offered_to=actor)
    return [PolicyChoice(one.id, one.title, one.state, found[one.id]) for one in known]


async def _with_words(visit: Visit, words: str) -> list[PolicyChoice]:
    return [PolicyChoice(one.id, one.title, one.state, "") for one in (await policies_with(visit, words))[:MOST_FOUND]]


async def _link(visit: Visit, item: IntakeItem, form: FormData) -> Done:
    policy_id, is_linked = field(form, "policy"), field(form, "linked") != "no"
    if not policy_id:
        raise InvalidInput("请先选择要关联的政策。")
    change = await link_item(
        visit.store,
        LinkItem(
            actor=visit.actor,
            idempotency_key=idempotency_key(form),
            item_id=item.id,
            expected_version=expected_version(form),
            policy_id=policy_id,
            linked=is_linked,
        ),
    )
    text = "已关联政策，采用后两边互相指向。" if is_linked else "已取消关联。"
    return Done(Notice(text, undo=[change.event_id]), item.id)


link_policy_item = acting(_link)
