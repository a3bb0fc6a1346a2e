"""Subscribing at a real hub over sockets: verification, deliveries, renewal, and hubs that lie or stay silent."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest
import uvicorn
from pydantic import SecretStr

from aggregators.websub.hub import HubClient
from aggregators.websub.subscribing import look_after
from content_models.intake import repository as intake
from content_models.kit.store import Store
from content_models.sources import repository as sources
from content_models.sources.documents import FetchOutcome, Source, SourceFamily, SourceState
from content_models.sources.websub import repository as subscriptions
from content_models.sources.websub.documents import Subscription, SubscriptionState
from content_models.sources.websub.rules import KEY_PURPOSE, secret_of
from content_models.timeline.timeline import Timeline
from server.api.websub import LARGEST_DELIVERY
from server.app import create_app
from server.deps import Deps
from server.derived_keys import derived_key
from server.settings import Settings
from tests.server.api.hub import CHALLENGE, LoopbackHub
from tests.server.support import eventually
from tests.support import free_port


def a_feed(*numbers: int, whole: bool = True) -> str:
    content = "<content:encoded><![CDATA[<p>示例正文</p><script>x()</script>]]></content:encoded>" if whole else ""
    items = "".join(
        f"<item><title>关于第{n}号事项的通知</title><link>https://gov.example.cn/{n}.html</link><guid>g{n}</guid>"
        f"<pubDate>Tue, 01 Sep 2026 10:30:00 +0800</pubDate>{content}</item>"
        for n in numbers
    )
    head = '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>公告</title>'
    return f"{head}{items}</channel></rss>"


@dataclass
class Subscriber:
    deps: Deps
    hub: LoopbackHub
    source: Source

    async def look(self, later: timedelta = timedelta(0)) -> int:
        if later:
            moment = self.deps.store.now() + later
            self.deps.store.now = lambda: moment
        key = derived_key(self.deps.secret, KEY_PURPOSE)
        base = self.deps.settings.base_url
        async with HubClient() as hubs:
            return await look_after(self.deps.store, hubs, base_url=base, secret=lambda one: secret_of(key, one))

    async def subscription(self) -> Subscription:
        found = await subscriptions.of_source(self.source.id)
        assert found is not None
        return found

    async def item_keys(self) -> set[str]:
        return {item.item_key for item in await intake.newest_of(self.source.id, 50)}


@pytest.fixture
async def subscriber(store: Store) -> AsyncIterator[Subscriber]:
    port = free_port()
    settings = Settings(_env_file=None, secret_key=SecretStr("s" * 40), public_url=f"http://127.0.0.1:{port}")
    deps = Deps(store=store, settings=settings, timeline=Timeline())
    config = uvicorn.Config(create_app(deps), port=port, lifespan="off", log_config=None, ws="none")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    await eventually(lambda: server.started)
    async with LoopbackHub(feed=a_feed(1)) as hub:
        source = Source(
            name="公告", organ_id="gov", family=SourceFamily.feed, url=hub.url("/rss"), allow_private_network=True
        )
        await sources.add(source)
        yield Subscriber(deps, hub, source)
    server.should_exit = True
    await serving


async def test_a_feeds_hub_is_found_asked_verified_and_believed(subscriber: Subscriber) -> None:
    assert await subscriber.look() == 1
    assert subscriber.hub.confirmations == [(200, CHALLENGE)]
    subscription = await subscriber.subscription()
    assert (subscription.state, subscription.lease_seconds) == (SubscriptionState.active, 864_000)
    assert len(subscriber.hub.asked[0]["hub.secret"]) == 64

    assert await subscriber.hub.distribute(a_feed(1, 2)) == 202
    assert await subscriber.item_keys() == {"g1", "g2"}
    item = await intake.latest_item((await intake.newest_of(subscriber.source.id, 1))[0])
    assert item.body_text == "示例正文"
    [record] = await sources.history(subscriber.source.id)
    assert (record.outcome, record.new) == (FetchOutcome.news, 2)
    assert await subscriber.hub.distribute(a_feed(1, 2)) == 202
    assert (await subscriber.subscription()).deliveries == 2
    assert {item.latest_version_no for item in await intake.newest_of(subscriber.source.id, 5)} == {1}


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
async def test_every_method_of_the_standard_is_understood(subscriber: Subscriber, method: str) -> None:
    await subscriber.look()
    assert await subscriber.hub.distribute(a_feed(1), method=method) == 202


async def test_what_the_hub_did_not_sign_is_refused_and_counted(subscriber: Subscriber) -> None:
    await subscriber.look()
    assert await subscriber.hub.distribute(a_feed(9), secret="guessed") == 403
    assert await subscriber.hub.distribute(a_feed(9), method="md5") == 403
    assert await subscriber.item_keys() == set()
    subscription = await subscriber.subscription()
    assert subscription.refused == 2
    assert subscription.last_error is not None
    assert subscription.last_error.code == "HUB_NOT_BELIEVED"


async def test_entries_without_text_make_the_source_due_at_once(subscriber: Subscriber, store: Store) -> None:
    await subscriber.look()
    assert await sources.claim(subscriber.source, store.now() + timedelta(days=1))
    assert await subscriber.hub.distribute(a_feed(5, whole=False)) == 202
    assert [source.id for source in await sources.due(store.now(), 5)] == [subscriber.source.id]


async def test_a_lease_is_renewed_before_it_ends(subscriber: Subscriber) -> None:
    await subscriber.look()
    assert await subscriber.look(timedelta(days=7)) == 0
    assert await subscriber.look(timedelta(hours=13)) == 1
    renewed = await subscriber.subscription()
    assert renewed.expires_at is not None
    assert renewed.expires_at > subscriber.deps.store.now() + timedelta(days=9)
    assert await subscriber.hub.distribute(a_feed(1)) == 202


async def test_a_lease_that_ran_out_ends_deliveries(subscriber: Subscriber) -> None:
    await subscriber.look()
    moment = subscriber.deps.store.now() + timedelta(days=11)
    subscriber.deps.store.now = lambda: moment
    assert await subscriber.hub.distribute(a_feed(1)) == 410


async def test_a_hub_that_never_verifies_is_asked_again_and_never_believed(subscriber: Subscriber) -> None:
    subscriber.hub.verifies = False
    await subscriber.look()
    assert (await subscriber.subscription()).state is SubscriptionState.pending
    assert await subscriber.hub.distribute(a_feed(1)) == 410
    await subscriber.look(timedelta(hours=2))
    silent = await subscriber.subscription()
    assert silent.last_error is not None
    assert (silent.state, silent.last_error.code) == (SubscriptionState.failed, "HUB_SILENT")
    subscriber.hub.verifies = True
    assert await subscriber.look(timedelta(hours=1)) == 1
    assert (await subscriber.subscription()).state is SubscriptionState.active


@pytest.mark.parametrize("status", [301, 400, 500])
async def test_a_hub_that_refuses_leaves_polling_alone(subscriber: Subscriber, store: Store, status: int) -> None:
    subscriber.hub.answers = status
    assert await subscriber.look() == 0
    refused = await subscriber.subscription()
    assert refused.last_error is not None
    assert (refused.state, refused.last_error.code) == (SubscriptionState.failed, "HUB_REFUSED")
    source = await sources.load(subscriber.source.id)
    assert (source.schedule, source.next_due_at) == (subscriber.source.schedule, subscriber.source.next_due_at)
    assert source.health.consecutive_failures == 0


async def test_a_hub_whose_answer_is_lost_after_it_verified_is_believed(subscriber: Subscriber) -> None:
    subscriber.hub.is_hasty = True
    assert await subscriber.look() == 0
    assert subscriber.hub.confirmations == [(200, CHALLENGE)]
    verified = await subscriber.subscription()
    assert (verified.state, verified.failures, verified.deliveries) == (SubscriptionState.active, 0, 1)
    assert await subscriber.hub.distribute(a_feed(1, 2)) == 202


async def test_only_what_we_asked_for_is_confirmed(subscriber: Subscriber) -> None:
    await subscriber.look()
    callback = subscriber.hub.asked[0]["hub.callback"]
    topic = subscriber.hub.asked[0]["hub.topic"]
    assert await subscriber.hub.verify(callback, "https://other.example/") == 404
    assert await subscriber.hub.verify(callback, topic, mode="unsubscribe") == 404
    assert await subscriber.hub.verify(callback + "x", topic) == 404
    moment = subscriber.deps.store.now() + timedelta(hours=2)
    subscriber.deps.store.now = lambda: moment
    assert await subscriber.hub.verify(callback, topic) == 404


async def test_a_denial_is_noted_and_ends_the_subscription(subscriber: Subscriber) -> None:
    await subscriber.look()
    callback, topic = subscriber.hub.asked[0]["hub.callback"], subscriber.hub.asked[0]["hub.topic"]
    assert await subscriber.hub.verify(callback, topic, mode="denied") == 204
    assert (await subscriber.subscription()).state is SubscriptionState.denied
    assert await subscriber.hub.distribute(a_feed(1)) == 410


async def test_a_delivery_that_is_too_large_is_refused_unread(web: httpx.AsyncClient) -> None:
    answer = await web.post("/api/v1/websub/any", content=b"x" * (LARGEST_DELIVERY + 1))
    assert (answer.status_code, answer.json()["code"]) == (413, "REQUEST_TOO_LARGE")


async def test_a_delivery_that_is_no_feed_is_refused_and_shown(subscriber: Subscriber) -> None:
    await subscriber.look()
    assert await subscriber.hub.distribute("<html>登录</html>") == 502
    [record] = await sources.history(subscriber.source.id)
    assert record.outcome is FetchOutcome.failed


async def test_a_feed_without_a_hub_is_looked_at_again_in_a_week(subscriber: Subscriber) -> None:
    feed, subscriber.hub.feed = subscriber.hub.feed, ""
    assert await subscriber.look() == 0
    assert (await subscriber.subscription()).state is SubscriptionState.absent
    subscriber.hub.feed = feed
    assert await subscriber.look(timedelta(days=6)) == 0
    assert await subscriber.look(timedelta(days=2)) == 1


async def test_a_paused_source_takes_no_delivery(subscriber: Subscriber) -> None:
    await subscriber.look()
    source = await sources.load(subscriber.source.id)
    source.state = SourceState.paused
    await sources.save(source, expected_version=source.version)
    assert await subscriber.hub.distribute(a_feed(1)) == 410
