"""A result or a refusal as the JSON of a GraphQL response. What was not meant to be said stays in the log."""

from collections.abc import Iterable
from typing import Any

import orjson
import structlog
from graphql import ExecutionResult, GraphQLError
from pymongo.errors import ConnectionFailure
from starlette.responses import Response

from content_models.kit.errors import StoreUnavailable, ZhengwuError
from mobile_api.transport.documents import InvalidDocument
from mobile_api.transport.errors import HttpRefused, VariablesInvalid
from mobile_api.transport.negotiation import JSON

log = structlog.get_logger()


def render(payload: dict[str, Any], media_type: str, status: int = 200) -> Response:
    headers = {"Content-Type": f"{media_type}; charset=utf-8", "Cache-Control": "no-store"}
    return Response(orjson.dumps(payload, default=str), status, headers)


def refusal(error: ZhengwuError | InvalidDocument, media_type: str) -> Response:
    """A request error: no `data`, and a status that says so unless the client only speaks plain JSON."""
    if isinstance(error, InvalidDocument):
        errors = [{**_located(part), "message": part.message, **_coded(error.refusal)} for part in error.errors]
        cause: ZhengwuError = error.refusal
    else:
        errors = [{"message": error.message, **_coded(error)}]
        cause = error
    plain = media_type == JSON and not isinstance(cause, HttpRefused)
    response = render({"errors": errors}, media_type, 200 if plain and cause.status < 500 else cause.status)
    if cause.status == 405:
        response.headers["Allow"] = "POST"
    return response


def answer(result: ExecutionResult, media_type: str, operation_name: str | None) -> Response:
    """An executed operation, possibly with errors at some fields."""
    if result.data is None and result.errors and all(_is_about_variables(error) for error in result.errors):
        return refusal(InvalidDocument(VariablesInvalid(), result.errors), media_type)
    payload: dict[str, Any] = {"data": result.data}
    if result.errors:
        payload["errors"] = field_errors(result.errors, operation_name)
    return render(payload, media_type)


def _is_about_variables(error: GraphQLError) -> bool:
    return error.path is None  # whatever fails in a resolver has the path of its field


def field_errors(errors: Iterable[GraphQLError], operation_name: str | None) -> list[dict[str, Any]]:
    """Only errors made to be read speak for themselves; all others become INTERNAL and go to the log."""
    failures: dict[int, GraphQLError] = {}
    rendered = []
    for error in errors:
        cause = error.original_error
        if not isinstance(cause, ZhengwuError):
            failures.setdefault(id(cause or error), error)  # a failed batch fails many fields with one exception
            cause = StoreUnavailable() if isinstance(cause, ConnectionFailure) else ZhengwuError()
        rendered.append({**_located(error), "message": cause.message, **_coded(cause)})
    for error in failures.values():
        log.error("resolver_failed", operation=operation_name, path=error.path, exc_info=error.original_error or error)
    return rendered


def _coded(error: ZhengwuError) -> dict[str, Any]:
    return {"extensions": {"code": error.code, **({"details": error.details} if error.details else {})}}


def _located(error: GraphQLError) -> dict[str, Any]:
    formatted: dict[str, Any] = dict(error.formatted)
    return {key: formatted[key] for key in ("locations", "path") if key in formatted}
