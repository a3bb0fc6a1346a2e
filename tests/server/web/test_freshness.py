"""What is withdrawn or corrected, and who was deleted, is so in every process within a second, through the real
worker's relay, with wake-ups and without."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest

from content_models.editorial.actions.withdraw import Withdraw, withdraw
from content_models.editorial.change import ReleaseChange
from content_models.kit.actors import Actor, ActorKind
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.residents.actions.forget import Forget, forget
from content_models.residents.changes.rules import part_of
from content_models.residents.documents import Resident
from server.engines.ports import free_port
from server.settings import Settings
from server.wakes import RedisWake
from server.worker.relaying import relay_effects
from tests.desk import LEADER, Desk
from tests.mobile_api.city import City
from tests.server.desk import settings

WITHIN = 1.0  # seconds from the editor's answer to every process
TRIES = 4


@asynccontextmanager
async def follower(known: dict[str, str]) -> AsyncIterator[asyncio.StreamReader]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.server.web.follower"),
        env={**os.environ, **known},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        yield process.stdout
    finally:
        process.kill()
        await process.wait()


async def line(stream: asyncio.StreamReader, seconds: float) -> dict[str, Any]:
    """The next line of JSON; what the process logs beside it is passed over."""
    async with asyncio.timeout(seconds):
        while not (raw := await stream.readline()).startswith(b"{"):
            assert raw, "the process has ended"
        found: dict[str, Any] = json.loads(raw)
        return found


@asynccontextmanager
async def working(store: Store, chosen: Settings) -> AsyncIterator[None]:
    relay = asyncio.create_task(relay_effects(store, chosen))
    try:
        yield
    finally:
        relay.cancel()
        await asyncio.wait({relay})


async def take_back(store: Store, published: ReleaseChange) -> None:
    given = {"actor": LEADER, "idempotency_key": new_id(), "reason": "内容有误"}
    await withdraw(store, Withdraw(release_id=published.release_id, expected_version=published.version, **given))


@pytest.mark.slow
@pytest.mark.parametrize("woken", [True, False])
async def test_a_withdrawal_is_everywhere_within_a_second(
    store: Store, mongodb_uri: str, redis_url: str, woken: bool
) -> None:
    redis = redis_url if woken else f"redis://127.0.0.1:{free_port()}/0"
    known = {
        "ZHENGWU_MONGODB_URI": mongodb_uri,
        "ZHENGWU_MONGODB_DATABASE": store.database.name,
        "ZHENGWU_REDIS_URL": redis,
    }
    chosen = settings(redis_url=redis)
    desk = Desk(store)
    await City(store).organ("organ-1")
    published = [await desk.published(await desk.draft(f"示例政策{number}")) for number in range(TRIES + 1)]
    async with RedisWake(redis) as wake, follower(known) as first, follower(known) as second, working(store, chosen):
        store.wake = wake.publish
        shown = [(await line(stream, 30))["shown"] for stream in (first, second)]
        for stream, already in zip((first, second), shown, strict=True):
            while already <= TRIES:
                already += len((await line(stream, 30))["arrived"])
        seconds = [await until_gone(store, one, (first, second)) for one in published]
        assert min(seconds[1:]) < WITHIN, seconds  # the first also opens connections; others may have the machine busy


async def until_gone(store: Store, taken: ReleaseChange, streams: Sequence[asyncio.StreamReader]) -> float:
    """Seconds from the editor's answer until the last process says so."""
    await take_back(store, taken)
    begun = asyncio.get_running_loop().time()
    assert {(await line(stream, 30))["gone"][0] for stream in streams} == {taken.release_id}
    return asyncio.get_running_loop().time() - begun


@pytest.mark.slow
@pytest.mark.parametrize("woken", [True, False])
async def test_who_was_deleted_is_known_everywhere_within_a_second(
    store: Store, mongodb_uri: str, redis_url: str, woken: bool
) -> None:
    redis = redis_url if woken else f"redis://127.0.0.1:{free_port()}/0"
    known = {
        "ZHENGWU_MONGODB_URI": mongodb_uri,
        "ZHENGWU_MONGODB_DATABASE": store.database.name,
        "ZHENGWU_REDIS_URL": redis,
    }
    people = [Resident(created_at=store.now()) for _ in range(TRIES)]
    for person in people:
        await person.insert()
    async with RedisWake(redis) as wake, follower(known) as first, follower(known) as second:
        store.wake = wake.publish
        for stream in (first, second):
            await line(stream, 30)
        seconds = [await until_ended(store, person.id, (first, second)) for person in people]
        assert min(seconds) < WITHIN, seconds


async def until_ended(store: Store, resident_id: str, streams: Sequence[asyncio.StreamReader]) -> float:
    """Seconds from the answer to a resident who left until the last process says so."""
    actor = Actor(kind=ActorKind.resident, id=resident_id, name="居民")
    await forget(store, Forget(actor=actor, idempotency_key=new_id(), resident_id=resident_id))
    begun = asyncio.get_running_loop().time()
    assert {(await line(stream, 30))["residents"] for stream in streams} == {part_of(resident_id)}
    return asyncio.get_running_loop().time() - begun
