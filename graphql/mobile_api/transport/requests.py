"""Reading a GraphQL request out of an HTTP request that nobody vouches for."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import orjson
from starlette.requests import ClientDisconnect
from starlette.types import Receive

from mobile_api.patience import within
from mobile_api.transport.errors import (
    BatchRefused,
    MalformedRequest,
    MethodNotAllowed,
    RequestTimeout,
    RequestTooLarge,
    UnsupportedMediaType,
)
from mobile_api.transport.head import Head
from mobile_api.transport.limits import Limits

PLAIN_JSON = "application/json"
_PREFIX = "sha256:"
_MOST_PARAMETERS = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked. A document comes as its text, its id, or both; `by_get` allows only what is known already."""

    query: str | None
    document_id: str | None
    variables: dict[str, Any] | None
    operation_name: str | None
    by_get: bool = False


async def read(head: Head, receive: Receive, limits: Limits) -> Asked:
    """Raises an HttpRefused."""
    return asked_by_query(head, limits) if head.is_get else asked_in_body(await body_of(head, receive, limits))


async def body_of(head: Head, receive: Receive, limits: Limits) -> bytes:
    """Never read further than its limit or longer than its time. Raises an HttpRefused."""
    _require_json_posted(head)
    try:
        return await within(limits.seconds, _body(receive, limits.body_bytes))
    except TimeoutError as slow:
        raise RequestTimeout from slow


def whole_body(head: Head, body: bytes, limits: Limits) -> bytes:
    """One that is there already, held to the same rules. Raises an HttpRefused."""
    _require_json_posted(head)
    if len(body) > limits.body_bytes:
        raise RequestTooLarge(largest=limits.body_bytes)
    return body


def asked_in_body(body: bytes) -> Asked:
    """Raises MalformedRequest, BatchRefused."""
    return asked_in(_json(body))


def _require_json_posted(head: Head) -> None:
    if head.method != "POST":
        raise MethodNotAllowed(allowed=["GET", "POST"])
    if head.content_type != PLAIN_JSON:
        _require_json(head.content_type or "")


def _require_json(content_type: str) -> None:
    media_type, *parameters = (piece.strip().lower() for piece in content_type.split(";"))
    charsets = [piece.partition("=")[2].strip('"') for piece in parameters if piece.startswith("charset=")]
    if media_type != PLAIN_JSON or any(charset not in {"utf-8", "utf8"} for charset in charsets):
        raise UnsupportedMediaType


async def _body(receive: Receive, largest: int) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        pieces.append(message.get("body", b""))
        size += len(pieces[-1])
        if size > largest:
            raise RequestTooLarge(largest=largest)
        if not message.get("more_body", False):
            return b"".join(pieces)


def _json(text: bytes | str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise MalformedRequest from error


def asked_in(parsed: Any) -> Asked:
    """Raises MalformedRequest, BatchRefused. Also what a socket's `subscribe` carries."""
    if isinstance(parsed, list):
        raise BatchRefused
    if not isinstance(parsed, dict):
        raise MalformedRequest
    return _asked(parsed, by_get=False)


def asked_by_query(head: Head, limits: Limits) -> Asked:
    """Raises RequestTooLarge, MalformedRequest."""
    query = head.query
    if len(query) > limits.body_bytes:
        raise RequestTooLarge(largest=limits.body_bytes)
    try:
        given = parse_qs(query.decode("ascii"), errors="strict", max_num_fields=_MOST_PARAMETERS)
    except ValueError as error:  # not ASCII, not UTF-8, or too many
        raise MalformedRequest from error
    parameters: dict[str, Any] = {name: values[0] for name, values in given.items()}
    for name in ("variables", "extensions"):
        if name in parameters:
            parameters[name] = _json(parameters[name])
    return _asked(parameters, by_get=True)


def _asked(given: dict[str, Any], *, by_get: bool) -> Asked:
    query, variables = given.get("query"), given.get("variables")
    operation_name, extensions = given.get("operationName"), given.get("extensions")
    document_id = given.get("documentId")
    if (
        not isinstance(query, str | None)
        or not isinstance(document_id, str | None)
        or not isinstance(variables, dict | None)
        or not isinstance(operation_name, str | None)
        or not isinstance(extensions, dict | None)
    ):
        raise MalformedRequest
    document_id = document_id or _persisted(extensions)
    if query is None and document_id is None:
        raise MalformedRequest
    return Asked(query, document_id and document_id.removeprefix(_PREFIX), variables, operation_name, by_get)


def _persisted(extensions: dict[str, Any] | None) -> str | None:
    """Apollo's `{"persistedQuery": {"version": 1, "sha256Hash": "…"}}`. Other entries are the client's own business."""
    persisted = (extensions or {}).get("persistedQuery")
    if persisted is None:
        return None
    if not isinstance(persisted, dict) or persisted.get("version") != 1:
        raise MalformedRequest
    sha256 = persisted.get("sha256Hash")
    if not isinstance(sha256, str):
        raise MalformedRequest
    return sha256
