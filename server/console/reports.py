"""报表: ageing pages, what is locked, who did what; on the screen and as a file that runs no formula."""

from collections.abc import Awaitable, Callable
from datetime import date

from starlette.responses import Response

from content_models.kit.clock import in_shanghai
from content_models.kit.errors import InvalidInput, NotFound
from content_models.releases.documents import EventKind
from content_models.staff import repository as people
from content_models.staff.rights import Right, holds, require
from server.console.audit_report import audit
from server.console.chrome import chrome_for
from server.console.forms import day_or_none
from server.console.locked_report import locked
from server.console.overview import csv_file, require_overview
from server.console.reports_view import (
    AGES,
    LONGEST_SPAN,
    MOST_EXPORTED,
    MOST_SHOWN,
    Asked,
    Report,
    ageing,
    default_span,
)
from server.console.visit import Visit, staff_only
from server.pages.labels import EVENT_NAMES
from server.pages.renderer import page

REPORTS = {"ageing": ageing, "locked": locked, "audit": audit}


@staff_only
async def show_report(visit: Visit) -> Response:
    asked = _asked(visit, MOST_SHOWN)
    return page(
        visit.request,
        "console/report.html",
        chrome=await chrome_for(visit),
        report=await _report(visit)(visit, asked),
        asked=asked,
        ages=AGES,
        kinds=list(EVENT_NAMES.items()),
        people=[(one.id, one.display_name) for one in await people.everybody()],
        query=visit.request.url.query,
        sees_audit=holds(visit.actor, Right.see_audit),
    )


@staff_only
async def report_file(visit: Visit) -> Response:
    report = await _report(visit)(visit, _asked(visit, MOST_EXPORTED))
    today = in_shanghai(visit.store.now()).date()
    rows = [[cell.text for cell in row] for row in report.rows]
    return csv_file([report.head, *rows], f"{report.name}-{today.isoformat()}.csv")


def _report(visit: Visit) -> Callable[[Visit, Asked], Awaitable[Report]]:
    name = visit.request.path_params["report"]
    if name not in REPORTS:
        raise NotFound("没有这张报表。", report=name)
    require_overview(visit.actor)
    if name == "audit":
        require(visit.actor, Right.see_audit, "操作记录由监督人员和管理员查看；单篇稿件的经过在稿件页上。")
    return REPORTS[name]


def _asked(visit: Visit, limit: int) -> Asked:
    """Raises InvalidInput for a span that is none, or too long to be read at once."""
    params = visit.request.query_params
    since, until = default_span(visit)
    since, until = _day(params.get("since", ""), since), _day(params.get("until", ""), until)
    if not since <= until <= since + LONGEST_SPAN:
        raise InvalidInput(f"起止日期有误：止不早于起，一次最多 {LONGEST_SPAN.days} 天。")
    kind, age = params.get("kind", ""), params.get("age", "")
    return Asked(
        age=int(age) if age in map(str, AGES) else AGES[1],
        since=since,
        until=until,
        kind=EventKind(kind) if kind in set(EventKind) else None,
        actor_id=params.get("actor", ""),
        limit=limit,
    )


def _day(text: str, otherwise: date) -> date:
    try:
        return day_or_none(text) or otherwise
    except ValueError as refusal:
        raise InvalidInput("日期写成 2026-11-25 的样子。") from refusal
