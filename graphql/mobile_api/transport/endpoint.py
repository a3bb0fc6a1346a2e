"""/graphql as a plain ASGI endpoint: negotiate, read, find the document, answer.

Our own instead of Strawberry's router: it speaks `application/graphql-response+json`, knows documents by their hash,
refuses with typed codes, masks by default, keeps finished answers, and spends nothing per request on extension objects.
No cookie is ever looked at, so a page of another site can send nothing in a viewer's name.
"""

from collections.abc import Awaitable, Callable

from graphql import GraphQLSchema, OperationType
from starlette.requests import ClientDisconnect
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import Receive, Scope, Send

from content_models.kit.errors import ZhengwuError
from mobile_api.context import Deps
from mobile_api.schema import core_schema
from mobile_api.transport import answers, requests
from mobile_api.transport.budget import Account, Budget
from mobile_api.transport.documents import Documents, InvalidDocument
from mobile_api.transport.errors import MethodNotAllowed, SubscriptionOverHttp
from mobile_api.transport.graphiql import graphiql_page
from mobile_api.transport.head import Head, head_of
from mobile_api.transport.known import KnownDocuments
from mobile_api.transport.live.endpoint import LiveEndpoint
from mobile_api.transport.live.sse import wants_events
from mobile_api.transport.negotiation import JSON, RESPONSE_JSON, negotiate
from mobile_api.transport.operations import Operation
from mobile_api.transport.recent import RecentBodies, Wanted
from mobile_api.transport.registered import RegisteredQueries
from mobile_api.transport.replies import Reply
from mobile_api.transport.requests import Asked
from mobile_api.transport.service import Service
from mobile_api.transport.shared import Shared
from mobile_api.transport.viewers import Payers

GRAPHQL_PATH = "/graphql"
GRAPHIQL_PATH = "/graphiql"
Read = Callable[[], Awaitable[bytes]]  # the body; raises an HttpRefused

_REFUSED = 5  # points: parsing and validating what is refused afterwards is work as well


def graphql_routes(endpoint: "Endpoint", *, graphiql: bool = False) -> list[BaseRoute]:
    """The routes of the mobile API. `graphiql` adds the debugging page, which needs `deps.introspection`."""
    routes: list[BaseRoute] = [Route(GRAPHQL_PATH, endpoint), WebSocketRoute(GRAPHQL_PATH, endpoint.live)]
    if graphiql:
        routes.append(Route(GRAPHIQL_PATH, graphiql_page))
    return routes


class Endpoint:
    """An ASGI application for one path; one per process, because it keeps documents and answers.

    Who has a whole request at hand may ask `kept` and `answer` instead, and spares itself the way through ASGI.
    """

    def __init__(self, deps: Deps, schema: GraphQLSchema | None = None) -> None:
        schema = schema or core_schema()
        shared = Shared(deps.redis)
        documents = Documents(schema, deps.limits, introspection=deps.introspection)
        self._limits = deps.limits
        self._known = KnownDocuments(documents, deps.trusted, RegisteredQueries(shared), trusted_only=deps.trusted_only)
        self._known.load()
        self._budget = Budget(shared)
        self._payers = Payers(deps)
        self._recent = RecentBodies()
        self._service = Service(deps, schema, self._budget)
        self.live = LiveEndpoint(deps, self._known, self._budget, self._payers, self._service)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        head = head_of(scope)
        try:
            if wants_events(head.accept):
                answered = await self._stream(head, receive, send)
            else:
                answered = await self._respond(head, lambda: requests.body_of(head, receive, self._limits))
        except ClientDisconnect:
            return
        if answered is None:
            return
        await answered.send(send, head_only=head.method == "HEAD")

    def kept(self, head: Head, body: bytes) -> Reply | None:
        """The answer to a request that has been asked before, if it is kept: found without waiting for anything."""
        known = self._known_body(head, body)
        page = self._service.kept(*known, head) if known else None
        if page is None:
            return None
        try:
            media_type = negotiate(head.accept)
            return self._service.replied(page, head, media_type, self._budget.account(*self._payers.of(head)))
        except ZhengwuError:
            return None  # `answer` finds the same, and tells it

    async def answer(self, head: Head, body: bytes) -> Reply:
        """To a request that does not want a stream of events."""

        async def whole() -> bytes:
            return requests.whole_body(head, body, self._limits)

        return await self._respond(head, whole, self._known_body(head, body))

    def _known_body(self, head: Head, body: bytes) -> Wanted | None:
        is_plain = head.method == "POST" and head.content_type == requests.PLAIN_JSON
        return self._recent.get(body) if is_plain else None

    async def _respond(self, head: Head, read: Read, known: Wanted | None = None) -> Reply:
        media_type, account = JSON, None
        try:
            media_type = negotiate(head.accept)
            account = self._budget.account(*self._payers.of(head))
            operation, variables = known or await self._wanted(head, read)
            return await self._service.answer(operation, variables, head, media_type, account)
        except (ZhengwuError, InvalidDocument) as error:
            return self._refusal(error, media_type, account)

    async def _stream(self, head: Head, receive: Receive, send: Send) -> Reply | None:
        """None when the answers were sent as events. What is wrong before the first is refused as JSON, by status."""
        try:
            asked = await requests.read(head, receive, self._limits)
            await self.live.stream(head, asked, receive, send)
        except (ZhengwuError, InvalidDocument) as error:
            return answers.refusal(error, RESPONSE_JSON, most=self._limits.errors)
        return None

    async def _wanted(self, head: Head, read: Read) -> Wanted:
        if head.is_get:
            asked = requests.asked_by_query(head, self._limits)
            return await self._operation(asked), asked.variables
        body = await read()
        known = self._recent.get(body)
        if known is not None:
            return known
        asked = requests.asked_in_body(body)
        wanted = await self._operation(asked), asked.variables
        self._recent.put(body, wanted)
        return wanted

    async def _operation(self, asked: Asked) -> Operation:
        operation = (await self._known.find(asked)).operation(asked.operation_name)
        if operation.kind is OperationType.SUBSCRIPTION:
            raise SubscriptionOverHttp
        if asked.by_get and operation.kind is OperationType.MUTATION:
            raise MethodNotAllowed(allowed=["POST"])
        return operation

    def _refusal(self, error: ZhengwuError | InvalidDocument, media_type: str, account: Account | None) -> Reply:
        if account is not None and isinstance(error, InvalidDocument):
            self._budget.fine(account, _REFUSED)
        return answers.refusal(error, media_type, most=self._limits.errors)
