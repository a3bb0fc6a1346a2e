"""kill -9 in the middle of writing the index, again and again: it opens, and shows what the store says, no more."""

import asyncio
import json
import os
import random
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from content_models.kit.store import Store
from content_models.releases import repository as releases
from content_models.search import repository as search
from content_models.search.actions.rebuild import rebuild
from content_models.search.engine.health import damaged_files
from content_models.search.follower import SearchFollower
from content_models.search.home import SearchHome
from content_models.search.live import LiveSearch
from tests.mobile_api.city import City

RELEASES = 120
KILLS = 25
WORDS = {"begun", "done", "idle", "child", "nobody"}
LATEST = 0.03  # seconds after a write began: a commit of so few takes about that long

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


async def test_a_writer_killed_again_and_again(store: Store, mongodb_uri: str, tmp_path: Path) -> None:
    chance, home = random.Random(), SearchHome(tmp_path / "search")
    city = City(store)
    await city.organ()
    truth = {await city.release(title): title for title in (f"停水公告第{n}号" for n in range(RELEASES))}
    every = list(truth)
    await rebuild(home)
    generation = home.current()
    assert generation is not None
    todo = {"mongodb": mongodb_uri, "database": store.database.name, "folder": str(home.path)}
    in_the_middle = 0
    async with nursery() as children:
        for round_ in range(KILLS):
            await changed(store, city, truth, round_, chance)
            await noted(store, every)
            in_the_middle += await children.killed(todo, chance)
            assert home.current() == generation, "\n".join(children.said_otherwise)
            assert damaged_files(generation) == [], "\n".join(children.said_otherwise)
    assert in_the_middle >= KILLS // 4, "most kills missed: nothing was shown"

    live = LiveSearch()
    follower = SearchFollower(store, home, live)
    await follower.step()
    assert home.current() == generation, "it was opened, not built anew"
    assert live.index is not None
    assert live.index.texts_of(every) == truth
    follower.close()


async def changed(store: Store, city: City, truth: dict[str, str], round_: int, chance: random.Random) -> None:
    """One is withdrawn, one corrected, one published."""
    gone, corrected = chance.sample(sorted(truth), 2)
    await city.withdraw(gone)
    del truth[gone]
    truth[corrected] = f"停水公告更正{round_}"
    await city.correct(corrected, title=truth[corrected])
    title = f"停水公告补发{round_}"
    truth[await city.release(title)] = title


async def noted(store: Store, every: list[str]) -> None:
    """All of them have to be read again: enough for several commits."""
    every[:] = [*every, *sorted(set(await releases.every_live_id()) - set(every))]
    found = await releases.load_many(every)
    for start in range(0, len(every), 20):
        some = every[start : start + 20]
        await search.note(store, {one: found[one].version for one in some}, store.now())


class Nursery:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.said_otherwise: list[str] = []  # what the children logged: why one of them built the index anew

    async def killed(self, todo: dict[str, str], chance: random.Random) -> bool:
        """One child, a moment after it has begun to write. Whether it had not finished."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(todo).encode() + b"\n")
        pid, writes = 0, chance.randint(1, 3)
        while not pid or writes > 0:
            word = await self._word()
            if word.startswith("child"):
                pid = int(word.split()[1])
            writes -= word == "begun"
            if word == "idle" and pid:
                break
        await asyncio.sleep(chance.random() * LATEST)
        os.kill(pid, signal.SIGKILL)
        return writes == 0 and not await self._was_done()

    async def _was_done(self) -> bool:
        """Whether the last word of the dead was that it had finished."""
        assert self._process.stdin
        self._process.stdin.write(b"\n")
        words = []
        while (word := await self._word()) != "nobody":
            words.append(word)
        return "done" in words

    async def _word(self) -> str:
        assert self._process.stdout
        async with asyncio.timeout(60):
            word = (await self._process.stdout.readline()).decode().strip()
        if word.split(" ")[0] not in WORDS:
            self.said_otherwise.append(word)
        return word


@asynccontextmanager
async def nursery() -> AsyncIterator[Nursery]:
    pipe = asyncio.subprocess.PIPE
    module = ("-m", "tests.content_models.search.nursery")
    process = await asyncio.create_subprocess_exec(sys.executable, *module, stdin=pipe, stdout=pipe)
    try:
        yield Nursery(process)
    finally:
        process.kill()
        await process.communicate()
