"""Whoever gives up while PyMongo waits for a server leaves nothing locked behind."""

import asyncio

import pytest
from pymongo.lock import Lock, _async_cond_wait, _async_create_condition

from content_models.kit.waiting import mend_waits


async def test_a_wait_given_up_while_it_takes_its_lock_back_lets_the_lock_go() -> None:
    mend_waits()
    lock, waiting = Lock(), asyncio.Event()
    condition = _async_create_condition(lock)

    async def wait() -> None:
        async with condition:
            waiting.set()
            await _async_cond_wait(condition, 0.01)

    patient = asyncio.create_task(wait())
    await waiting.wait()
    async with lock:  # somebody else has it when the time is up and it is wanted back
        await asyncio.sleep(0.05)
        patient.cancel()
        await asyncio.sleep(0)
    with pytest.raises(asyncio.CancelledError):
        await patient
    for _ in range(5):
        await asyncio.sleep(0)  # as long as a task left behind would need to take it
    assert not lock.locked()


async def test_a_wait_that_is_over_says_so() -> None:
    mend_waits()
    condition = _async_create_condition(Lock())
    async with condition:
        assert await _async_cond_wait(condition, 0.01) is False
        assert condition.locked()


async def test_whoever_is_told_to_stop_as_its_wait_ends_stops() -> None:
    mend_waits()
    answer: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def wait() -> None:
        await asyncio.wait_for(answer, 5)

    told = asyncio.create_task(wait())
    await asyncio.sleep(0)
    answer.set_result(None)  # the wait is over, and its caller has not gone on yet
    told.cancel()
    with pytest.raises(asyncio.CancelledError):
        await told
