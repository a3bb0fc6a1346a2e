"""The web server of the city."""

from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from server.demo.city import pages
from server.demo.city.formats import jpage
from server.demo.city.library import sites
from server.demo.city.page import filled


class City:
    """Serves every site. The correction is a file in `folder`, so that it outlives a killed process."""

    def __init__(self, base: str, folder: Path) -> None:
        self._base = base
        self._corrected = folder / "corrected"
        folder.mkdir(parents=True, exist_ok=True)

    async def page(self, request: Request) -> Response:
        found = pages.pages(self._base, corrected=self._corrected.exists()).get(await _key(request))
        return found.answer(request) if found else PlainTextResponse("Not Found", status_code=404)

    async def front(self, request: Request) -> Response:
        """What people see who look at the city itself."""
        return HTMLResponse(filled("front.html", sites=[(site, pages.list_path(site)) for site in sites()]))

    async def correct(self, request: Request) -> Response:
        """The department notices its mistake and puts the right text in place of the wrong one."""
        self._corrected.touch()
        return JSONResponse({"corrected": True})

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/", self.front),
                Route("/_demo/correct", self.correct, methods=["POST"]),
                Route("/{path:path}", self.page, methods=["GET", "POST"]),
            ]
        )


async def _key(request: Request) -> str:
    if request.url.path != jpage.PROXY:
        return request.url.path
    asked = {**request.query_params, **(await request.form())}
    return jpage.group_key(str(asked.get("columnid", "")), str(asked.get("page", "1")))
