"""Residents who read, follow and ask all at once, and what each was answered."""

import asyncio
import uuid
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx

from tests.mobile_api.client import operation

RELEASES = 12
VARYING = frozenset({"id", "releaseId", "cursor", "endCursor", "since"})
AWAY = frozenset({"STORE_UNAVAILABLE", "OPERATION_TIMED_OUT"})  # both with Retry-After


@dataclass(frozen=True)
class Question:
    """`own` is asked with a token; `name` is an operation of the app, or an ad-hoc document, fresh each time.

    Bookmarks are of one release after the other, each under a key of its own.
    """

    name: str
    own: bool

    def body(self, number: int) -> dict[str, Any]:
        if not self.name.isalpha():
            return {"query": f"{self.name} # {number}"}
        asked = {"releaseId": f"release-{number % RELEASES + 1:04}", "idempotencyKey": f"asked-{number:08}"}
        return {"query": operation(self.name), "variables": {"input": asked} if self.name == "Bookmark" else {}}


CACHED = Question("Feed", own=False)
QUESTIONS = (
    CACHED,
    Question("Feed", own=True),
    Question("Viewer", own=True),
    Question("Inbox", own=True),
    Question("Bookmark", own=True),
    Question("{ organs { id name } }", own=False),
    Question("{ headlines { title publisher { name } } }", own=False),
)


@dataclass
class Residents:
    """`wrong` is whatever was neither the data of before nor a refusal that says when to come back."""

    http: httpx.AsyncClient
    tokens: list[str]
    right: dict[Question, Any] = field(default_factory=dict)
    seen: Counter[tuple[Question, str]] = field(default_factory=Counter)
    wrong: list[tuple[str, int, str]] = field(default_factory=list)
    numbers: count = field(default_factory=count)  # type: ignore[type-arg]

    async def post(self, question: Question, token: str) -> httpx.Response:
        headers = {"authorization": f"Bearer {token}"} if question.own else {}
        return await self.http.post("/graphql", json=question.body(next(self.numbers)), headers=headers)

    async def learn(self) -> None:
        """What is right, while all is well."""
        for question in QUESTIONS:
            answer = (await self.post(question, self.tokens[0])).json()
            assert "errors" not in answer, answer
            self.right[question] = _known(answer["data"])

    def answered(self, question: Question, outcome: str) -> int:
        return self.seen[question, outcome]

    def outcomes(self, outcome: str) -> int:
        return sum(number for (_, came), number in self.seen.items() if came == outcome)

    def told(self, question: Question, answer: httpx.Response) -> None:
        body = answer.json()
        codes = {error["extensions"]["code"] for error in body.get("errors", [])}
        if not codes and answer.status_code == 200 and _known(body["data"]) == self.right[question]:
            outcome = "right"
        elif codes and codes <= AWAY and answer.headers.get("retry-after"):
            outcome = "away"
        else:
            outcome = "wrong"
            self.wrong.append((question.name, answer.status_code, answer.text[:2_000]))
        self.seen[question, outcome] += 1

    @asynccontextmanager
    async def asking(self, at_once: int = 30) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(self._ask_on(number)) for number in range(at_once)]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _ask_on(self, number: int) -> None:
        for turn in count(number):
            question = QUESTIONS[turn % len(QUESTIONS)]
            self.told(question, await self.post(question, self.tokens[number % len(self.tokens)]))


def _known(data: Any) -> Any:
    """Without what differs from one resident to the next, and from one asking to the next."""
    if isinstance(data, list):
        return [_known(part) for part in data]
    if isinstance(data, dict):
        return {name: _known(part) for name, part in data.items() if name not in VARYING}
    return data


@asynccontextmanager
async def residents_of(url: str, number: int = 6) -> AsyncIterator[Residents]:
    async with httpx.AsyncClient(base_url=url, timeout=40, limits=httpx.Limits(max_connections=None)) as http:
        tokens = []
        for _ in range(number):
            variables = {"input": {"idempotencyKey": uuid.uuid4().hex, "installation": uuid.uuid4().hex * 2}}
            answer = await http.post("/graphql", json={"query": operation("BeginViewer"), "variables": variables})
            tokens.append(answer.json()["data"]["beginViewer"]["viewerToken"])
        yield Residents(http, tokens)
