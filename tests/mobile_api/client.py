"""A mobile client in process: the documents the app sends, over ASGI."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette

from content_models.kit.errors import NotAuthenticated, SessionExpired
from content_models.kit.sealing import Sealer
from content_models.timeline.timeline import Timeline
from mobile_api.context import Deps, ViewerClaims
from mobile_api.keeping import Keeping
from mobile_api.people.ports import SignInPorts, SignInUnavailable
from mobile_api.transport.endpoint import Endpoint, graphql_routes

KEEPING = Keeping(page_bytes=1_000_000, card_bytes=1_000_000, records=1_000)
OPERATIONS = Path(__file__).resolve().parents[2] / "graphql/operations"


class PlainTokens:
    """Tokens that say whose they are: what is tested here is what the API does with an answer, not cryptography."""

    lasts = timedelta(hours=1)

    def issue(self, claims: ViewerClaims) -> str:
        return f"viewer:{claims.resident_id}:{claims.session_id}"

    def verify(self, token: str) -> ViewerClaims:
        if token.startswith("expired:"):
            raise SessionExpired
        kind, _, rest = token.partition(":")
        if kind != "viewer":
            raise NotAuthenticated
        resident_id, _, session_id = rest.partition(":")
        return ViewerClaims(resident_id, session_id)

    def issue_refresh(self, session_id: str, generation: int) -> str:
        return f"refresh:{session_id}:{generation}"

    def verify_refresh(self, token: str) -> tuple[str, int]:
        kind, _, rest = token.partition(":")
        session_id, _, generation = rest.partition(":")
        if kind != "refresh" or not generation.isdigit():
            raise NotAuthenticated
        return session_id, int(generation)


class Phones:
    """Short messages that arrive, by number; a test reads them."""

    def __init__(self) -> None:
        self.codes: dict[str, list[str]] = defaultdict(list)
        self.is_down = False

    async def send(self, phone: str, code: str, lasts: timedelta) -> None:
        if self.is_down:
            raise SignInUnavailable
        self.codes[phone].append(code)


def sign_in_by(phones: Phones) -> SignInPorts:
    return SignInPorts(sealer=Sealer(b"k" * 64), codes=phones)


def operation(name: str) -> str:
    return (OPERATIONS / f"{name}.graphql").read_text("utf-8")


def earlier(name: str) -> str:
    """As an installed version still sends it."""
    return operation(f"earlier/{name}")


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
        """The code that one of the app's documents is refused with: of its error, or of the problem it answers."""
        return code_of(await self.ask(operation(name), **variables))


def code_of(answer: dict[str, Any]) -> str:
    (refusal,) = [error["extensions"] for error in answer.get("errors", [])] or answer["data"].values()
    code: str = refusal["code"]
    return code


def app_on(deps: Deps) -> App:
    transport = httpx.ASGITransport(Starlette(routes=graphql_routes(Endpoint(deps), graphiql=deps.introspection)))
    return App(httpx.AsyncClient(transport=transport, base_url="http://app.test"), deps)
