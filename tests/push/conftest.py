"""The stand-in and the channel that talks to it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path

import pytest

from push.channels.apns import ApnsChannel
from server.demo.apns_stand_in.certificate import make_signing_key
from server.demo.apns_stand_in.server import StandIn, stand_in

Running = Callable[..., AbstractAsyncContextManager[StandIn]]


@pytest.fixture
def apns(tmp_path: Path) -> Running:
    """`async with apns(faults=...) as running` starts a stand-in."""
    return partial(stand_in, tmp_path / "apns")


@pytest.fixture
def channel_to(tmp_path: Path) -> Callable[[StandIn], AbstractAsyncContextManager[ApnsChannel]]:
    @asynccontextmanager
    async def opened(running: StandIn) -> AsyncIterator[ApnsChannel]:
        channel = ApnsChannel(
            host="127.0.0.1",
            port=running.port,
            topic="cn.example.zhengwu",
            team_id="TEAM000001",
            key_id="KEY0000001",
            key_file=make_signing_key(tmp_path / "key.p8"),
            ca_file=running.certificate.certificate,
        )
        try:
            yield channel
        finally:
            await channel.close()

    return opened
