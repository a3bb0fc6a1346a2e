"""The inbox: newest first, page by page, unread counted, nobody else's."""

from datetime import timedelta

import pytest

from content_models.kit.store import Store
from content_models.residents import repository as residents
from content_models.residents.documents import InboxEntry, Resident
from content_models.residents.inbox import repository as inboxes
from tests.mobile_api.city import START, City
from tests.mobile_api.client import App


@pytest.fixture
async def resident(store: Store, app: App) -> App:
    await residents.insert(Resident(id="resident-1", created_at=store.now()))
    app.token = "viewer:resident-1"
    return app


async def deliver(resident_id: str, release_id: str, minute: int) -> None:
    entry = InboxEntry(
        id=f"{resident_id}-{minute}",
        resident_id=resident_id,
        release_id=release_id,
        campaign_id="campaign-1",
        title=f"第{minute}条消息",
        at=START + timedelta(minutes=minute // 2),  # two share a moment: the id decides between them
    )
    await inboxes.deliver([entry])


async def test_pages_newest_first_and_counts_unread(city: City, resident: App) -> None:
    releases = [await city.release(f"示例 {n}") for n in range(5)]
    for minute, release_id in enumerate(releases):
        await deliver("resident-1", release_id, minute)
    await deliver("resident-2", releases[0], 9)
    first = (await resident.run("Inbox", first=3))["inbox"]
    second = (await resident.run("Inbox", first=3, after=first["pageInfo"]["endCursor"]))["inbox"]
    shown = [edge["node"]["id"] for page in (first, second) for edge in page["edges"]]
    assert shown == [f"resident-1-{n}" for n in (4, 3, 2, 1, 0)]
    assert [page["pageInfo"]["hasNextPage"] for page in (first, second)] == [True, False]
    assert first["unreadCount"] == 5
    assert first["edges"][0]["node"]["release"]["webPath"] == "/a/slug0005"


async def test_mark_read_touches_only_ones_own(city: City, resident: App) -> None:
    release_id = await city.release("示例")
    await deliver("resident-1", release_id, 1)
    await deliver("resident-2", release_id, 2)
    wanted = {"entryIds": ["resident-1-1", "resident-2-2", "unknown"], "idempotencyKey": "mark-read-1"}
    assert (await resident.run("MarkRead", input=wanted))["markInboxRead"] == {"marked": 1, "unreadCount": 0}
    assert await inboxes.unread_count("resident-2") == 1
    assert (await resident.run("Inbox"))["inbox"]["edges"][0]["node"]["readAt"]


async def test_entry_outlives_its_release(city: City, resident: App) -> None:
    release_id = await city.release("示例")
    await deliver("resident-1", release_id, 1)
    await city.withdraw(release_id)
    (edge,) = (await resident.run("Inbox"))["inbox"]["edges"]
    assert (edge["node"]["title"], edge["node"]["release"]) == ("第1条消息", None)


async def test_strangers_have_no_inbox(app: App) -> None:
    assert await app.refused("Inbox") == "NOT_AUTHENTICATED"
    wanted = {"entryIds": ["resident-1-1"], "idempotencyKey": "mark-read-1"}
    assert await app.refused("MarkRead", input=wanted) == "NOT_AUTHENTICATED"
