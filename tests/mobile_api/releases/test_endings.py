"""From the editors' ending verbs to the app: what is merged, removed or repealed, through outbox and relay."""

from datetime import date
from typing import Any

import pytest

from content_models.editorial.actions.merge import Merge, merge
from content_models.editorial.actions.record_validity import RecordValidity, record_validity
from content_models.editorial.actions.remove import Remove, remove
from content_models.editorial.change import ReleaseChange
from content_models.kit.ids import new_id
from content_models.kit.relay import Relay
from content_models.kit.store import Store
from content_models.releases.documents import ReleaseKind
from content_models.releases.marks import MarkKind
from content_models.timeline.effects import TOPICS, project_timeline
from tests.desk import LEADER, Desk
from tests.mobile_api.client import App


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


@pytest.fixture
def relay(store: Store) -> Relay:
    return Relay(store, {topic: [project_timeline] for topic in TOPICS})


def asked(at: ReleaseChange) -> dict[str, Any]:
    key = {"actor": LEADER, "idempotency_key": new_id()}
    return key | {"release_id": at.release_id, "expected_version": at.version}


async def changes(app: App, relay: Relay, since: str | None) -> tuple[dict[str, dict[str, Any]], str]:
    await relay.run_due()
    await app.refresh()
    page = (await app.run("Changes", since=since))["changes"]
    return {one.get("id") or one["release"]["id"]: one for one in page["changes"]}, page["since"]


async def test_merged_and_removed_ones_leave_offline_copies_and_lead_on(
    store: Store, desk: Desk, relay: Relay, app: App
) -> None:
    kept, copy, mistake = [await desk.published(await desk.draft(f"示例公告{n}", ReleaseKind.notice)) for n in "一二三"]
    seen, since = await changes(app, relay, None)
    assert len(seen) == 3

    await merge(store, Merge(**asked(copy), target_id=kept.release_id))
    await remove(store, Remove(**asked(mistake), reason="误带个人信息"))
    gone, _ = await changes(app, relay, since)
    assert gone[copy.release_id]["reason"] == "MERGED"
    assert gone[copy.release_id]["mergedInto"] == kept.release_id
    assert gone[mistake.release_id]["reason"] == "REMOVED"
    assert "误带个人信息" not in str(gone)

    assert (await app.run("Release", id=copy.release_id))["release"]["id"] == kept.release_id
    assert (await app.run("Release", id=mistake.release_id))["release"] is None
    feed = (await app.run("Feed"))["feed"]["edges"]
    assert [edge["node"]["id"] for edge in feed] == [kept.release_id]


async def test_an_entered_repeal_answers_in_force_on_a_day(store: Store, desk: Desk, relay: Relay, app: App) -> None:
    policy = await desk.published(await desk.draft("示例办法"))
    _, since = await changes(app, relay, None)
    early = {"kind": MarkKind.amended, "on": date(2020, 1, 1), "basis": "示例修改决定"}
    amended = await record_validity(store, RecordValidity(**asked(policy), **early))
    late = {"kind": MarkKind.repealed, "on": date(2027, 1, 1), "basis": "示政发〔2026〕3号"}
    await record_validity(store, RecordValidity(**asked(amended), **late))
    told, _ = await changes(app, relay, since)
    assert policy.release_id in told

    async def in_force(day: str) -> list[str]:
        page = (await app.run("InForceOn", date=day))["inForceOn"]
        return [edge["node"]["id"] for edge in page["edges"]]

    assert await in_force("2026-12-31") == [policy.release_id]
    assert await in_force("2027-01-01") == []
