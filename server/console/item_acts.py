"""An act on one item of the queue: what all of them share, so that each says only what it does."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from content_models.intake import repository as intake
from content_models.intake.board.rows import BoardRow
from content_models.intake.documents import IntakeItem
from content_models.kit.errors import Conflict, ZhengwuError
from server.console.forms import field
from server.console.history_view import last_act
from server.console.triage_page import Notice, show_workbench
from server.console.triage_query import QueueView
from server.console.triage_scope import require_in_scope
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
        view = QueueView.from_field(field(form, "view"))
        item = await intake.load(visit.request.path_params["item_id"])
        require_in_scope(visit, item)
        place = BoardRow.of(item).place
        try:
            done = await act(visit, item, form)
        except ZhengwuError as refusal:
            return await refused(visit, view.at(item.id), refusal)
        return await shown(visit, view, done.notice, done.item_id, place)

    return endpoint


async def refused(visit: Visit, view: QueueView, refusal: ZhengwuError) -> Response:
    """Beside the item. Whoever comes too late is told by whom and to what it was decided."""
    lines = [await last_act(view.item)] if view.item and isinstance(refusal, Conflict) else []
    notice = Notice(refusal.message, lines=list(filter(None, lines)), is_refusal=True)
    return await show_workbench(visit, view, notice, status=refusal.status)


async def shown(
    visit: Visit, view: QueueView, notice: Notice, item_id: str | None, place: tuple[datetime, str] | None = None
) -> Response:
    """The workbench at this item, else at the row that moved up to `place`. Without htmx by a redirect."""
    await visit.deps.board.refresh(visit.store)
    here = view.at(item_id or next_after(await view.rows(visit), place))
    if visit.by_htmx:
        return await show_workbench(visit, here, notice)
    return RedirectResponse(here.href, 303)


def next_after(rows: Sequence[BoardRow], place: tuple[datetime, str] | None) -> str | None:
    """The row that moves up into the place of the one that left; at the end of the list, the last."""
    below = (row.id for row in rows if place and row.place < place)
    return next(below, rows[-1].id if rows and place else rows[0].id if rows else None)
