"""The embedded document store: SecantusDB, which speaks the MongoDB wire protocol on WiredTiger (ADR 0005)."""

import sys
from pathlib import Path

from pymongo import AsyncMongoClient
from pymongo.errors import PyMongoError

from server.engines.errors import EngineMissing
from server.engines.ports import LOOPBACK
from server.processes.child import Child

NAME = "mongodb"
PROBE_MS = 500
STOP_WITHIN = 2.0  # seconds; its check point needs about as long, and a kill loses nothing (--sync-on-commit)


def mongodb_child(folder: Path, port: int, *, durable: bool = True) -> Child:
    """Unless `durable`, kill -9 loses acknowledged writes (and tests are faster).

    A configuration file of our own, empty, keeps out one that happens to lie about.
    """
    program = Path(sys.executable).with_name("secantusd-py")
    if not program.exists():
        raise EngineMissing(engine="secantusdb")
    storage = folder / "mongodb"
    storage.mkdir(parents=True, exist_ok=True)
    config = storage / "secantusd.toml"
    config.touch()
    command = [str(program), "--config", str(config), "--host", LOOPBACK, "--port", str(port)]
    command += ["--storage-path", str(storage / "data"), "--log-level", "WARNING"]
    command += ["--sync-on-commit"] if durable else []

    async def answers() -> bool:
        return await mongodb_answers(mongodb_uri(port))

    return Child(name=NAME, command=command, answers=answers, stop_within=STOP_WITHIN)


def mongodb_uri(port: int) -> str:
    return f"mongodb://{LOOPBACK}:{port}"


async def mongodb_answers(uri: str) -> bool:
    async with AsyncMongoClient[dict[str, object]](uri, serverSelectionTimeoutMS=PROBE_MS) as client:
        try:
            await client.admin.command("ping")
        except PyMongoError:
            return False
        return True
