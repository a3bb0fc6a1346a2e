"""`zhengwu pusher`, the process itself, through an outage in real time and with a provider token that has expired."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from content_models.announcements import repository as campaigns
from content_models.announcements.documents import Campaign
from content_models.announcements.vendors.actions.share import shared_token
from content_models.kit.clock import utc_now
from push.channels.apns_token import NEVER_BEFORE, ProviderToken
from server.demo.apns_stand_in.certificate import make_signing_key
from server.demo.apns_stand_in.server import StandIn
from server.engines.leash import leashed
from tests.push.faults.support import campaign_of, tokens
from tests.server.support import eventually

OUTAGE = 20  # seconds
TEAM, KEY = "TEAM000001", "KEY0000001"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@asynccontextmanager
async def pusher(settings: dict[str, object]) -> AsyncIterator[None]:
    environment = {f"ZHENGWU_{name.upper()}": str(value) for name, value in settings.items()}
    command = leashed([sys.executable, "-m", "server.cli.main", "pusher"])
    process = await asyncio.create_subprocess_exec(*command, env=environment, stderr=asyncio.subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        assert await process.wait() == 0


def settings(
    running: StandIn, folder: Path, key: Path, mongodb_uri: str, database: str, redis: str
) -> dict[str, object]:
    engines = {"mongodb_uri": mongodb_uri, "mongodb_database": database, "redis_url": redis, "data_dir": folder}
    apns = {"apns_host": "127.0.0.1", "apns_port": running.port, "apns_ca_file": running.certificate.certificate}
    return engines | apns | {"push": "apns", "apns_team_id": TEAM, "apns_key_id": KEY, "apns_key_file": key}


async def over(campaign: Campaign, seconds: float) -> Campaign:
    async def is_over() -> bool:
        return (await campaigns.load(campaign.id)).finished_at is not None

    await eventually(is_over, seconds)
    return await campaigns.load(campaign.id)


async def test_an_expired_token_and_an_outage_of_twenty_seconds(store, mongodb_uri, redis_url, apns, tmp_path) -> None:
    key = make_signing_key(tmp_path / "pusher.p8")
    half_an_hour_ago = time.time() - NEVER_BEFORE - 600
    old = ProviderToken(key, KEY, TEAM, clock=lambda: half_an_hour_ago).get_authorization_header()
    issued_at = datetime.fromtimestamp(int(half_an_hour_ago), UTC)
    await shared_token(
        f"{TEAM}/{KEY}", utc_now() - timedelta(hours=1), lambda: (old.removeprefix("bearer "), issued_at)
    )
    first = await campaign_of(store, tokens(30))
    async with apns() as running:
        running.service.expired.add(old)
        service, ledger = running.service, running.service.ledger
        async with pusher(settings(running, tmp_path, key, mongodb_uri, store.database.name, redis_url)):
            first = await over(first, 60)
            refused_as_expired = ledger.stats()["by_status"]["403"]
            service.outage = True
            second = await campaign_of(store, tokens(60, "5e"))
            await eventually(lambda: ledger.stats()["by_status"].get("503", 0) > 0, 30)
            await asyncio.sleep(OUTAGE)  # an outage is a length of time
            service.outage = False
            second = await over(second, 90)
        stats = ledger.stats()
    assert refused_as_expired >= 1
    assert (first.counts.handed, second.counts.handed, second.counts.failed, second.counts.ambiguous) == (30, 60, 0, 0)
    assert stats["by_status"]["503"] >= 60
    assert (stats["unique"], stats["duplicates"]) == (90, 0)
