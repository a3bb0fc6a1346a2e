"""`/healthz`: the process lives. `/readyz`: it can serve, its store answers. `/metrics`: Prometheus text."""

import asyncio

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from pymongo.errors import PyMongoError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from content_models.announcements import repository as campaigns
from content_models.announcements.actions.watch import unannounced
from content_models.announcements.documents import Campaign
from content_models.editorial.schedules import repository as schedules
from content_models.kit.store import Store
from content_models.residents.inbox import repository as inboxes
from content_models.search.live import LiveSearch
from content_models.sources import repository as sources
from server.observability.push_metrics import Figures, push_metrics
from server.observability.schedule_metrics import schedule_metrics
from server.observability.search_metrics import search_metrics
from server.observability.source_metrics import source_metrics

SHOWN = 20  # newest campaigns
PATIENCE = 2.0  # seconds; whoever asks for readiness asks again


def observability_routes(store: Store, search: LiveSearch) -> list[BaseRoute]:
    async def readyz(request: Request) -> Response:
        try:
            async with asyncio.timeout(PATIENCE):
                await store.database.command("ping")
        except (PyMongoError, TimeoutError):
            return JSONResponse({"status": "unavailable", "store": False}, 503)
        return JSONResponse({"status": "ok", "store": True})

    async def metrics(request: Request) -> Response:
        """This process, and sources, search and campaigns as the store knows them. A store that is away costs the
        second half only."""
        try:
            async with asyncio.timeout(PATIENCE):
                of_sources = source_metrics(await sources.watched(), await sources.open_alarms())
                of_search = await search_metrics(search, store.now())
                figures = [await _figures(one) for one in await campaigns.newest(SHOWN)]
                of_push = push_metrics(figures, len(await unannounced(store)))
            of_clock = await _of_the_clock(store)
            known = b"".join(map(generate_latest, (of_sources, of_search, of_push, of_clock)))
        except (PyMongoError, TimeoutError):
            known = b""
        return Response(generate_latest() + known, headers={"content-type": CONTENT_TYPE_LATEST})

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]


async def _of_the_clock(store: Store) -> CollectorRegistry:
    failed = len(await schedules.unseen_failures())
    return schedule_metrics(await schedules.finished(), await schedules.waiting(), failed, store.now())


async def _figures(campaign: Campaign) -> Figures:
    counts = campaign.counts if campaign.finished_at else (await campaigns.totals(campaign.id))[1]
    return Figures(campaign, counts, await inboxes.opened_count(campaign.id))


async def healthz(request: Request) -> Response:
    return JSONResponse({"status": "ok"})
