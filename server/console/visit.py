"""Who is at the desk: every console handler gets a Visit, or the visitor is asked to log in first."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from content_models.kit.actors import Actor
from content_models.kit.errors import NotAllowed, NotAuthenticated, NotFound, ZhengwuError
from content_models.kit.store import Store
from content_models.staff.documents import Staff
from server.auth import sessions
from server.auth.deeds import note_act, note_refused_look
from server.console.login import ask_to_log_in
from server.deps import Deps, deps_of

LOOKING = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Visit:
    request: Request
    deps: Deps
    staff: Staff

    @property
    def store(self) -> Store:
        return self.deps.store

    @property
    def actor(self) -> Actor:
        return self.staff.as_actor()

    @property
    def by_htmx(self) -> bool:
        """Whether a part of the page is wanted instead of a whole one."""
        return "hx-request" in self.request.headers


Handler = Callable[[Visit], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


def staff_only(handler: Handler) -> Endpoint:
    """The handler as an endpoint that first knows who asks, and writes down what they did; what was typed survives a
    session that has expired."""

    async def endpoint(request: Request) -> Response:
        deps = deps_of(request)
        try:
            staff = await sessions.staff_of(deps.store, request.cookies.get(sessions.COOKIE), deps.settings.staff_idle)
        except NotAuthenticated as refusal:
            return await ask_to_log_in(request, refusal)
        visit = Visit(request, deps, staff)
        return await (_look if request.method in LOOKING else _act)(handler, visit)

    return endpoint


def staff_watching(handler: Handler) -> Endpoint:
    """For what a page asks by itself while it is open: no act, and no log-in page in place of an answer.

    Raises NotAuthenticated.
    """

    async def endpoint(request: Request) -> Response:
        return await handler(Visit(request, deps_of(request), await watcher(request)))

    return endpoint


async def watcher(request: Request) -> Staff:
    """Who has the page open. Raises NotAuthenticated."""
    deps, token = deps_of(request), request.cookies.get(sessions.COOKIE)
    return await sessions.staff_of(deps.store, token, deps.settings.staff_idle, is_act=False)


async def _look(handler: Handler, visit: Visit) -> Response:
    """Looking is not noted, but looking where one may not is: a guessed id answers as one that is not there."""
    try:
        return await handler(visit)
    except (NotAllowed, NotFound) as refusal:
        await note_refused_look(visit.store, visit.request, visit.staff, refusal)
        raise


async def _act(handler: Handler, visit: Visit) -> Response:
    """Everything that is not looking is an act, and every act is noted with its outcome, refused ones too."""
    try:
        answer = await handler(visit)
    except ZhengwuError as refusal:
        await note_act(visit.store, visit.request, visit.staff, status=refusal.status, code=refusal.code)
        raise
    await note_act(visit.store, visit.request, visit.staff, status=answer.status_code)
    return answer
