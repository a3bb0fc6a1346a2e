"""预警: what is wrong with sources now, and what was and is over. They open and close by themselves."""

from starlette.responses import Response

from content_models.sources import repository as sources
from content_models.sources.documents import SourceState
from content_models.staff.rights import sees
from server.console.chrome import chrome_for
from server.console.source_alarms import ALARM_NAMES, alarm_lines
from server.console.visit import Visit, staff_only
from server.pages.renderer import page

OPEN, CLOSED = "open", "closed"
LISTS = {OPEN: "未解除", CLOSED: "已解除"}


@staff_only
async def show_alarms(visit: Visit) -> Response:
    """`list` = open or closed, `kind` one kind of alarm; anything else shows all that are open."""
    asked, kind = (visit.request.query_params.get(name, "") for name in ("list", "kind"))
    shown = asked if asked in LISTS else OPEN
    found = await (sources.open_alarms() if shown == OPEN else sources.closed_alarms())
    kinds = [known for known in ALARM_NAMES if any(alarm.kind is known for alarm in found)]
    chosen = [alarm for alarm in found if alarm.kind == kind] if kind in kinds else found
    known = await sources.load_many(alarm.source_id for alarm in chosen)
    return page(
        visit.request,
        "console/alarms.html",
        chrome=await chrome_for(visit),
        lists=LISTS,
        shown=shown,
        kinds=[(known, ALARM_NAMES[known]) for known in kinds],
        kind=kind if kind in kinds else "",
        alarms=[
            (line, known[line.source_id])
            for line in alarm_lines(chosen, visit.store.now())
            if line.source_id in known and sees(visit.actor, known[line.source_id].organ_id)
        ],
        paused={source.id for source in known.values() if source.state is not SourceState.active},
    )
