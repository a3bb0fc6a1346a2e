"""Redis is killed and wiped while a release waits for its hour: a real worker publishes it all the same, on time."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from redis.asyncio import Redis

from content_models.editorial.schedules import repository as schedules
from content_models.editorial.schedules.actions.schedule import ScheduleRelease, schedule
from content_models.editorial.schedules.documents import ScheduleState
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.releases import repository as releases
from content_models.releases.documents import ReleaseState
from server.auth.accounts import create_staff
from server.engines.leash import leashed
from server.engines.ports import free_port
from server.engines.valkey import redis_answers, redis_url, valkey_child
from tests.desk import LEADER, Desk
from tests.server.support import eventually

AHEAD = timedelta(seconds=4)
LATEST = 5_000  # milliseconds, on a machine that does much else; an idle one needs tens

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@contextmanager
def worker(store: Store, mongodb_uri: str, address: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = os.environ | {
        "ZHENGWU_MONGODB_URI": mongodb_uri,
        "ZHENGWU_MONGODB_DATABASE": store.database.name,
        "ZHENGWU_REDIS_URL": address,
        "ZHENGWU_SECRET_KEY": "k" * 40,
    }
    command = leashed([sys.executable, "-m", "server.cli.main", "worker"])
    with log.open("wb") as out, subprocess.Popen(command, env=environment, stdout=out, stderr=out) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def lost_redis(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[bytes], Path]]:
    """One of this test's own, to be killed."""
    port, folder = free_port(), tmp_path / "redis"
    with subprocess.Popen(leashed(valkey_child(folder, port).command)) as process:
        try:
            yield redis_url(port), process, folder
        finally:
            process.kill()


async def test_what_was_due_goes_out_when_redis_is_gone_for_good(
    store: Store, mongodb_uri: str, lost_redis: tuple[str, subprocess.Popen[bytes], Path], tmp_path: Path
) -> None:
    address, redis, folder = lost_redis
    await eventually(lambda: redis_answers(address))
    desk = Desk(store)
    change = await desk.reviewed(await desk.draft())
    staff = await create_staff(store, "zhao", LEADER.name, list(LEADER.roles), "correct-horse-示例")
    with worker(store, mongodb_uri, address, tmp_path / "worker.log") as process:
        await eventually(lambda: _has_joined(address), 60)
        due_at = store.now() + AHEAD
        command = ScheduleRelease(
            actor=staff.as_actor(),
            idempotency_key=new_id(),
            release_id=change.release_id,
            expected_version=change.version,
            due_at=due_at,
        )
        await schedule(store, command)
        os.kill(redis.pid, signal.SIGKILL)
        redis.wait()
        for file in folder.rglob("*"):
            if file.is_file():
                file.unlink()
        await eventually(lambda: _is_over(change.release_id), 60)
        assert process.poll() is None, "the worker ended with its Redis"
    [row] = await schedules.finished(10)
    assert row.state is ScheduleState.done
    assert row.lateness_ms is not None
    assert row.lateness_ms < LATEST
    release = await releases.load(change.release_id)
    assert release.state is ReleaseState.published
    assert release.published_at is not None
    assert due_at <= release.published_at


async def _has_joined(address: str) -> bool:
    """The worker reads its queue: it is up."""
    async with Redis.from_url(address) as redis:
        return bool(await redis.exists("zhengwu:jobs"))


async def _is_over(release_id: str) -> bool:
    return (await releases.load(release_id)).state is not ReleaseState.scheduled
