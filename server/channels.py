"""The push channels as the settings say."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

from pydantic import SecretStr

from content_models.kit.store import Store
from content_models.residents.documents import Platform
from push.channels.apns import ApnsChannel
from push.channels.apns_token import Shelf, StoredShelf
from push.channels.by_platform import ByPlatform
from push.channels.channel import Channel
from push.channels.getui import GetuiChannel
from push.channels.harmony import HarmonyChannel
from push.channels.harmony_token import ServiceAccount
from push.channels.jpush import JPushChannel
from push.channels.log import LogChannel
from push.channels.makers import Makers
from push.channels.metered import Metered
from push.channels.tickets import StoredTickets, Tickets
from push.channels.webpush import WebPushChannel
from push.channels.webpush_keys import VapidKey
from server.channel_settings import VENDORS, live_platforms, missing, require_complete
from server.settings import PushMode, Settings

LOG = "push.log.jsonl"  # in the data folder, for `--push log`


@asynccontextmanager
async def open_channel(settings: Settings, store: Store) -> AsyncIterator[Channel]:
    """Every channel of the settings as one. Raises what `live_platforms` and `channel_of` raise."""
    channel = LogChannel(settings.data_dir / LOG) if settings.push is PushMode.log else _all(settings, store)
    try:
        yield channel
    finally:
        await channel.close()


def channel_of(settings: Settings, platform: Platform, tickets: Tickets, *, trial: bool = False) -> Channel:
    """The platform's channel alone, without limits. `trial` marks its notices as tests where the vendor can.

    Raises ChannelIncomplete, InvalidSigningKey, InvalidPushKey, OSError (a key file cannot be read).
    """
    require_complete(settings, platform)
    builders: dict[Platform, Callable[[], Channel]] = {
        Platform.ios: lambda: _apns(settings, None if trial else StoredShelf()),
        Platform.web: lambda: WebPushChannel(vapid_key(settings)),
        Platform.jpush: lambda: _jpush(settings, tickets),
        Platform.getui: lambda: _getui(settings, tickets),
        Platform.harmony: lambda: _harmony(settings, trial=trial),
    }
    return builders[platform]()


def vapid_key(settings: Settings) -> VapidKey:
    """Raises InvalidPushKey, OSError."""
    return VapidKey(settings.webpush_key_file or Path(), settings.webpush_subject or "")


@cache
def _public_key(file: Path, subject: str) -> str:
    return VapidKey(file, subject).public


def web_push_key(settings: Settings) -> str | None:
    """The public key that browsers subscribe with; None while nothing would be sent to them. A key made anew asks for
    a restart, as for the pushers. Raises InvalidPushKey, OSError."""
    if settings.push is PushMode.apns or missing(settings, Platform.web):
        return None
    return _public_key(settings.webpush_key_file or Path(), settings.webpush_subject or "")


def _all(settings: Settings, store: Store) -> Channel:
    channels = {one: channel_of(settings, one, StoredTickets(store)) for one in live_platforms(settings)}
    limit, granted = settings.push_marketing_limit, settings.push_subscription_class
    return ByPlatform(
        {
            platform: Metered(channel, store, limit=limit, granted=granted) if platform in VENDORS else channel
            for platform, channel in channels.items()
        }
    )


def _makers(settings: Settings) -> Makers:
    return Makers(settings.push_subscription_class, settings.xiaomi_channel_id, settings.oppo_channel_id)


def _apns(settings: Settings, shelf: Shelf | None) -> ApnsChannel:
    team_id, key_id, key_file = settings.apns_key()
    return ApnsChannel(
        host=settings.apns_host,
        port=settings.apns_port,
        topic=settings.apns_topic,
        team_id=team_id,
        key_id=key_id,
        key_file=key_file,
        ca_file=settings.apns_ca_file,
        shelf=shelf,
    )


def _jpush(settings: Settings, tickets: Tickets) -> JPushChannel:
    return JPushChannel(
        app_key=settings.jpush_app_key or "",
        master_secret=_secret(settings.jpush_master_secret),
        url=settings.jpush_url,
        makers=_makers(settings),
        tickets=tickets,
    )


def _getui(settings: Settings, tickets: Tickets) -> GetuiChannel:
    return GetuiChannel(
        app_id=settings.getui_app_id or "",
        app_key=settings.getui_app_key or "",
        master_secret=_secret(settings.getui_master_secret),
        url=settings.getui_url,
        makers=_makers(settings),
        tickets=tickets,
    )


def _harmony(settings: Settings, *, trial: bool) -> HarmonyChannel:
    account = ServiceAccount(settings.harmony_key_file or Path())
    return HarmonyChannel(account=account, url=settings.harmony_url, makers=_makers(settings), trial=trial)


def _secret(value: SecretStr | None) -> str:
    return value.get_secret_value() if value else ""
