"""A resolver that fails tells the client a code, and the log what happened."""

import dataclasses

import pytest
from pymongo.errors import AutoReconnect, OperationFailure
from structlog.testing import capture_logs

from content_models.kit.store import Store
from content_models.timeline.timeline import Timeline
from mobile_api.context import Deps
from mobile_api.transport.limits import Limits
from tests.mobile_api.city import City
from tests.mobile_api.client import App, app_on

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


async def test_a_failed_batch_is_logged_once(store: Store, city: City, app: App) -> None:
    """One record in the store is not what this version of the program can read."""
    for number in range(3):
        await city.release(f"示例{number}")
    await city.project()
    await app.refresh()
    await store.database["organs"].replace_one({"_id": "water-company"}, {"full_name": 7})
    with capture_logs() as logs:
        answer = await app.ask("{ feed { edges { node { title publisher { name } } } } }")
    assert [edge["node"]["publisher"] for edge in answer["data"]["feed"]["edges"]] == [None] * 3
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["INTERNAL"] * 3
    assert "full_name" not in str(answer)
    assert len(logs) == 1


async def test_an_operation_out_of_time_is_given_up(deps: Deps, city: City) -> None:
    app = app_on(dataclasses.replace(deps, limits=Limits(seconds=0)))
    async with app.http:
        answer = await app.post({"query": "{ organs { name } }"})
    assert answer.status_code == 503
    assert answer.json()["errors"][0]["extensions"]["code"] == "OPERATION_TIMED_OUT"
