"""Guessing is slowed down for every api process together; neighbours and colleagues are not locked out in passing."""

import asyncio
from datetime import timedelta

import pytest

from content_models.kit.store import Store
from content_models.staff.repository import count_try
from server.auth.brake import ALLOWED, ALLOWED_EVERYWHERE, LONG_PAUSE, PAUSE, LogInBrake, release
from server.auth.errors import TooManyAttempts


async def tries(brake: LogInBrake, times: int, address: str = "10.0.0.1") -> None:
    for _ in range(times):
        await brake.attempt("wang", address)


def later(store: Store, wait: timedelta) -> None:
    now = store.now()
    store.now = lambda: now + wait


async def test_a_few_wrong_ones_then_a_wait_that_ends(store: Store) -> None:
    brake = LogInBrake(store)
    await tries(brake, ALLOWED)
    with pytest.raises(TooManyAttempts) as refused:
        await brake.attempt("wang", "10.0.0.1")
    assert 0 < refused.value.details["retry_after"] <= PAUSE.total_seconds() + 1
    later(store, PAUSE)
    await brake.attempt("wang", "10.0.0.1")


async def test_other_processes_count_the_same_tries(store: Store) -> None:
    for process in (LogInBrake(store), LogInBrake(store)):
        await tries(process, ALLOWED // 2)
    with pytest.raises(TooManyAttempts):
        await LogInBrake(store).attempt("wang", "10.0.0.1")


async def test_guesses_sent_at_once_are_all_counted(store: Store) -> None:
    brake = LogInBrake(store)
    asked = [brake.attempt("wang", "10.0.0.1") for _ in range(ALLOWED * 3)]
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(outcome is None for outcome in outcomes) == ALLOWED


async def test_first_tries_at_the_same_moment_each_get_a_number_of_their_own(store: Store) -> None:
    for n in range(30):
        counted = await asyncio.gather(*(count_try(f"name-{n}", store.now(), PAUSE) for _ in range(4)))
        assert sorted(counted) == [1, 2, 3, 4]


async def test_other_names_and_other_addresses_go_on(store: Store) -> None:
    brake = LogInBrake(store)
    await tries(brake, ALLOWED)
    await brake.attempt("li", "10.0.0.1")
    await brake.attempt("wang", "10.0.0.2")


async def test_a_name_tried_from_everywhere_is_stopped_until_somebody_releases_it(store: Store) -> None:
    brake = LogInBrake(store)
    for n in range(ALLOWED_EVERYWHERE):
        await brake.attempt("wang", f"10.0.1.{n}")
    with pytest.raises(TooManyAttempts):
        await brake.attempt("wang", "10.0.2.1")
    await release("wang")
    await brake.attempt("wang", "10.0.2.1")
    assert LONG_PAUSE > PAUSE


async def test_success_forgets_what_was_mistyped(store: Store) -> None:
    brake = LogInBrake(store)
    await tries(brake, ALLOWED - 1)
    await brake.succeeded("wang", "10.0.0.1")
    await tries(brake, ALLOWED)
