"""kill -9 between the steps of a bundle's publication: nothing is half-published, and whoever comes next ends it."""

import asyncio
import json
import os
import signal
import sys
from typing import Any

import pytest

from content_models.announcements import repository as campaigns
from content_models.bundles.documents import ReadingForm
from content_models.editorial.actions.publish import Publish, ReleaseAt
from content_models.editorial.change import ReleaseChange, event_digest
from content_models.kit import outbox
from content_models.kit.hash_chain import GENESIS
from content_models.kit.store import Store
from content_models.releases import repository as releases
from content_models.releases.documents import EventKind
from tests.content_models.announcements.support import resident
from tests.content_models.bundles.support import a_reading, are_live, held, plan_of, planned
from tests.desk import LEADER, Desk

MOST_KILLS = 200
EFFECTS_APART = 8  # every step of the publication is met, and every eighth of what follows it

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


class Nursery:
    """Children on demand: each works until its clock stops and is then killed without a word."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def child(self, todo: dict[str, Any]) -> bool:
        """True when it came to its end; False when it was killed where its clock stopped."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(todo).encode() + b"\n")
        await self._process.stdin.drain()
        said = {await self._word(), await self._word()}
        (pid,) = said - {"stopped", "finished"}
        if "finished" in said:
            return True
        os.kill(int(pid), signal.SIGKILL)
        return False

    async def _word(self) -> str:
        assert self._process.stdout
        word = (await self._process.stdout.readline()).decode().strip()
        assert word, "the nursery died"
        return word


@pytest.fixture
async def nursery():
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.content_models.bundles.nursery",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    yield Nursery(process)
    assert process.stdin
    process.stdin.close()
    await process.wait()


@pytest.mark.parametrize("way", ["held", "by hand"])
async def test_killed_at_every_step_both_are_public_or_neither(
    store: Store, mongodb_uri: str, desk: Desk, nursery: Nursery, way: str
) -> None:
    policy = await desk.reviewed(await desk.draft())
    await planned(store, policy, ReadingForm.picture, ReadingForm.qa)
    await held(store, policy, 1)
    readings = [await desk.reviewed(await a_reading(desk, policy, form)) for form in ("图解", "问答")]
    await resident(store, "reader", organ="organ-1")
    todo: dict[str, Any] = {"mongodb": mongodb_uri, "database": store.database.name, "by_hand": None}
    if way == "by hand":
        todo["by_hand"] = _command(policy, readings).model_dump(mode="json")

    seen: list[bool] = []
    stop_at = 0
    for kills in range(1, MOST_KILLS):
        stop_at += EFFECTS_APART if seen and seen[-1] else 1
        finished = await nursery.child(todo | {"stop_at": stop_at, "ahead": 31 * kills})
        live = await are_live(policy, *readings)
        assert live in ([True] * 3, [False] * 3), f"half-published after {kills} kills"
        seen.append(live[0])
        if finished:
            break

    assert seen == sorted(seen)  # what was public stayed public
    assert seen.count(False) >= 3  # killed in the middle of the transaction, more than once
    assert seen[-1]
    await _is_whole(policy, readings)


def _command(policy: ReleaseChange, readings: list[ReleaseChange]) -> Publish:
    """One request of an editor's browser, which asks again with the same key when the answer does not come."""
    return Publish(
        actor=LEADER,
        idempotency_key="one-press-of-the-button",
        release_id=policy.release_id,
        expected_version=policy.version,
        together_with=[ReleaseAt(release_id=one.release_id, expected_version=one.version) for one in readings],
    )


async def _is_whole(policy: ReleaseChange, readings: list[ReleaseChange]) -> None:
    """Each published once, in an unbroken chain of events, in the feed, and told in one notice."""
    for change in (policy, *readings):
        events = await releases.events_of(change.release_id)
        assert [event.kind for event in events].count(EventKind.published) == 1
        assert [event.digest for event in events] == [event_digest(event) for event in events]
        assert [event.previous_digest for event in events] == [GENESIS, *(event.digest for event in events[:-1])]
    assert await outbox.pending_count() == 0
    (campaign,) = await campaigns.of_release(policy.release_id)
    assert sorted(campaign.interpretation_ids) == sorted(one.release_id for one in readings)
    assert campaign.residents == 1
    assert (await plan_of(policy)).watched is False
