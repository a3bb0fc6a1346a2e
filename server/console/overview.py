"""概览: the desk's charts, and every chart's numbers as a file."""

from starlette.responses import Response

from aggregators.uploads.spreadsheet_text import as_csv
from content_models.kit.actors import Actor
from content_models.kit.errors import NotAllowed, NotFound
from content_models.staff.rights import Right, holds
from server.console.chrome import SEE_OVERVIEW, chrome_for
from server.console.overview_view import SPANS, overview_of
from server.console.visit import Visit, staff_only
from server.pages.renderer import page

CSV = "text/csv; charset=utf-8"


@staff_only
async def show_overview(visit: Visit) -> Response:
    """`days` is one of SPANS; anything else shows the middle one. Raises NotAllowed."""
    require_overview(visit.actor)
    return page(
        visit.request,
        "console/overview.html",
        chrome=await chrome_for(visit),
        spans=SPANS,
        sees_audit=holds(visit.actor, Right.see_audit),
        overview=await overview_of(visit, _span(visit)),
    )


@staff_only
async def chart_file(visit: Visit) -> Response:
    """The table twin of one chart as CSV. Raises NotFound, NotAllowed."""
    require_overview(visit.actor)
    wanted = visit.request.path_params["chart"]
    shown = await overview_of(visit, _span(visit))
    chart = next((one for one in shown.charts if one.id == wanted), None)
    if chart is None:
        raise NotFound("没有这张图。", chart=wanted)
    return csv_file([chart.head, *chart.rows], f"{chart.id}-{shown.since}-{shown.until}.csv")


def require_overview(actor: Actor) -> None:
    """The whole desk's figures are for editors and who supervises them, not for departments that contribute."""
    if not any(holds(actor, right) for right in SEE_OVERVIEW):
        raise NotAllowed("概览由编辑部和监督人员查看。", roles=sorted(actor.roles))


def csv_file(rows: list[list[str]], name: str) -> Response:
    """`name` in ASCII. No cell runs as a formula."""
    headers = {"content-disposition": f'attachment; filename="{name}"', "x-content-type-options": "nosniff"}
    return Response(as_csv(rows), headers=headers, media_type=CSV)


def _span(visit: Visit) -> int:
    asked = visit.request.query_params.get("days", "")
    return int(asked) if asked in map(str, SPANS) else SPANS[1]
