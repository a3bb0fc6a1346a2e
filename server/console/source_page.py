"""One source: its condition, what is wrong and what to do, how it is asked, and who changed what."""

from starlette.responses import Response

from content_models.kit.errors import ZhengwuError
from content_models.sources import repository as sources
from content_models.sources.changes import repository as changes
from content_models.sources.documents import Source, SourceFamily, SourceState
from content_models.sources.websub import repository as subscriptions
from content_models.staff.rights import Right, holds, require_sight
from server.console.chrome import chrome_for
from server.console.forms import new_key
from server.console.source_alarms import alarm_lines
from server.console.source_changes_view import change_lines
from server.console.source_words import shown_settings
from server.console.sources_view import fetch_of, line_of
from server.console.visit import Visit, staff_only
from server.console.websub_view import websub_line
from server.pages.renderer import page

SHOWN_FETCHES = 10  # the rest of the record is folded away

SAID = {
    "saved": "设置已保存；改了节奏、网址或编码的，马上抓取一次。",
    "asked": "已排到最前面，后台几秒内就去抓取；请稍后刷新本页看结果。",
}


@staff_only
async def show_source(visit: Visit) -> Response:
    return await show(visit, await source_of(visit))


async def source_of(visit: Visit) -> Source:
    """The source the address names. Raises NotFound, also for another organ's when the visitor is bound to theirs."""
    source = await sources.load(visit.request.path_params["source_id"])
    require_sight(visit.actor, source.organ_id)
    return source


async def show(visit: Visit, source: Source, refusal: ZhengwuError | None = None) -> Response:
    now, alarms = visit.store.now(), await sources.alarm_history(source.id)
    fetches = [fetch_of(record) for record in await sources.history(source.id)]
    is_feed, keeps = source.family is SourceFamily.feed, holds(visit.actor, Right.keep_sources)
    return page(
        visit.request,
        "console/source.html",
        status=refusal.status if refusal else 200,
        chrome=await chrome_for(visit),
        refusal=refusal,
        said=[words for name, words in SAID.items() if name in visit.request.query_params and not refusal],
        line=line_of(source, now, [alarm for alarm in alarms if alarm.closed_at is None]),
        past_alarms=alarm_lines([alarm for alarm in alarms if alarm.closed_at], now),
        fetches=fetches[:SHOWN_FETCHES],
        earlier=fetches[SHOWN_FETCHES:],
        settings=shown_settings(source),
        changes=change_lines(await changes.of_source(source.id)),
        is_feed=is_feed,
        websub=websub_line(await subscriptions.of_source(source.id), now) if is_feed else None,
        version=source.version,
        key=new_key(),
        keeps=keeps and source.state is not SourceState.closed,
        can_ask=keeps and source.state is SourceState.active and source.family is not SourceFamily.push_in,
    )
