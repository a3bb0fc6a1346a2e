"""The triage workbench: which part of the queue, which item, and what has just happened."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from starlette.responses import Response

from content_models.intake import repository as intake
from content_models.intake.board.rows import BoardRow
from content_models.intake.documents import IntakeItem
from content_models.releases import repository as releases
from content_models.staff.rights import Right, holds
from server.console.chrome import chrome_for
from server.console.forms import new_key
from server.console.fusion_view import fusion_of
from server.console.snooze_times import SNOOZE_CHOICES
from server.console.triage_filters import filters_for
from server.console.triage_query import LISTS, ON_THE_BOARD, PAGE_SIZE, QueueView
from server.console.triage_scope import require_in_scope
from server.console.triage_view import Detail, detail_of, rows_of
from server.console.visit import Visit
from server.pages.renderer import page

SPIKE_REASONS = ("与本市无关", "重复", "已过时", "内容不完整", "不宜发布")
DISMISS_REASONS = ("只是排版变化", "本稿无需跟进", "来源误删", "已另行处理")
WITHDRAW_REASONS = ("来源单位已撤下原文", "原文有误，待更正后重新发布")


@dataclass(frozen=True, slots=True)
class Notice:
    """What has just happened, with a way back or a way on."""

    text: str
    link: str = ""
    undo: Sequence[str] = ()  # events to be taken back together
    lines: Sequence[str] = ()  # what was not done, and why
    is_refusal: bool = False


async def show_workbench(visit: Visit, view: QueueView, notice: Notice | None = None, *, status: int = 200) -> Response:
    """The whole page, or for htmx the part of it that the request replaces."""
    await visit.deps.board.refresh(visit.store)
    rows = await view.rows(visit)
    if not rows and view.after:
        view = replace(view, after="")
        rows = await view.rows(visit)
    if visit.by_htmx and visit.request.headers.get("hx-target", "").endswith("detail") and view.item:
        return page(visit.request, "console/triage_detail.html", **await _detail_context(visit, view, rows))
    chosen = view if view.item else view.at(rows[0].id if rows else None)
    chrome = await chrome_for(visit)
    return page(
        visit.request,
        "console/triage_workbench.html" if visit.by_htmx else "console/triage.html",
        status=status,
        chrome=chrome,
        counts={entry.counter: entry.count for entry in chrome.entries} | _list_counts(visit, view),
        shown=visit.deps.board.count(view.filter_for(visit), visit.store.now()) if view.name in ON_THE_BOARD else None,
        rows=await rows_of(rows, visit.store.now()),
        lists=LISTS,
        filters=await filters_for(visit, view),
        more=view.below(rows[-1]).href if len(rows) == PAGE_SIZE else "",
        notice=notice,
        notice_key=new_key(),
        **await _detail_context(visit, chosen, rows),
    )


async def _detail_context(visit: Visit, view: QueueView, rows: Sequence[BoardRow]) -> dict[str, Any]:
    item = await _shown_item(visit, view)
    detail = await _detail(visit, item) if item else None
    fusion = await fusion_of(item, [(row.id, row.title) for row in rows], visit.actor) if item else None
    return {
        "view": view,
        "detail": detail,
        "fusion": fusion,
        "may_write": holds(visit.actor, Right.write),
        "may_triage": holds(visit.actor, Right.triage),
        "spike_reasons": SPIKE_REASONS,
        "dismiss_reasons": DISMISS_REASONS,
        "withdraw_reasons": WITHDRAW_REASONS,
        "snooze_choices": SNOOZE_CHOICES,
    }


async def _shown_item(visit: Visit, view: QueueView) -> IntakeItem | None:
    if view.item is None:
        return None
    item = await intake.load(view.item)
    require_in_scope(visit, item)
    return item


async def _detail(visit: Visit, item: IntakeItem) -> Detail:
    release = (await releases.load_many([item.release_id])).get(item.release_id) if item.release_id else None
    return await detail_of(item, release, visit.actor, visit.store.now())


def _list_counts(visit: Visit, view: QueueView) -> dict[str, int | None]:
    """What is decided is not counted: it only grows."""
    counts = visit.deps.board.counts(view.filter_for(visit).organs)
    on_board = {name: sum(counts[state] for state in LISTS[name][1]) for name in ON_THE_BOARD}
    return {name: on_board.get(name) for name in LISTS}
