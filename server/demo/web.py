"""The demo's residents and auditors on the network: they know nothing but public addresses."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Self

import aiohttp

from content_models.kit.errors import ZhengwuError

SECONDS = 10  # for one answer; engines may be restarting meanwhile


_AWAY = frozenset({"INTERNAL", "STORE_UNAVAILABLE", "OPERATION_TIMED_OUT"})


class Away(ConnectionError):
    """The other side answers, but an engine behind it is being started again."""


class GraphQLRefused(ZhengwuError):
    """`details` carries `codes`, what each error's `extensions.code` says."""

    code = "DEMO_GRAPHQL_REFUSED"
    default_message = "GraphQL 接口拒绝了演示的请求，请查看日志目录里的 api.log。"

    @property
    def codes(self) -> list[str]:
        return list(self.details["codes"])


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    url: str  # the final one, after redirects


class Web:
    """A browser with cookies, and a GraphQL client. `base` is the address of the api, without a slash at the end."""

    def __init__(self, session: aiohttp.ClientSession, base: str) -> None:
        self._session = session
        self.base = base

    @classmethod
    @asynccontextmanager
    async def open(cls, base: str) -> AsyncIterator[Self]:
        timeout = aiohttp.ClientTimeout(total=SECONDS)
        jar = aiohttp.CookieJar(unsafe=True)  # cookies of an IP address, which loopback is
        async with aiohttp.ClientSession(timeout=timeout, cookie_jar=jar) as session:
            yield cls(session, base)

    async def get(self, path: str, **params: str) -> Answer:
        async with self._session.get(self._at(path), params=params) as answer:
            return Answer(answer.status, await answer.text(), str(answer.url))

    async def post(self, path: str, form: Mapping[str, str]) -> Answer:
        """Send a form as a page of this site would."""
        headers = {"Sec-Fetch-Site": "same-origin"}
        async with self._session.post(self._at(path), data=form, headers=headers) as answer:
            return Answer(answer.status, await answer.text(), str(answer.url))

    async def send(self, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """POST a body as a program would. Raises Away."""
        async with self._session.post(self._at(path), data=body, headers=headers) as answer:
            if answer.status >= 500:
                raise Away(answer.status)
            return Answer(answer.status, await answer.text(), str(answer.url))

    async def json(self, address: str) -> Any:
        async with self._session.get(self._at(address), raise_for_status=True) as answer:
            return await answer.json()

    async def graphql(self, query: str, viewer: str | None = None, **variables: Any) -> dict[str, Any]:
        """`data` of the answer. `viewer` is a viewer token. Raises GraphQLRefused, Away."""
        headers = {"Authorization": f"Bearer {viewer}"} if viewer else {}
        body = {"query": query, "variables": variables}
        async with self._session.post(f"{self.base}/graphql", json=body, headers=headers) as answer:
            if answer.status >= 500:
                raise Away(answer.status)
            return _data_of(await answer.json(content_type=None))

    def _at(self, address: str) -> str:
        return address if address.startswith("http") else f"{self.base}{address}"


def _data_of(result: dict[str, Any]) -> dict[str, Any]:
    answers: dict[str, Any] = result.get("data") or {}
    codes = [error["extensions"]["code"] for error in result.get("errors", [])]
    codes += [answer["code"] for answer in answers.values() if isinstance(answer, dict) and "code" in answer]
    if _AWAY & set(codes):
        raise Away(codes)
    if codes:
        raise GraphQLRefused(f"GraphQL 返回错误：{'、'.join(codes)}。", codes=codes)
    return answers
