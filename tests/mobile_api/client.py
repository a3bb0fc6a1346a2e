"""A mobile client in process: the documents the app sends, over ASGI."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette

from content_models.kit.errors import NotAuthenticated, SessionExpired
from content_models.timeline.timeline import Timeline
from mobile_api.context import Deps
from mobile_api.keeping import Keeping
from mobile_api.transport.endpoint import graphql_routes

KEEPING = Keeping(page_bytes=1_000_000, card_bytes=1_000_000, records=1_000)
OPERATIONS = Path(__file__).resolve().parents[2] / "graphql/operations"


class PlainTokens:
    """Tokens that say whose they are: what is tested here is what the API does with an answer, not cryptography."""

    def issue(self, resident_id: str) -> str:
        return f"viewer:{resident_id}"

    def verify(self, token: str) -> str:
        if token.startswith("expired:"):
            raise SessionExpired
        if not token.startswith("viewer:"):
            raise NotAuthenticated
        return token.removeprefix("viewer:")


def operation(name: str) -> str:
    return (OPERATIONS / f"{name}.graphql").read_text("utf-8")


@dataclass
class App:
    http: httpx.AsyncClient
    deps: Deps
    token: str | None = None

    @property
    def timeline(self) -> Timeline:
        return self.deps.timeline

    async def refresh(self) -> None:
        await self.timeline.refresh(self.deps.store)

    async def post(self, body: dict[str, Any], **headers: str) -> httpx.Response:
        sent = {"authorization": f"Bearer {self.token}"} if self.token else {}
        return await self.http.post("/graphql", json=body, headers=sent | headers)

    async def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """The whole answer to an ad-hoc document."""
        answer: dict[str, Any] = (await self.post({"query": query, "variables": variables})).json()
        return answer

    async def run(self, name: str, **variables: Any) -> dict[str, Any]:
        """`data` of one of the app's own documents, which must not fail."""
        answer = await self.ask(operation(name), **variables)
        assert "errors" not in answer, answer
        data: dict[str, Any] = answer["data"]
        return data

    async def code(self, query: str, **variables: Any) -> str:
        """The code of the one error this is answered with."""
        (error,) = (await self.ask(query, **variables))["errors"]
        code: str = error["extensions"]["code"]
        return code

    async def refused(self, name: str, **variables: Any) -> str:
        return await self.code(operation(name), **variables)


def app_on(deps: Deps) -> App:
    transport = httpx.ASGITransport(Starlette(routes=graphql_routes(deps, graphiql=deps.introspection)))
    return App(httpx.AsyncClient(transport=transport, base_url="http://app.test"), deps)
