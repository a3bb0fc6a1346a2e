"""The web server of the city."""

import asyncio
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from server.demo.city.interfaces import page_key
from server.demo.city.library import sites
from server.demo.city.page import filled
from server.demo.city.pages import list_path, pages
from server.demo.city.records import Happened, Happening


class City:
    """Serves every site. What happened is a file each in `folder`, so that it outlives a killed process."""

    def __init__(self, base: str, folder: Path) -> None:
        self._base = base
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def _happened(self) -> Happened:
        return frozenset(happening for happening in Happening if (self._folder / happening).exists())

    async def page(self, request: Request) -> Response:
        key = await page_key(request)
        if key is None:
            return PlainTextResponse("Forbidden", status_code=403)
        found = pages(self._base, self._happened).get(key)
        if found is None:
            return PlainTextResponse("Not Found", status_code=404)
        await asyncio.sleep(found.seconds)
        return found.answer(request)

    async def front(self, request: Request) -> Response:
        """What people see who look at the city itself."""
        return HTMLResponse(filled("front.html", sites=[(site, list_path(site)) for site in sites()]))

    async def happen(self, request: Request) -> Response:
        name = request.path_params["happening"]
        if name not in set(Happening):
            return PlainTextResponse("Not Found", status_code=404)
        (self._folder / name).touch()
        return JSONResponse({"happened": sorted(self._happened)})

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/", self.front),
                Route("/_demo/{happening}", self.happen, methods=["POST"]),
                Route("/{path:path}", self.page, methods=["GET", "POST"]),
            ]
        )
