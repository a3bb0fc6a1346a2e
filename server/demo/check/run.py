"""Runs the steps in order, each until it is met or the time of the whole check is up."""

import asyncio
import time
from collections.abc import Callable, Sequence

from aiohttp import ClientError

from server.demo.check.step import Inspector, NotYet, Outcome, Step
from server.demo.web import GraphQLRefused

LOOK_EVERY = 0.3  # seconds

_LATER = (NotYet, GraphQLRefused, ClientError, ConnectionError, TimeoutError)


async def run_steps(
    inspector: Inspector, steps: Sequence[Step], time_is_up: Callable[[], bool], heard: Callable[[Outcome], None]
) -> list[Outcome]:
    """Each step gets at least one look. `heard` gets each outcome when it is known."""
    outcomes = []
    for step in steps:
        outcome = await _run(inspector, step, time_is_up)
        heard(outcome)
        outcomes.append(outcome)
    return outcomes


async def _run(inspector: Inspector, step: Step, time_is_up: Callable[[], bool]) -> Outcome:
    began = time.monotonic()
    while True:
        try:
            words, passed = await step.verify(inspector), True
        except _LATER as obstacle:
            words, passed = str(obstacle) or type(obstacle).__name__, False
        if passed or time_is_up():
            return Outcome(step.name, passed, words, time.monotonic() - began)
        await asyncio.sleep(LOOK_EVERY)
