"""Reading a GraphQL request out of an HTTP request that nobody vouches for."""

import asyncio
from dataclasses import dataclass
from typing import Any

import orjson
from starlette.requests import Request

from mobile_api.transport.errors import (
    MalformedRequest,
    MethodNotAllowed,
    RequestTimeout,
    RequestTooLarge,
    UnsupportedMediaType,
)
from mobile_api.transport.limits import Limits


@dataclass(frozen=True, slots=True)
class Asked:
    query: str
    variables: dict[str, Any] | None
    operation_name: str | None


async def read(request: Request, limits: Limits) -> Asked:
    """Raises an HttpRefused; a body is never read further than its limit or longer than its time."""
    if request.method != "POST":
        raise MethodNotAllowed(allowed=["POST"])
    _require_json(request.headers.get("content-type", ""))
    try:
        async with asyncio.timeout(limits.seconds):
            body = await _body(request, limits.body_bytes)
    except TimeoutError as slow:
        raise RequestTimeout from slow
    return _asked(body)


def _require_json(content_type: str) -> None:
    media_type, *parameters = (piece.strip().lower() for piece in content_type.split(";"))
    charsets = [piece.partition("=")[2].strip('"') for piece in parameters if piece.startswith("charset=")]
    if media_type != "application/json" or any(charset not in {"utf-8", "utf8"} for charset in charsets):
        raise UnsupportedMediaType


async def _body(request: Request, largest: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > largest:
            raise RequestTooLarge(largest=largest)
    return bytes(body)


def _asked(body: bytes) -> Asked:
    try:
        parsed = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise MalformedRequest from error
    if not isinstance(parsed, dict):
        raise MalformedRequest
    query, variables = parsed.get("query"), parsed.get("variables")
    operation_name, extensions = parsed.get("operationName"), parsed.get("extensions")
    if (
        not isinstance(query, str)
        or not isinstance(variables, dict | None)
        or not isinstance(operation_name, str | None)
        or not isinstance(extensions, dict | None)
    ):
        raise MalformedRequest
    return Asked(query, variables, operation_name)
