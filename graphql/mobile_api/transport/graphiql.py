"""GraphiQL for developers: our own file, our own scripts, nothing from other hosts and no inline script."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse

_PAGE = Path(__file__).with_name("graphiql.html").read_text("utf-8")
CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "font-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)


async def graphiql_page(_: Request) -> HTMLResponse:
    return HTMLResponse(_PAGE, headers={"Content-Security-Policy": CSP, "Cache-Control": "no-store"})
