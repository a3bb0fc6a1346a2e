"""What every address answers with: headers, errors for programs and for people, health."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from pymongo import AsyncMongoClient
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from content_models.kit.errors import VersionConflict
from content_models.kit.store import Store
from content_models.timeline.timeline import Timeline
from server.app import LARGEST_BODY, create_app
from server.deps import Deps
from server.engines.ports import free_port
from server.settings import Settings
from tests.server.support import sockets_left_by_pymongo

SECRET = SecretStr("s" * 40)
FOR_PEOPLE = {"accept": "text/html,application/xhtml+xml"}


async def conflict(request: Request) -> Response:
    raise VersionConflict(expected=3, actual=4)


async def broken(request: Request) -> Response:
    raise RuntimeError("password=hunter2")


async def greedy(request: Request) -> Response:
    return Response(str(len(await request.body())))


@pytest.fixture
def app(store: Store) -> FastAPI:
    app = create_app(Deps(store=store, settings=Settings(secret_key=SECRET), timeline=Timeline()))
    app.router.routes += [
        Route("/api/conflict", conflict),
        Route("/broken", broken),
        Route("/greedy", greedy, methods=["POST"]),
    ]
    return app


@pytest.fixture
async def web(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://zhengwu") as web:
        yield web


async def test_error_for_a_program_is_a_problem_with_code_and_details(web: httpx.AsyncClient) -> None:
    answer = await web.get("/api/conflict", headers=FOR_PEOPLE)
    assert (answer.status_code, answer.headers["content-type"]) == (409, "application/problem+json")
    problem = answer.json()
    assert problem["type"] == "urn:zhengwu:error:VERSION_CONFLICT"
    assert problem["details"] == {"expected": 3, "actual": 4}
    assert problem["status"] == 409
    assert problem["instance"] == "/api/conflict"


async def test_error_for_a_person_is_a_page_in_chinese(web: httpx.AsyncClient) -> None:
    answer = await web.get("/nowhere", headers=FOR_PEOPLE)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "没有找到" in answer.text


@pytest.mark.parametrize("headers", [{}, FOR_PEOPLE])
async def test_nothing_internal_leaks_from_an_unforeseen_error(web: httpx.AsyncClient, headers: dict[str, str]) -> None:
    answer = await web.get("/broken", headers=headers)
    assert answer.status_code == 500
    assert "hunter2" not in answer.text
    assert "RuntimeError" not in answer.text


async def test_wrong_method_says_so_with_its_own_code(web: httpx.AsyncClient) -> None:
    answer = await web.delete("/healthz")
    assert (answer.status_code, answer.json()["code"]) == (405, "WRONG_METHOD")


async def test_body_beyond_the_limit_is_refused_and_one_below_it_is_read(web: httpx.AsyncClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 100_000

    assert (await web.post("/greedy", content=b"x" * 1000)).text == "1000"
    assert (await web.post("/greedy", content=b"x" * (LARGEST_BODY + 1))).status_code == 413
    assert (await web.post("/greedy", content=endless())).status_code == 413


@pytest.mark.parametrize("announced", [True, False])
async def test_people_who_send_too_much_are_told_in_chinese_what_to_do(web: httpx.AsyncClient, announced: bool) -> None:
    async def piece_by_piece() -> AsyncIterator[bytes]:
        for _ in range(LARGEST_BODY // 100_000 + 1):
            yield b"x" * 100_000

    body = b"x" * (LARGEST_BODY + 1) if announced else piece_by_piece()
    answer = await web.post("/greedy", content=body, headers=FOR_PEOPLE)
    assert answer.status_code == 413
    assert answer.headers["content-type"].startswith("text/html")
    assert "没有收下" in answer.text
    assert "后退" in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_programs_that_send_too_much_are_told_by_code(web: httpx.AsyncClient) -> None:
    answer = await web.post("/greedy", content=b"x" * (LARGEST_BODY + 1))
    assert (answer.status_code, answer.json()["code"]) == (413, "REQUEST_TOO_LARGE")


@pytest.mark.parametrize("size", [200_000, LARGEST_BODY + 1, 10_000_000])
async def test_a_phone_that_sends_too_much_is_told_so_by_code(web: httpx.AsyncClient, size: int) -> None:
    answer = await web.post("/graphql", content=b" " * size, headers={"content-type": "application/json"})
    assert answer.status_code == 413
    assert answer.json()["errors"][0]["extensions"]["code"] == "REQUEST_TOO_LARGE"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/healthz", "/nowhere", "/broken", "/api/conflict"])
async def test_every_answer_forbids_foreign_scripts_framing_and_sniffing(web: httpx.AsyncClient, path: str) -> None:
    headers = (await web.get(path)).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert "referrer-policy" in headers
    assert "strict-transport-security" not in headers


async def test_https_address_asks_browsers_to_stay_on_https(store: Store) -> None:
    settings = Settings(public_url="https://fabu.example.cn", secret_key=SECRET)
    app = create_app(Deps(store=store, settings=settings, timeline=Timeline()))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://zhengwu") as web:
        assert "max-age" in (await web.get("/healthz")).headers["strict-transport-security"]


async def test_ready_and_metrics_answer(web: httpx.AsyncClient) -> None:
    assert (await web.get("/readyz")).json() == {"status": "ok", "store": True}
    assert "python_info" in (await web.get("/metrics")).text


async def test_alive_but_not_ready_when_the_store_is_gone() -> None:
    with sockets_left_by_pymongo():
        assert await statuses_without_store("/readyz", "/healthz") == [503, 200]


async def statuses_without_store(*paths: str) -> list[int]:
    uri = f"mongodb://127.0.0.1:{free_port()}"
    async with AsyncMongoClient[dict[str, Any]](uri, serverSelectionTimeoutMS=100) as client:
        deps = Deps(store=Store(client, client["gone"]), settings=Settings(secret_key=SECRET), timeline=Timeline())
        transport = httpx.ASGITransport(create_app(deps))
        async with httpx.AsyncClient(transport=transport, base_url="http://zhengwu") as web:
            return [(await web.get(path)).status_code for path in paths]
