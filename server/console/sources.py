"""来源: which sources answer, which have gone quiet, and what to do about those that fail."""

from collections import defaultdict
from collections.abc import Iterable

from starlette.responses import Response

from content_models.sources import repository as sources
from content_models.sources.documents import Source, SourceAlarm, SourceState
from content_models.staff.rights import sees
from server.console.chrome import chrome_for
from server.console.sources_view import line_of
from server.console.visit import Visit, staff_only
from server.pages.renderer import page

ALL, TROUBLED, PAUSED = "", "trouble", "paused"
LISTS = {ALL: "全部", TROUBLED: "有问题", PAUSED: "已暂停"}


@staff_only
async def show_sources(visit: Visit) -> Response:
    """`list` = trouble or paused; anything else shows them all. What an editor should look at is at the top."""
    now, alarms = visit.store.now(), _by_source(await sources.open_alarms())
    known = [source for source in await sources.most_troubled_first() if sees(visit.actor, source.organ_id)]
    found = sorted(known, key=_trouble, reverse=True)
    lists = {name: [source for source in found if _belongs(source, name)] for name in LISTS}
    asked = visit.request.query_params.get("list", ALL)
    shown = asked if asked in LISTS else ALL
    return page(
        visit.request,
        "console/sources.html",
        chrome=await chrome_for(visit),
        lists=LISTS,
        shown=shown,
        counts={name: len(members) for name, members in lists.items()},
        lines=[line_of(source, now, alarms[source.id]) for source in lists[shown]],
    )


def _belongs(source: Source, name: str) -> bool:
    if name == TROUBLED:
        return source.state is SourceState.active and _trouble(source) > (0, 0)
    return name == ALL or source.state is SourceState.paused


def _by_source(alarms: Iterable[SourceAlarm]) -> dict[str, list[SourceAlarm]]:
    grouped: dict[str, list[SourceAlarm]] = defaultdict(list)
    for alarm in alarms:
        grouped[alarm.source_id].append(alarm)
    return grouped


def _trouble(source: Source) -> tuple[int, int]:
    """Failing longest, then most alarms; the repository's order stays among equals."""
    return source.health.consecutive_failures, len(source.alarms)
