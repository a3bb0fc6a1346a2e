"""What browsers refused to load or run on our pages (CSP Level 3 §5.3), counted. Anybody may send these: they are kept
short, few kinds of them, and believed by nobody."""

from typing import Any
from urllib.parse import urlsplit

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from content_models.audit import repository as audit
from content_models.kit.errors import InvalidInput
from content_models.kit.store import Store

LARGEST_REPORT = 16 * 1024  # bytes
LONGEST_WORD = 200  # characters of each part that is kept


def csp_routes(store: Store) -> list[BaseRoute]:
    async def take(request: Request) -> Response:
        page, directive, blocked = _read(await request.body())
        await audit.note_report(page, directive, blocked, store.now())
        return Response(status_code=204)

    return [Route("/csp-reports", take, methods=["POST"], max_body_size=LARGEST_REPORT)]


def _read(body: bytes) -> tuple[str, str, str]:
    """(page, directive, what was blocked), without queries: those may hold what people typed. Raises InvalidInput."""
    try:
        report: Any = orjson.loads(body)["csp-report"]
        page, blocked = (_without_query(str(report[name])) for name in ("document-uri", "blocked-uri"))
        return page, str(report["violated-directive"])[:LONGEST_WORD], blocked
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise InvalidInput("这不是浏览器的内容安全策略报告。") from error


def _without_query(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}{parts.path}"[:LONGEST_WORD] if parts.netloc else address[:LONGEST_WORD]
