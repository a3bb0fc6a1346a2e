"""The unattended run: start everything, play, verify, stop, report."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from server.demo.check.report import Report
from server.demo.check.run import run_steps
from server.demo.check.step import Inspector, Outcome
from server.demo.check.steps import STEPS
from server.demo.script import play
from server.demo.web import Web
from server.demo.world import World, create_world
from server.processes.child import ChildReport
from server.processes.system import System
from server.settings import Settings
from server.store import open_store

TIME_LIMIT = 150.0  # seconds from the start, five times what a quiet machine needs; stopping takes up to five more


async def check(settings: Settings, heard: Callable[[Outcome], None], changed: Callable[[ChildReport], None]) -> Report:
    """Raises what starting the system raises."""
    began = time.monotonic()
    world = create_world(settings)
    async with System(world.settings, extra_children=world.children, changed=changed) as system:
        outcomes = await _verify(world, system, began + TIME_LIMIT, heard)
    return Report(outcomes, time.monotonic() - began)


async def _verify(world: World, system: System, deadline: float, heard: Callable[[Outcome], None]) -> list[Outcome]:
    async with _playing(world, system) as playing, _inspector(world, system) as inspector:

        def time_is_up() -> bool:
            stuck = playing.done() and playing.exception() is not None
            return stuck or time.monotonic() > deadline

        outcomes = await run_steps(inspector, STEPS, time_is_up, heard)
        heard(last := await _end_of(playing, deadline))
        return [*outcomes, last]


@asynccontextmanager
async def _playing(world: World, system: System) -> AsyncIterator[asyncio.Task[None]]:
    """The play as a task beside the check; it uses the store, as editors' processes do."""
    async with open_store(system.settings) as store, Web.open(system.urls.base) as web:
        playing = asyncio.create_task(play(world, store, web, tell=lambda _: None))
        try:
            yield playing
        finally:
            playing.cancel()
            await asyncio.wait({playing})


@asynccontextmanager
async def _inspector(world: World, system: System) -> AsyncIterator[Inspector]:
    base = system.urls.base
    async with Web.open(base) as resident, Web.open(base) as desk:
        yield Inspector(world, resident, desk)


async def _end_of(playing: asyncio.Task[None], deadline: float) -> Outcome:
    name, began = "剧本走到最后", time.monotonic()
    await asyncio.wait({playing}, timeout=max(0.0, deadline - began))
    if not playing.done():
        return Outcome(name, False, "时间到了，剧本还没有走完", time.monotonic() - began)
    stuck = playing.exception()
    words = str(stuck) if stuck else "采编、发布、推送、更正都已完成"
    return Outcome(name, stuck is None, words, time.monotonic() - began)
