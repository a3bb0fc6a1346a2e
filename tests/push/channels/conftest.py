"""Channels wired to their stand-ins."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from content_models.kit.store import Store
from push.channels import batches, http
from push.channels.getui import GetuiChannel
from push.channels.harmony import HarmonyChannel
from push.channels.harmony_token import ServiceAccount
from push.channels.jpush import JPushChannel
from push.channels.makers import Makers
from push.channels.tickets import StoredTickets
from tests.push.channels.stand_in import running
from tests.push.channels.vendors import APP_KEY, SECRET, Getui, Harmony, JPush, service_account

MAKERS = Makers(granted=True, xiaomi_channel="126640", oppo_channel="policy")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls give up soon, and a vendor that asks for a rest is asked again at once."""
    monkeypatch.setattr(http, "CALL", 0.3)
    monkeypatch.setattr(batches, "LEFT_ALONE", 0.0)


@pytest.fixture
async def jpush() -> AsyncIterator[JPush]:
    async with running(JPush) as stand_in:
        yield stand_in


@pytest.fixture
async def to_jpush(jpush: JPush, store: Store) -> AsyncIterator[JPushChannel]:
    tickets = StoredTickets(store)
    channel = JPushChannel(app_key=APP_KEY, master_secret=SECRET, url=f"{jpush.url}/v3", makers=MAKERS, tickets=tickets)
    yield channel
    await channel.close()


@pytest.fixture
async def getui() -> AsyncIterator[Getui]:
    async with running(Getui) as stand_in:
        yield stand_in


@pytest.fixture
async def to_getui(getui: Getui, store: Store) -> AsyncIterator[GetuiChannel]:
    channel = GetuiChannel(
        app_id="appid",
        app_key=APP_KEY,
        master_secret=SECRET,
        url=f"{getui.url}/v2",
        makers=MAKERS,
        tickets=StoredTickets(store),
    )
    yield channel
    await channel.close()


@pytest.fixture
async def harmony(tmp_path: Path) -> AsyncIterator[Harmony]:
    _, public_key = service_account(tmp_path)
    async with running(lambda: Harmony(public_key)) as stand_in:
        yield stand_in


@pytest.fixture
async def to_harmony(harmony: Harmony, tmp_path: Path) -> AsyncIterator[HarmonyChannel]:
    account = ServiceAccount(tmp_path / "harmony.json")
    channel = HarmonyChannel(account=account, url=f"{harmony.url}/v3", makers=MAKERS)
    yield channel
    await channel.close()
