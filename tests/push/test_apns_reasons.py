"""Every answer has an action, also those that no documentation lists."""

from datetime import UTC, datetime

import pytest
from apns2 import errors
from hypothesis import given
from hypothesis import strategies as st

from push.channels.apns_reasons import _ACTIONS, outcome_of
from push.channels.channel import Action
from push.wire.exchange import Answer, Fate


def test_every_reason_apns2_knows_has_an_action() -> None:
    known = {
        name
        for name, error in vars(errors).items()
        if isinstance(error, type) and issubclass(error, errors.APNsException)
    }
    ours = {"APNsException", "ConnectionFailed", "InternalException", "BadPayloadException"}
    assert known - ours - set(_ACTIONS) == set()


@pytest.mark.parametrize(
    ("answer", "action"),
    [
        (Answer(Fate.answered, 200), Action.done),
        (Answer(Fate.unsent, why="GOAWAY"), Action.later),
        (Answer(Fate.ambiguous, why="TIMEOUT"), Action.resend),
        (Answer(Fate.answered, 400, b'{"reason":"DeviceTokenNotForTopic"}'), Action.halt),
        (Answer(Fate.answered, 418, b'{"reason":"SomethingNew"}'), Action.fail),
        (Answer(Fate.answered, 503, b"<html>"), Action.retry),
        (Answer(Fate.answered, 429, b""), Action.retry),
    ],
)
def test_actions(answer: Answer, action: Action) -> None:
    assert outcome_of(answer).action is action


def test_a_dead_token_carries_its_time() -> None:
    outcome = outcome_of(Answer(Fate.answered, 410, b'{"reason":"Unregistered","timestamp":1700000000123}'))
    assert (outcome.action, outcome.since) == (
        Action.retire,
        datetime(2023, 11, 14, 22, 13, 20, 123_000, tzinfo=UTC),
    )


@given(st.integers(201, 999), st.binary(max_size=100))
def test_garbage_is_never_taken_for_success(status: int, body: bytes) -> None:
    assert outcome_of(Answer(Fate.answered, status, body)).action is not Action.done


@given(st.one_of(st.integers(), st.text(max_size=9), st.none(), st.floats(allow_nan=False, allow_infinity=False)))
def test_a_strange_time_is_no_time(timestamp: object) -> None:
    import orjson

    try:
        body = orjson.dumps({"reason": "Unregistered", "timestamp": timestamp})
    except TypeError:  # integers beyond 64 bits cannot be written
        return
    since = outcome_of(Answer(Fate.answered, 410, body)).since
    assert since is None or since.tzinfo is not None
