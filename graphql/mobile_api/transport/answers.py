"""A result or a refusal as the JSON of a GraphQL response. What was not meant to be said stays in the log."""

from collections.abc import Iterable
from typing import Any

import orjson
import structlog
from graphql import ExecutionResult, GraphQLError
from pymongo.errors import ConnectionFailure
from strawberry.exceptions import StrawberryInputCoercionError

from content_models.kit.errors import StoreUnavailable, ZhengwuError
from mobile_api.transport.documents import InvalidDocument
from mobile_api.transport.errors import HttpRefused, ValidationFailed, VariablesInvalid
from mobile_api.transport.negotiation import JSON
from mobile_api.transport.replies import Headers, Reply, reply

RETRY_AFTER = 5  # seconds, while an engine is away

log = structlog.get_logger()


def refusal(error: ZhengwuError | InvalidDocument, media_type: str, *, most: int = 10) -> Reply:
    """A request error: no `data`, and a status that says so unless the client only speaks plain JSON."""
    errors, cause = refused(error, most=most)
    plain = media_type == JSON and not isinstance(cause, HttpRefused)
    status = 200 if plain and cause.status < 500 else cause.status
    return reply(dumps({"errors": errors}), media_type, status).with_headers(_advice(cause))


def refused(error: ZhengwuError | InvalidDocument, *, most: int = 10) -> tuple[list[dict[str, Any]], ZhengwuError]:
    """The errors as they are told, and the one that decides about the status."""
    if isinstance(error, InvalidDocument):
        told = [{**_located(part), "message": part.message, **_coded(error.refusal)} for part in error.errors[:most]]
        return told, error.refusal
    return [{"message": error.message, **_coded(error)}], error


def _advice(cause: ZhengwuError) -> Headers:
    if cause.status == 405:
        return [(b"allow", b"GET, POST")]
    if cause.status in {429, 503}:
        return [(b"retry-after", b"%d" % cause.details.get("retry_after", RETRY_AFTER))]
    return []


def require_variables(result: ExecutionResult) -> None:
    """Raises InvalidDocument when nothing was executed, because the variables were not what was declared."""
    if result.data is None and result.errors and all(_is_about_variables(error) for error in result.errors):
        raise InvalidDocument(VariablesInvalid(), result.errors)


def _is_about_variables(error: GraphQLError) -> bool:
    return error.path is None  # whatever fails in a resolver has the path of its field


def payload(result: ExecutionResult, operation_name: str | None, *, most: int) -> dict[str, Any]:
    """`data`, and `errors` if there are any, `most` of them."""
    told: dict[str, Any] = {"data": result.data}
    if result.errors:
        told["errors"] = field_errors(result.errors, operation_name)[:most]
    return told


def waits(told: dict[str, Any]) -> Headers:
    """When to ask again, if an engine was away."""
    codes = {error["extensions"]["code"] for error in told.get("errors", ())}
    return [(b"retry-after", b"%d" % RETRY_AFTER)] if StoreUnavailable.code in codes else []


def dumps(told: dict[str, Any]) -> bytes:
    return orjson.dumps(told, default=str)


def field_errors(errors: Iterable[GraphQLError], operation_name: str | None) -> list[dict[str, Any]]:
    """Only errors made to be read speak for themselves; all others become INTERNAL and go to the log."""
    failures: dict[int, GraphQLError] = {}
    rendered = []
    for error in errors:
        cause = error.original_error
        if _is_about_arguments(cause):
            cause = ValidationFailed(str(getattr(cause, "message", "")))
        if not isinstance(cause, ZhengwuError):
            failures.setdefault(id(cause or error), error)  # a failed batch fails many fields with one exception
            cause = StoreUnavailable() if isinstance(cause, ConnectionFailure) else ZhengwuError()
        rendered.append({**_located(error), "message": cause.message, **_coded(cause)})
    for error in failures.values():
        log.error("resolver_failed", operation=operation_name, path=error.path, exc_info=error.original_error or error)
    return rendered


def _is_about_arguments(cause: Exception | None) -> bool:
    """graphql-core names the argument that is wrong; what fails to be shown names none, and that is our fault."""
    return isinstance(cause, StrawberryInputCoercionError) or (type(cause) is GraphQLError and bool(cause.nodes))


def masked(failure: Exception, operation_name: str | None) -> ZhengwuError:
    """What may be said of a failure that was not meant to be read; the rest goes to the log."""
    log.error("resolver_failed", operation=operation_name, path=None, exc_info=failure)
    return StoreUnavailable() if isinstance(failure, ConnectionFailure) else ZhengwuError()


def _coded(error: ZhengwuError) -> dict[str, Any]:
    return {"extensions": {"code": error.code, **({"details": error.details} if error.details else {})}}


def _located(error: GraphQLError) -> dict[str, Any]:
    formatted: dict[str, Any] = dict(error.formatted)
    return {key: formatted[key] for key in ("locations", "path") if key in formatted}
