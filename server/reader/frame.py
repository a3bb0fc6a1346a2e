"""What stands around every page for residents."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from server.pages.renderer import page
from server.reader.edition import is_elder


def reader_page(
    request: Request, template: str, *, status: int = 200, headers: Mapping[str, str] | None = None, **context: Any
) -> HTMLResponse:
    """A page in the edition the reader has chosen. Caches must tell the editions apart and ask before re-using."""
    shared = {"cache-control": "no-cache", "vary": "cookie"}
    back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return page(
        request,
        template,
        status=status,
        headers={**shared, **(headers or {})},
        elder=is_elder(request),
        back=back,
        **context,
    )
