"""kill -9 at a hundred random points of a campaign: nobody lost, nobody doubled without having been counted."""

import asyncio
import json
import random
from collections import defaultdict
from pathlib import Path

import pytest

from content_models.announcements import repository as campaigns
from server.demo.apns_stand_in.http2 import Faults
from tests.push.faults.children import children, nursery
from tests.push.faults.support import campaign_of, let_leases_run_out, push_once, tokens

KILLS = 100
DEVICES = 2000
LATEST = 0.02  # seconds after the notification that was waited for: between answers, writes and leases

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


async def test_a_pusher_killed_a_hundred_times(store, mongodb_uri, apns, channel_to, tmp_path) -> None:
    chance = random.Random()
    campaign = await campaign_of(store, tokens(DEVICES), chunk_devices=60)
    async with apns(faults=Faults(max_streams=5)) as running, channel_to(running) as channel:
        ledger, ca = running.service.ledger, running.certificate.certificate
        async with nursery() as process:
            pushers = children(process, store, mongodb_uri, tmp_path, port=running.port, ca=ca)
            for number in range(KILLS):
                child = await pushers.born(31 * (number + 1))
                await ledger.accepted(ledger.stats()["by_status"].get("200", 0) + chance.randint(1, 16))
                await asyncio.sleep(chance.uniform(0, LATEST))  # a point chosen by chance, not something waited for
                pushers.kill(child)
        assert (await campaigns.load(campaign.id)).finished_at is None  # every kill met a campaign under way
        let_leases_run_out(store, KILLS + 1)
        await push_once(store, channel)
        stats = ledger.stats()
    counts = (await campaigns.load(campaign.id)).counts
    assert (counts.audience, counts.handed, counts.failed) == (DEVICES, DEVICES, 0)
    assert stats["unique"] == DEVICES
    assert 0 < stats["duplicates"] <= counts.ambiguous
    _equal_ids(tmp_path / "apns" / "journal.jsonl")


def _equal_ids(journal: Path) -> None:
    """However often a device was notified, it was one and the same notification."""
    seen: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for line in journal.read_text(encoding="utf-8").splitlines():
        shown = json.loads(line)
        seen[shown["token"]].add((shown["apns_id"], shown["collapse_id"]))
    assert len(seen) == DEVICES
    assert {len(ids) for ids in seen.values()} == {1}
    assert len({collapse_id for ids in seen.values() for _, collapse_id in ids}) == 1
