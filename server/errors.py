"""The one place where errors become HTTP answers: problem+json (RFC 9457) for programs, a page for people.

GraphQL answers errors in its own envelope (`extensions.code`); what fails before it gets there ends up here too.
"""

from collections.abc import Awaitable, Callable

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pymongo.errors import ConnectionFailure
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from content_models.kit.errors import (
    InvalidInput,
    NotAllowed,
    NotAuthenticated,
    NotFound,
    StoreUnavailable,
    ZhengwuError,
)
from mobile_api.transport.errors import RequestTooLarge
from server.security import HEADERS

FOR_PROGRAMS = ("/api", "/graphql", "/feeds", "/metrics", "/healthz", "/readyz")
TOO_LARGE = (
    "这次提交的内容太大，没有收下。请按浏览器的「后退」回到刚才的页面：文字请拆成几篇或改用附件，"
    "文件请压缩或分开上传，再提交一次。"
)
RETRY_AFTER = "5"  # seconds, with every 503

ErrorPage = Callable[[Request, ZhengwuError], Awaitable[Response]]

log = structlog.get_logger()


class WrongMethod(ZhengwuError):
    code = "WRONG_METHOD"
    status = 405
    default_message = "此网址不支持这种请求方式，请返回上一页重试。"


_OF_STATUS: dict[int, type[ZhengwuError]] = {
    401: NotAuthenticated,
    403: NotAllowed,
    404: NotFound,
    405: WrongMethod,
    413: RequestTooLarge,
}


def install_error_handlers(app: FastAPI, page: ErrorPage) -> None:
    """`page` renders an error for people; it must work without a store."""
    answer = answering(page)

    async def ours(request: Request, error: Exception) -> Response:
        return await answer(request, as_ours(error))

    for kind in (ZhengwuError, HTTPException, RequestValidationError, ConnectionFailure, Exception):
        app.add_exception_handler(kind, ours)


def answering(page: ErrorPage) -> ErrorPage:
    """What makes an answer of an error: a page for people, problem+json for programs."""

    async def answer(request: Request, error: ZhengwuError) -> Response:
        if not _is_for_people(request):
            return problem(request, error)
        return await page(request, RequestTooLarge(TOO_LARGE) if isinstance(error, RequestTooLarge) else error)

    return answer


def as_ours(error: Exception) -> ZhengwuError:
    """What may be said about an error. The traceback of one that nobody foresaw goes to the log, never out."""
    match error:
        case ZhengwuError():
            return error
        case HTTPException():
            known = _OF_STATUS.get(error.status_code, InvalidInput if error.status_code < 500 else ZhengwuError)
            return known()
        case RequestValidationError():
            fields = [".".join(map(str, problem["loc"])) for problem in error.errors()]
            return InvalidInput(fields=fields)
        case ConnectionFailure():
            return StoreUnavailable()
    log.error("unforeseen", exc_info=error)
    return ZhengwuError()


def problem(request: Request, error: ZhengwuError) -> JSONResponse:
    """RFC 9457. `code` and `details` are extension members."""
    body = {
        "type": f"urn:zhengwu:error:{error.code}",
        "title": error.default_message,
        "status": error.status,
        "detail": error.message,
        "instance": request.url.path,
        "code": error.code,
        "details": error.details,
    }
    return JSONResponse(body, error.status, headers_for(error), media_type="application/problem+json")


def headers_for(error: ZhengwuError) -> dict[str, str]:
    """With the security headers: an unforeseen error is answered outside all middleware."""
    return HEADERS | {"cache-control": "no-store"} | ({"retry-after": RETRY_AFTER} if error.status == 503 else {})


def _is_for_people(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith(FOR_PROGRAMS)
