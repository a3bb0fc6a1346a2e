"""来源: which sources answer, which have gone quiet, and what to do about those that fail."""

from collections import defaultdict
from collections.abc import Iterable

from starlette.responses import Response

from content_models.sources import repository as sources
from content_models.sources.documents import Source, SourceAlarm
from server.console.chrome import chrome_for
from server.console.source_alarms import alarm_lines
from server.console.sources_view import fetch_of, line_of
from server.console.visit import Visit, staff_only
from server.pages.renderer import page


@staff_only
async def show_sources(visit: Visit) -> Response:
    now, alarms = visit.store.now(), _by_source(await sources.open_alarms())
    found = sorted(await sources.most_troubled_first(), key=_trouble, reverse=True)
    lines = [line_of(source, now, alarms[source.id]) for source in found]
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
    now, alarms = visit.store.now(), await sources.alarm_history(source.id)
    return page(
        visit.request,
        "console/source.html",
        chrome=await chrome_for(visit),
        line=line_of(source, now, [alarm for alarm in alarms if alarm.closed_at is None]),
        past_alarms=alarm_lines([alarm for alarm in alarms if alarm.closed_at], now),
        fetches=[fetch_of(record) for record in await sources.history(source.id)],
    )


def _by_source(alarms: Iterable[SourceAlarm]) -> dict[str, list[SourceAlarm]]:
    grouped: dict[str, list[SourceAlarm]] = defaultdict(list)
    for alarm in alarms:
        grouped[alarm.source_id].append(alarm)
    return grouped


def _trouble(source: Source) -> tuple[int, int]:
    """Failing longest, then most alarms; the repository's order stays among equals."""
    return source.health.consecutive_failures, len(source.alarms)
