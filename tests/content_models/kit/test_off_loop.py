"""Short work is done at once, long work beside the loop."""

import asyncio
import threading

import pytest

from content_models.kit.off_loop import AT_ONCE, off_loop


async def test_short_work_stays_in_the_loops_own_thread() -> None:
    assert await off_loop(AT_ONCE, threading.get_ident) == threading.get_ident()


async def test_long_work_leaves_the_loop_to_others() -> None:
    others_ran = threading.Event()

    async def other() -> None:
        others_ran.set()

    beside = asyncio.create_task(other())
    assert await off_loop(AT_ONCE + 1, others_ran.wait, 30), "the loop stood still while the work waited for it"
    await beside


async def test_a_row_of_short_works_lets_others_in_between() -> None:
    turns: list[str] = []

    async def other() -> None:
        turns.append("other")

    beside = asyncio.create_task(other())
    for _ in range(2):
        await off_loop(1, turns.append, "work")
    await beside
    assert turns == ["work", "other", "work"]


@pytest.mark.parametrize("size", [1, AT_ONCE + 1])
async def test_what_goes_wrong_is_raised_either_way(size: int) -> None:
    with pytest.raises(ZeroDivisionError):
        await off_loop(size, divmod, 1, 0)
