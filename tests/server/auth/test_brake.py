"""Guessing passwords gets slow; nobody else notices."""

import pytest

from server.auth.brake import ALLOWED, PAUSE, LogInBrake
from server.auth.errors import TooManyAttempts


class Watch:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def failed_often(brake: LogInBrake, times: int = ALLOWED) -> None:
    for _ in range(times):
        brake.failed("wang", "10.0.0.1")


def test_after_a_few_wrong_passwords_one_has_to_wait_and_is_told_how_long() -> None:
    watch = Watch()
    brake = LogInBrake(watch)
    failed_often(brake, ALLOWED - 1)
    brake.check("wang", "10.0.0.1")
    failed_often(brake, 1)
    with pytest.raises(TooManyAttempts) as refused:
        brake.check("wang", "10.0.0.1")
    assert 0 < refused.value.details["retry_after"] <= PAUSE + 1
    watch.seconds += PAUSE + 1
    brake.check("wang", "10.0.0.1")


def test_another_name_or_address_is_not_affected() -> None:
    brake = LogInBrake(Watch())
    failed_often(brake)
    with pytest.raises(TooManyAttempts):
        brake.check("wang", "10.0.0.1")
    brake.check("wang", "10.0.0.2")
    brake.check("li", "10.0.0.1")


def test_the_right_password_clears_the_count() -> None:
    brake = LogInBrake(Watch())
    failed_often(brake, ALLOWED - 1)
    brake.succeeded("wang", "10.0.0.1")
    failed_often(brake, ALLOWED - 1)
    brake.check("wang", "10.0.0.1")
