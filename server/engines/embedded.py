"""Engines we bring along: one for each address that is not configured, under the lock of the data folder."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from content_models.kit.clock import utc_now
from server.engines.data_folder import DataFolder, Holder
from server.engines.mongodb import mongodb_child, mongodb_uri
from server.engines.ports import free_port
from server.engines.secret_key import with_secret_key
from server.engines.valkey import redis_url, valkey_child
from server.processes.child import Child
from server.processes.supervisor import Supervisor
from server.settings import Settings


@asynccontextmanager
async def brought_engines(settings: Settings, supervisor: Supervisor) -> AsyncIterator[Settings]:
    """Hold the data folder, start what is missing, give the settings with every address and the secret key.

    Stops everything the supervisor has, engines last, at the end.
    Raises DataFolderInUse, EngineMissing or ChildNotStarted, with nothing left running.
    """
    with DataFolder(settings.data_dir).locked(_holder(settings)) as lock:
        complete, children = _with_missing_engines(with_secret_key(settings))
        try:
            await supervisor.start(*children)
            lock.announce(_holder(complete))
            yield complete
        finally:
            await supervisor.stop()


def _with_missing_engines(settings: Settings) -> tuple[Settings, list[Child]]:
    folder = settings.data_dir.resolve()
    found: dict[str, str] = {}
    children: list[Child] = []
    if settings.mongodb_uri is None:
        port = free_port()
        found["mongodb_uri"] = mongodb_uri(port)
        children.append(mongodb_child(folder, port))
    if settings.redis_url is None:
        port = free_port()
        found["redis_url"] = redis_url(port)
        children.append(valkey_child(folder, port))
    return settings.model_copy(update=found), children


def _holder(settings: Settings) -> Holder:
    return Holder(
        pid=os.getpid(),
        started=utc_now(),
        url=settings.local_url,
        mongodb_uri=settings.mongodb_uri,
        redis_url=settings.redis_url,
    )
