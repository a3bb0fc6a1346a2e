"""Points a minute: per viewer, per address, over all processes, and without Valkey."""

import dataclasses
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from mobile_api.context import Deps
from mobile_api.transport.budget import Budget
from mobile_api.transport.errors import RateLimited
from mobile_api.transport.limits import Limits
from mobile_api.transport.shared import Shared
from mobile_api.transport.viewers import network_of
from tests.mobile_api.client import App, app_on

START = 1_800_000_000.0  # the beginning of a minute
TOPICS = {"query": "{ topics { id } }"}


class Now:
    def __init__(self) -> None:
        self.seconds = START

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(redis_url) as redis:
        await redis.flushdb()
        yield redis


async def test_spent_points_come_back_with_the_next_minute(now: Now) -> None:
    budget = Budget(Shared(None), now)
    budget.charge(budget.account("a", 10), 10)
    now.seconds += 20
    with pytest.raises(RateLimited) as refused:
        budget.account("a", 10)
    assert refused.value.details == {"retry_after": 40}
    assert budget.account("b", 10).remaining == 10
    now.seconds += 40
    assert budget.account("a", 10).remaining == 10


async def test_more_than_what_remains_is_refused_and_not_charged(now: Now) -> None:
    budget = Budget(Shared(None), now)
    account = budget.account("a", 10)
    with pytest.raises(RateLimited):
        budget.charge(account, 11)
    assert account.remaining == 10


async def test_processes_learn_what_was_spent_elsewhere(now: Now, redis: Redis) -> None:
    here, there = Budget(Shared(redis), now), Budget(Shared(redis), now)
    for budget, points in ((here, 4), (there, 5)):
        budget.fine(budget.account("a", 10), points)
        await budget.settle()
    here.fine(here.account("a", 10), 0)
    assert there.account("a", 10).remaining == 1
    here.charge(here.account("a", 10), 1)
    await here.settle()
    with pytest.raises(RateLimited):
        here.account("a", 10)


async def test_what_could_not_be_reported_is_reported_later(now: Now, redis: Redis) -> None:
    budget = Budget(Shared(Redis.from_url("redis://127.0.0.1:1", socket_connect_timeout=0.2)), now)
    account = budget.account("a", 10)
    budget.fine(account, 4)
    await budget.settle()
    assert (account.remaining, account.unsent) == (6, 4)
    budget._shared = Shared(redis)
    await budget.settle()
    assert (account.remaining, account.unsent, account.elsewhere) == (6, 0, 4)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::"),
        ("", "local"),
        ("testclient", "local"),
    ],
)
def test_whoever_shares_a_network_shares_its_points(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.fixture
async def poor(deps: Deps) -> AsyncIterator[App]:
    app = app_on(dataclasses.replace(deps, limits=Limits(viewer_points=3, address_points=6)))
    async with app.http:
        yield app


async def test_over_http(poor: App) -> None:
    answers = [await poor.post(TOPICS) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [200] * 6 + [429]
    assert answers[0].headers["ratelimit-policy"] == '"points";q=6;w=60'
    assert answers[0].headers["ratelimit"].startswith('"points";r=5;t=')
    last = answers[-1]
    assert last.json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
    assert 1 <= int(last.headers["retry-after"]) <= 60
    assert last.headers["cache-control"] == "no-store"


async def test_a_viewer_has_points_of_their_own_and_a_forged_token_has_none(poor: App) -> None:
    async def answered(token: str | None) -> list[int]:
        poor.token = token
        return [(await poor.post(TOPICS)).status_code for _ in range(4)]

    assert await answered("viewer:a") == [200, 200, 200, 429]
    assert await answered("viewer:b") == [200, 200, 200, 429]
    assert await answered("forged-1") == [200, 200, 200, 200]
    assert await answered("forged-2") == [200, 200, 429, 429]  # the address pays for both


async def test_documents_that_are_refused_cost_as_well(poor: App) -> None:
    codes = [(await poor.ask("{ nothing }"))["errors"][0]["extensions"]["code"] for _ in range(3)]
    assert codes == ["GRAPHQL_VALIDATION_FAILED", "GRAPHQL_VALIDATION_FAILED", "RATE_LIMITED"]
