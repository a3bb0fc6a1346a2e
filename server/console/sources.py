"""来源: which sources answer, which have gone quiet, and what to do about those that fail."""

from starlette.responses import Response

from content_models.sources import repository as sources
from server.console.chrome import chrome_for
from server.console.sources_view import fetch_of, line_of
from server.console.visit import Visit, staff_only
from server.pages.renderer import page


@staff_only
async def show_sources(visit: Visit) -> Response:
    now = visit.store.now()
    lines = [line_of(source, now) for source in await sources.most_troubled_first()]
    return page(
        visit.request,
        "console/sources.html",
        chrome=await chrome_for(visit),
        lines=lines,
        failing=sum(line.tone == "bad" for line in lines),
        quiet=sum(line.tone == "warn" for line in lines),
    )


@staff_only
async def show_source(visit: Visit) -> Response:
    source = await sources.load(visit.request.path_params["source_id"])
    now = visit.store.now()
    return page(
        visit.request,
        "console/source.html",
        chrome=await chrome_for(visit),
        line=line_of(source, now),
        fetches=[fetch_of(record) for record in await sources.history(source.id)],
    )
