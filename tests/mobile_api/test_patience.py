"""Waiting with a limit, and without a timer where nothing is waited for."""

import asyncio

import pytest

from mobile_api.patience import together, within


async def test_what_is_there_at_once_is_not_timed() -> None:
    async def at_once() -> str:
        return "there"

    assert await within(0, at_once()) == "there"


async def test_what_comes_later_is_waited_for() -> None:
    async def later() -> int:
        await asyncio.sleep(0)
        await asyncio.gather(asyncio.sleep(0), asyncio.sleep(0))
        return 2

    assert await within(10, later()) == 2


async def test_what_the_awaited_raises_is_handled_where_it_is_awaited() -> None:
    coming = asyncio.get_running_loop().create_future()

    async def careful() -> str:
        try:
            await coming
        except ValueError:
            await asyncio.sleep(0)
            return "handled"
        return "missed"

    asyncio.get_running_loop().call_soon(coming.set_exception, ValueError("first"))
    assert await within(10, careful()) == "handled"


async def test_out_of_time_and_cleaned_up() -> None:
    cleaned = []

    async def slow() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            cleaned.append(True)

    with pytest.raises(TimeoutError):
        await within(0.01, slow())
    task = asyncio.create_task(within(10, slow()))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert cleaned == [True, True]


async def test_together_begins_all_before_it_waits_for_one() -> None:
    async def at_once() -> int:
        return 3

    assert await together(at_once()) == [3]
    loop = asyncio.get_running_loop()
    first, second = loop.create_future(), loop.create_future()
    loop.call_soon(second.set_result, 2)
    loop.call_soon(first.set_result, 1)

    async def one(of: asyncio.Future[int]) -> int:
        return await of

    assert await together(one(first), at_once(), one(second)) == [1, 3, 2]
