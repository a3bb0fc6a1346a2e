"""An act on one item of the queue: what all of them share, so that each says only what it does."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from content_models.intake import repository as intake
from content_models.intake.documents import IntakeItem
from content_models.kit.errors import ZhengwuError
from server.console.forms import field
from server.console.triage_page import Notice, QueueView, show_workbench
from server.console.visit import Endpoint, Visit, staff_only


@dataclass(frozen=True, slots=True)
class Done:
    """What to say, and which entry to show now; None: the one that moves up into the place of this one."""

    notice: Notice
    item_id: str | None = None


Act = Callable[[Visit, IntakeItem, FormData], Awaitable[Done]]


def acting(act: Act) -> Endpoint:
    """An endpoint that acts on the item and shows what comes next; a refusal is shown beside the same item."""

    @staff_only
    async def endpoint(visit: Visit) -> Response:
        form = await visit.request.form()
        view = QueueView.from_query({name: field(form, name) for name in ("list", "kind")})
        item = await intake.load(visit.request.path_params["item_id"])
        try:
            done = await act(visit, item, form)
        except ZhengwuError as refusal:
            return await show_workbench(visit, view.at(item.id), Notice(refusal.message), status=refusal.status)
        here = view.at(done.item_id or _next_after(await view.items(), item))
        if visit.by_htmx:
            return await show_workbench(visit, here, done.notice)
        return RedirectResponse(here.href, 303)

    return endpoint


def _next_after(items: Sequence[IntakeItem], done: IntakeItem) -> str | None:
    """The row that moves up into the place of the one that left; at the end of the list, the last."""
    place = (done.first_seen_at, done.id)
    below = (item.id for item in items if (item.first_seen_at, item.id) < place)
    return next(below, items[-1].id if items else None)
