"""A resolver that fails tells the client a code, and the log what happened."""

import dataclasses

import pytest
from pymongo.errors import AutoReconnect, OperationFailure
from structlog.testing import capture_logs

from content_models.timeline.timeline import Timeline
from mobile_api.context import Deps
from tests.mobile_api.client import app_on

SECRET = "mongodb://user:hunter2@10.0.0.7/zhengwu"


class BrokenTimeline(Timeline):
    """A timeline that fails as told."""

    def __init__(self, failure: Exception) -> None:
        super().__init__()
        self._failure = failure

    def page(self, *_: object, **__: object) -> object:  # type: ignore[override]
        raise self._failure


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (RuntimeError(SECRET), "INTERNAL"),
        (KeyError(SECRET), "INTERNAL"),
        (OperationFailure(SECRET), "INTERNAL"),
        (AutoReconnect(SECRET), "STORE_UNAVAILABLE"),
        (TimeoutError(SECRET), "INTERNAL"),
    ],
)
async def test_failure_is_masked_and_logged(deps: Deps, failure: Exception, code: str) -> None:
    app = app_on(dataclasses.replace(deps, timeline=BrokenTimeline(failure)))
    async with app.http:
        with capture_logs() as logs:
            answer = await app.post({"query": "query Feed { feed { hasNewer } topics { id } }"})
    assert SECRET not in answer.text
    (error,) = answer.json()["errors"]
    assert error["extensions"] == {"code": code}
    assert error["path"] == ["feed"]
    assert [entry["event"] for entry in logs] == ["resolver_failed"]
    assert logs[0]["exc_info"] is failure
