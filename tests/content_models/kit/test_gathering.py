"""Writes that arrive together travel together, and nobody returns before its own is written."""

import asyncio
from collections.abc import Sequence

import pytest

from content_models.kit.gathering import Gathering


class Ledger:
    """A slow writer that remembers each write."""

    def __init__(self) -> None:
        self.writes: list[list[int]] = []
        self.has_written = asyncio.Event()

    async def write(self, items: Sequence[int]) -> None:
        await asyncio.sleep(0)
        if -1 in items:
            raise ValueError("refused")
        self.writes.append(list(items))
        self.has_written.set()
        await asyncio.sleep(0)


async def test_everything_is_written_once_and_in_few_writes() -> None:
    ledger = Ledger()
    gathering = Gathering(ledger.write)
    await asyncio.gather(*(gathering.add(number) for number in range(100)))
    assert sorted(item for write in ledger.writes for item in write) == list(range(100))
    assert len(ledger.writes) < 10


async def test_who_comes_during_a_write_goes_with_the_next() -> None:
    ledger = Ledger()
    gathering = Gathering(ledger.write)
    first = asyncio.create_task(gathering.add(1))
    await ledger.has_written.wait()
    await asyncio.gather(first, gathering.add(2), gathering.add(3))
    assert ledger.writes == [[1], [2, 3]]


async def test_who_does_not_fit_goes_after_the_others_and_those_written_go_on() -> None:
    ledger = Ledger()
    gathering = Gathering(ledger.write, most=3)
    waiting = [asyncio.create_task(gathering.add(number, weight=number)) for number in (1, 2, 2, 5, 1)]
    await asyncio.gather(*waiting[:2])
    assert not waiting[3].done()
    await asyncio.gather(*waiting)
    assert ledger.writes == [[1, 2], [2], [5], [1]]


async def test_an_item_is_written_when_its_caller_returns() -> None:
    ledger = Ledger()
    gathering = Gathering(ledger.write)
    for number in range(3):
        await gathering.add(number)
        assert ledger.writes[-1] == [number]


async def test_a_failed_write_is_told_to_all_who_went_with_it_and_to_nobody_else() -> None:
    ledger = Ledger()
    gathering = Gathering(ledger.write)
    told = await asyncio.gather(gathering.add(-1), gathering.add(1), return_exceptions=True)
    assert [type(one) for one in told] == [ValueError, ValueError]
    await gathering.add(2)
    assert ledger.writes == [[2]]
    with pytest.raises(ValueError, match="refused"):
        await gathering.add(-1)


def test_a_new_event_loop_starts_anew() -> None:
    ledger = Ledger()
    gathering = Gathering(ledger.write)
    for number in range(2):
        asyncio.run(gathering.add(number))
    assert ledger.writes == [[0], [1]]
