"""Subscriptions by the clock. Off unless hubs can reach us: without ZHENGWU_PUBLIC_URL nothing is asked for."""

from datetime import timedelta

from taskiq_redis import RedisStreamBroker

from aggregators.websub.hub import HubClient
from aggregators.websub.subscribing import look_after
from content_models.kit.store import Store
from content_models.sources.websub.rules import KEY_PURPOSE, secret_of
from server.derived_keys import derived_key
from server.settings import Settings

LOOK_EVERY = timedelta(minutes=5)


def register_websub(broker: RedisStreamBroker, store: Store, settings: Settings) -> None:
    if settings.public_url is None or settings.secret_key is None:
        return
    key = derived_key(settings.secret_key.get_secret_value().encode(), KEY_PURPOSE)

    async def look_after_subscriptions() -> None:
        async with HubClient() as hubs:
            await look_after(store, hubs, base_url=settings.base_url, secret=lambda one: secret_of(key, one))

    broker.register_task(look_after_subscriptions, "look_after_subscriptions", schedule=[{"interval": LOOK_EVERY}])
