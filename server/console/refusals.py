"""What the console refuses before anybody's handler is reached is in the audit log all the same."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.routing import BaseRoute

from content_models.kit.errors import NotAuthenticated
from server.auth import sessions
from server.auth.csrf import Listener
from server.auth.deeds import note_act, note_door, parameters_of
from server.auth.errors import CrossSiteRefused
from server.deps import deps_of

STRANGER = "cross-site"  # an act that another site tried with nobody's session


def noting_refused(routes: Sequence[BaseRoute]) -> Listener:
    """For writes that another site caused: under the name of whose session it tried to use, or of nobody."""

    async def note(request: Request, refusal: CrossSiteRefused) -> None:
        deps, meant = deps_of(request), parameters_of(request, routes)
        token = request.cookies.get(sessions.COOKIE)
        try:
            staff = await sessions.staff_of(deps.store, token, deps.settings.staff_idle, is_act=False)
        except NotAuthenticated:
            await note_door(deps.store, request, STRANGER, "", status=refusal.status, code=refusal.code)
            return
        await note_act(deps.store, meant, staff, status=refusal.status, code=refusal.code)

    return note
