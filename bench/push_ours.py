"""Our side of bench/push.py: `wire` is the engine alone, `store` the pusher with leases and everything written down,
`admitted` the same for a city of residents, each of whom is asked for before they are disturbed (ADR 0016)."""

import asyncio
import gc
import json
import sys
import time
from collections.abc import Awaitable, Callable
from itertools import count, repeat
from pathlib import Path
from typing import Any

import uvloop

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import push_city as city
from content_models.announcements import repository as campaigns
from content_models.announcements.actions.record import finish_campaign
from content_models.announcements.documents import CHUNK_DEVICES, Campaign, CampaignState, Chunk, Counts
from content_models.announcements.rules import chunk_id
from content_models.catalogue import DOCUMENTS
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from push.channels.apns import ApnsChannel
from push.channels.apns_token import ProviderToken
from push.pusher import run_pusher
from push.wire.client import Endpoint, WireClient, tls_context
from push.wire.exchange import ACCEPTED, Batch

BATCH = 5000
AT_ONCE = 2  # batches under way, as the pusher keeps them

Task = dict[str, Any]


def read(file: str) -> bytes:
    return Path(file).read_bytes()


async def wire(todo: Task) -> int:
    """Requests are made while sending, from tokens and ids that are at hand; nothing is written down."""
    tokens = [token.encode() for token in json.loads(read(todo["tokens"]))]
    ids = [b"%08x-0000-5000-8000-000000000000" % number for number in range(len(tokens))]
    body, done = read(todo["body"]), []
    provider = ProviderToken(Path(todo["key"]), "KEY0000001", "TEAM000001")
    client = WireClient(
        Endpoint("127.0.0.1", todo["port"], tls_context(Path(todo["ca"]))),
        constant=[(b"apns-topic", todo["topic"].encode()), (b"apns-push-type", b"alert"), (b"apns-priority", b"10")],
        shared=[b"apns-expiration", b"apns-collapse-id"],
        id_header=b"apns-id",
        authorization=lambda: provider.get_authorization_header().encode(),
        connections=todo["connections"],
    )
    starts = iter(range(0, len(tokens), BATCH))

    async def sender() -> None:
        for start in starts:
            answers: list[int] = []
            batch = Batch(
                (b"1800000000", todo["collapse_id"].encode()),
                body,
                lambda key, answer, answers=answers: answers.append(key) if answer is ACCEPTED else None,
            )
            paths = [b"/3/device/" + token for token in tokens[start : start + BATCH]]
            await client.send(batch, list(zip(count(start), paths, ids[start : start + BATCH], repeat(batch))))
            done.append(len(answers))

    await measured(todo, lambda: asyncio.gather(*(sender() for _ in range(AT_ONCE))))
    await client.close()
    return sum(done)


async def store(todo: Task) -> int:
    """The pusher, from the first lease to the closed campaign, for devices without residents, as staff's are."""
    store = await Store.open(todo["mongodb"], f"bench_{new_id()[:8]}", DOCUMENTS)
    try:
        return await _pushed(store, await _campaign(store, json.loads(read(todo["tokens"])), todo), todo)
    finally:
        await store.client.drop_database(store.database.name)
        await store.close()


async def admitted(todo: Task) -> int:
    """The pusher as production runs it for residents: owners, inbox entries, follows, today's notices and the devices'
    holders are read for each chunk. The city is made once; each run tells it the same campaign anew."""
    store = await Store.open(todo["mongodb"], "bench_city", DOCUMENTS)
    try:
        tokens = json.loads(read(todo["tokens"]))
        await city.settle(len(tokens))
        await city.forget_campaign()
        return await _pushed(store, await _campaign(store, tokens, todo, city.CAMPAIGN), todo)
    finally:
        await store.close()


async def _pushed(store: Store, campaign: Campaign, todo: Task) -> int:
    channel = ApnsChannel(
        host="127.0.0.1",
        port=todo["port"],
        topic=todo["topic"],
        team_id="TEAM000001",
        key_id="KEY0000001",
        key_file=Path(todo["key"]),
        ca_file=Path(todo["ca"]),
        connections=todo["connections"],
    )
    stop = asyncio.Event()

    async def idle() -> None:
        stop.set()

    await measured(todo, lambda: run_pusher(store, channel, owner="bench", stop=stop, wait=idle))
    await channel.close()
    ended = await campaigns.load(campaign.id)
    if ended.state is not CampaignState.done or not ended.balanced:
        raise SystemExit(f"the campaign did not end well: {ended.state}, {ended.counts}")
    return ended.counts.handed


async def _campaign(store: Store, tokens: list[str], todo: Task, campaign_id: str = "") -> Campaign:
    """Of the city's residents when it has an id of its own."""
    shown = json.loads(read(todo["body"]))
    campaign = Campaign(
        id=campaign_id or new_id(),
        release_id=city.RELEASE if campaign_id else shown["release"],
        title=shown["aps"]["alert"]["title"],
        body=shown["aps"]["alert"]["body"],
        collapse_id=todo["collapse_id"],
        channels=[city.CHANNEL],
        state=CampaignState.sending,
        created_at=store.now(),
    )
    for number, start in enumerate(range(0, len(tokens), CHUNK_DEVICES)):
        mine = tokens[start : start + CHUNK_DEVICES]
        await Chunk(
            id=chunk_id(campaign.id, number),
            campaign_id=campaign.id,
            number=number,
            device_ids=[city.device(start + place) for place in range(len(mine))],
            resident_ids=[city.resident(start + place) for place in range(len(mine))] if campaign_id else [],
            tokens=mine,
            last_resident_id="",
            lease_until=store.now(),
            counts=Counts(audience=len(mine)),
        ).insert()
    campaign.chunks = -(-len(tokens) // CHUNK_DEVICES)
    campaign.counts = Counts(audience=len(tokens))
    await campaign.insert()
    assert not await finish_campaign(store, campaign.id)
    return campaign


async def measured(todo: Task, work: Callable[[], Awaitable[Any]]) -> None:
    """Adds the wall-clock and CPU seconds of `work` to the task: start-up and set-up are nobody's speed."""
    gc.collect()
    gc.freeze()
    start, cpu = time.perf_counter(), time.process_time()
    await work()
    todo["cpu"], todo["wall"] = time.process_time() - cpu, time.perf_counter() - start


async def main(todo: Task) -> None:
    done = await {"wire": wire, "store": store, "admitted": admitted}[todo["mode"]](todo)
    print(json.dumps({"done": done, "cpu": todo["cpu"], "wall": todo["wall"]}))


if __name__ == "__main__":
    uvloop.run(main(json.loads(sys.argv[1])))
