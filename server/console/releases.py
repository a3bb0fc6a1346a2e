"""稿件: the list of releases by state or by words, and the search for policies that a reading can be linked to."""

from starlette.responses import Response

from content_models.releases import repository as releases
from content_models.releases.documents import ReleaseState
from content_models.staff.rights import Right, holds, scope_of
from server.console.chrome import chrome_for
from server.console.places import place_from, place_of
from server.console.policy_search import MOST_FOUND, policies_with
from server.console.release_search import releases_with
from server.console.release_view import lines_of
from server.console.schedule_notices import failure_lines
from server.console.visit import Visit, staff_only
from server.pages.labels import STATE_NAMES
from server.pages.renderer import page

PAGE_SIZE = 100


@staff_only
async def show_releases(visit: Visit) -> Response:
    asked = visit.request.query_params.get("state", "")
    state = ReleaseState(asked) if asked in set(ReleaseState) else None
    owed = "owed" in visit.request.query_params
    words = visit.request.query_params.get("q", "").strip()
    scope = scope_of(visit.actor)
    place = place_from(visit.request.query_params.get("after", ""))
    if words:
        found = [one for one in await releases_with(visit, words) if state is None or one.state is state][:PAGE_SIZE]
    elif owed:
        found = await releases.owing_review(PAGE_SIZE, scope)
    else:
        found = await releases.desk(state, PAGE_SIZE, scope, place)
    goes_on = len(found) == PAGE_SIZE and not (owed or words)
    return page(
        visit.request,
        "console/releases.html",
        chrome=await chrome_for(visit),
        lines=await lines_of(found, visit.store.now()),
        states=list(STATE_NAMES.items()),
        state=state,
        words=words,
        owed=owed,
        may_write=holds(visit.actor, Right.write),
        owed_count=len(await releases.owing_review(PAGE_SIZE, scope)),
        failures=await failure_lines(visit.actor),
        is_first=place is None,
        below=place_of(found[-1].updated_at, found[-1].id) if goes_on else "",
    )


@staff_only
async def find_policies(visit: Visit) -> Response:
    """The policies that the words typed find, for htmx to put below the search box."""
    words = visit.request.query_params.get("policy_words", "")
    chosen = set(visit.request.query_params.getlist("policies"))
    found = [policy for policy in await policies_with(visit, words) if policy.id not in chosen]
    return page(visit.request, "console/policy_choices.html", words=words, found=found[:MOST_FOUND])
