"""POST /graphql as a plain ASGI endpoint: negotiate, read, prepare, execute, answer.

Our own instead of Strawberry's router: it speaks `application/graphql-response+json`, refuses with typed codes, masks
by default, keeps validated documents, and spends nothing per request on extension objects.
"""

import asyncio

from graphql import DocumentNode, ExecutionResult, execute
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from content_models.kit.errors import ZhengwuError
from mobile_api.context import Context, Deps
from mobile_api.schema import core_schema
from mobile_api.transport import answers, requests
from mobile_api.transport.documents import Documents, InvalidDocument, operation_of
from mobile_api.transport.errors import OperationTimedOut
from mobile_api.transport.graphiql import graphiql_page
from mobile_api.transport.negotiation import JSON, negotiate
from mobile_api.transport.requests import Asked

GRAPHQL_PATH = "/graphql"
GRAPHIQL_PATH = "/graphiql"


def graphql_routes(deps: Deps, *, graphiql: bool = False) -> list[BaseRoute]:
    """The routes of the mobile API. `graphiql` adds the debugging page, which needs `deps.introspection`."""
    routes: list[BaseRoute] = [Route(GRAPHQL_PATH, Endpoint(deps))]
    if graphiql:
        routes.append(Route(GRAPHIQL_PATH, graphiql_page))
    return routes


class Endpoint:
    """An ASGI application for one path; one per process, because it keeps the prepared documents."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._schema = core_schema()
        self._documents = Documents(self._schema, deps.limits, introspection=deps.introspection)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            response = await self._respond(Request(scope, receive))
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        media_type = JSON
        try:
            media_type = negotiate(request.headers.get("accept"))
            asked = await requests.read(request, self._deps.limits)
            document = self._documents.prepare(asked.query)
            operation_of(document, asked.operation_name)
            result = await self._execute(document, asked, request)
        except (ZhengwuError, InvalidDocument) as error:
            return answers.refusal(error, media_type)
        return answers.answer(result, media_type, asked.operation_name)

    async def _execute(self, document: DocumentNode, asked: Asked, request: Request) -> ExecutionResult:
        result = execute(
            self._schema,
            document,
            context_value=Context(self._deps, request.headers.get("authorization")),
            variable_values=asked.variables,
            operation_name=asked.operation_name,
            hide_suggestions=not self._deps.introspection,
        )
        if isinstance(result, ExecutionResult):
            return result
        try:
            async with asyncio.timeout(self._deps.limits.seconds):
                return await result
        except TimeoutError as slow:
            raise OperationTimedOut from slow
