"""Delta sync as an offline app does it: a copy that follows `since` equals what is public."""

from typing import Any

import pytest

from content_models.kit.store import Store
from content_models.timeline import repository as timeline
from content_models.timeline.actions.project import project
from content_models.timeline.documents import TimelineEpoch
from tests.mobile_api.city import City
from tests.mobile_api.client import App


async def sync(app: App, copy: dict[str, str], since: str | None, first: int = 2) -> str:
    """Bring `copy` (id → title) up to date; returns where to go on."""
    while True:
        await app.refresh()
        page = (await app.run("Changes", since=since, first=first))["changes"]
        for change in page["changes"]:
            if change["__typename"] == "ReleaseGone":
                copy.pop(change["id"], None)
            else:
                copy[change["release"]["id"]] = change["release"]["title"]
        since = page["since"]
        if not page["hasMore"]:
            return str(since)


async def gone(app: App, since: str) -> list[dict[str, Any]]:
    await app.refresh()
    page = (await app.run("Changes", since=since))["changes"]
    return [change for change in page["changes"] if change["__typename"] == "ReleaseGone"]


async def test_a_copy_follows_what_is_public(city: City, app: App) -> None:
    copy: dict[str, str] = {}
    ids = [await city.release(f"第{number}条") for number in range(5)]
    await city.project()
    since = await sync(app, copy, None)
    assert copy == {one: f"第{number}条" for number, one in enumerate(ids)}
    assert (await app.run("Changes", since=since))["changes"]["changes"] == []
    await city.correct(ids[1], title="第1条（更正）")
    await city.withdraw(ids[3])
    late = await city.release("新来的")
    await city.project()
    since = await sync(app, copy, since)
    assert copy == {ids[0]: "第0条", ids[1]: "第1条（更正）", ids[2]: "第2条", ids[4]: "第4条", late: "新来的"}


async def test_every_way_to_go_is_told(store: Store, city: City, app: App) -> None:
    ids = {name: await city.release(name) for name in ("撤回的", "并入的", "删除的", "留下的")}
    await city.project()
    since = await sync(app, {}, None)
    await city.withdraw(ids["撤回的"])
    await city.project()
    entries = await timeline.load_many([ids["并入的"], ids["留下的"]])
    together = [one.model_copy(update={"cluster_id": "c"}) for one in entries.values()]
    await timeline.upsert(store, together)
    await city.remove(ids["删除的"])
    assert await project(store, ids["删除的"])
    told = {change["id"]: (change["reason"], change["mergedInto"]) for change in await gone(app, since)}
    assert told == {
        ids["撤回的"]: ("WITHDRAWN", None),
        ids["留下的"]: ("MERGED", ids["并入的"]),
        ids["删除的"]: ("REMOVED", None),
    }


async def test_what_was_withdrawn_a_moment_ago_is_gone_before_the_log_has_heard(city: City, app: App) -> None:
    release = await city.release("一条")
    await city.project()
    await app.refresh()
    await city.withdraw(release)
    (change,) = (await app.run("Changes"))["changes"]["changes"]
    assert (change["__typename"], change["reason"]) == ("ReleaseGone", "WITHDRAWN")


async def test_positions_that_no_longer_count_say_begin_anew(store: Store, city: City, app: App) -> None:
    await city.release("一条")
    await city.project()
    await app.refresh()
    since = (await app.run("Changes"))["changes"]["since"]
    await city.release("又一条")
    await city.project()
    await timeline.raise_floor(store, 2)
    assert await app.refused("Changes", since=since) == "SYNC_EXPIRED"
    await app.refresh()
    fresh = (await app.run("Changes"))["changes"]["since"]
    counter = await timeline.counter()
    counter.generation = "another store"
    await counter.replace()
    assert await app.refused("Changes", since=fresh) == "SYNC_EXPIRED"
    await TimelineEpoch.delete_all()
    assert await app.refused("Changes", since=fresh) == "SYNC_EXPIRED"


async def test_a_position_of_the_empty_city_sees_what_comes(city: City, app: App) -> None:
    since = (await app.run("Changes"))["changes"]["since"]
    release = await city.release("第一条")
    await city.project()
    copy: dict[str, str] = {}
    await sync(app, copy, since)
    assert list(copy) == [release]


async def test_the_feed_says_where_to_go_on(city: City, app: App) -> None:
    await city.release("一条")
    await city.project()
    await app.refresh()
    since = (await app.run("Feed"))["feed"]["since"]
    assert (await app.run("Changes", since=since))["changes"]["changes"] == []
    late = await city.release("又一条")
    await city.project()
    await app.refresh()
    (change,) = (await app.run("Changes", since=since))["changes"]["changes"]
    assert change["release"]["id"] == late


@pytest.mark.parametrize("since", ["", "AAAA", "不是", "eyJ0eXAiOiJKV1QifQ"])
async def test_forged_positions_are_refused(app: App, since: str) -> None:
    assert await app.refused("Changes", since=since) == "INVALID_CURSOR"
