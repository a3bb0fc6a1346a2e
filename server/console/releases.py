"""稿件: the list of releases by state, and the search for policies that an interpretation can be linked to."""

from starlette.responses import Response

from content_models.kit.actors import Actor
from content_models.official_text.doc_no import InvalidDocNo, parse_doc_no
from content_models.official_text.folding import fold_title_key
from content_models.official_text.linking.names import lookup_keys
from content_models.releases import repository as releases
from content_models.releases.documents import GONE, ReleaseState
from content_models.staff.rights import Right, holds, scope_of
from server.console.chrome import chrome_for
from server.console.places import place_from, place_of
from server.console.release_view import LinkedRelease, lines_of, linked
from server.console.schedule_notices import failure_lines
from server.console.visit import Visit, staff_only
from server.pages.labels import STATE_NAMES
from server.pages.renderer import page

PAGE_SIZE = 100
MOST_FOUND = 8
SEARCHED = (40, 500)  # newest policies whose titles are looked through: more of them only if few have the words


@staff_only
async def show_releases(visit: Visit) -> Response:
    asked = visit.request.query_params.get("state", "")
    state = ReleaseState(asked) if asked in set(ReleaseState) else None
    owed = "owed" in visit.request.query_params
    scope = scope_of(visit.actor)
    place = place_from(visit.request.query_params.get("after", ""))
    asked_for = releases.owing_review(PAGE_SIZE, scope) if owed else releases.desk(state, PAGE_SIZE, scope, place)
    found = await asked_for
    return page(
        visit.request,
        "console/releases.html",
        chrome=await chrome_for(visit),
        lines=await lines_of(found, visit.store.now()),
        states=list(STATE_NAMES.items()),
        state=state,
        owed=owed,
        may_write=holds(visit.actor, Right.write),
        owed_count=len(await releases.owing_review(PAGE_SIZE, scope)),
        failures=await failure_lines(visit.actor),
        is_first=place is None,
        below=place_of(found[-1].updated_at, found[-1].id) if len(found) == PAGE_SIZE and not owed else "",
    )


@staff_only
async def find_policies(visit: Visit) -> Response:
    """The policies whose title holds the words typed, for htmx to put below the search box."""
    words = visit.request.query_params.get("policy_words", "")
    chosen = set(visit.request.query_params.getlist("policies"))
    found = [policy for policy in await policies_with(words, visit.actor) if policy.id not in chosen]
    return page(visit.request, "console/policy_choices.html", words=words, found=found[:MOST_FOUND])


async def policies_with(words: str, actor: Actor) -> list[LinkedRelease]:
    """Those whose title or 文号 holds the words, newest first: those this person may link to. One that is called
    exactly so is found however old it is, and stands first."""
    wanted = fold_title_key(words)
    if not wanted:
        return []
    called = [one.id for one in await releases.policies_named(_names(words)) if one.state not in GONE]
    found: list[LinkedRelease] = []
    for looked_through in SEARCHED:
        newest = {one.id: one for one in await releases.newest_policies(looked_through)}
        policies = await linked([*dict.fromkeys([*called, *newest])], offered_to=actor)
        found = [
            policy
            for policy in policies
            if policy.id in called
            or wanted in fold_title_key(policy.title)
            or any(wanted in fold_title_key(name) for name in newest[policy.id].name_keys)
        ]
        if len(found) >= MOST_FOUND or len(newest) < looked_through:
            break
    return found


def _names(words: str) -> list[str]:
    """What a policy that is called exactly so goes by."""
    try:
        return [str(parse_doc_no(words))]
    except InvalidDocNo:
        return list(lookup_keys(words))
