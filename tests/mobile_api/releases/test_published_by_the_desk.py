"""From the editors' verbs to the app: publish together, correct, withdraw, through outbox and relay."""

import pytest

from content_models.editorial.actions.publish import Publish, ReleaseAt, publish
from content_models.editorial.actions.withdraw import Withdraw, withdraw
from content_models.kit.ids import new_id
from content_models.kit.relay import Relay
from content_models.kit.store import Store
from content_models.releases import repository as releases
from content_models.releases.documents import Link, LinkType, ReleaseKind
from content_models.timeline.effects import TOPICS, project_timeline
from tests.desk import LEADER, Desk
from tests.mobile_api.client import App


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


async def test_bundle_appears_together_and_leaves_when_withdrawn(store: Store, desk: Desk, app: App) -> None:
    relay = Relay(store, {topic: [project_timeline] for topic in TOPICS})
    policy = await desk.reviewed(await desk.draft("示例政策"))
    reading = await desk.reviewed(await desk.draft("示例解读", ReleaseKind.interpretation, reads=policy.release_id))
    published = await publish(
        store,
        Publish(
            actor=LEADER,
            idempotency_key=new_id(),
            release_id=policy.release_id,
            expected_version=policy.version,
            together_with=[ReleaseAt(release_id=reading.release_id, expected_version=reading.version)],
        ),
    )
    assert await relay.run_due() == 2
    await app.refresh()
    nodes = {edge["node"]["id"]: edge["node"] for edge in (await app.run("Feed"))["feed"]["edges"]}
    assert [found["id"] for found in nodes[policy.release_id]["interpretations"]] == [reading.release_id]
    assert [found["id"] for found in nodes[reading.release_id]["interprets"]] == [policy.release_id]

    await withdraw(
        store,
        Withdraw(
            actor=LEADER,
            idempotency_key=new_id(),
            release_id=policy.release_id,
            expected_version=published.version,
            reason="示例撤回",
        ),
    )
    assert await relay.run_due() == 1
    await app.refresh()
    (left,) = (edge["node"] for edge in (await app.run("Feed"))["feed"]["edges"])
    assert (left["id"], left["interprets"]) == (reading.release_id, [])
    assert (await app.run("Release", id=policy.release_id))["release"]["reason"] == "示例撤回"


async def test_an_interpretation_of_an_earlier_version_says_so_on_card_and_page(
    store: Store, desk: Desk, app: App
) -> None:
    relay = Relay(store, {topic: [project_timeline] for topic in TOPICS})
    policy = await desk.published(await desk.draft("示例办法"))
    draft = await desk.draft("示例办法解读", ReleaseKind.interpretation, reads=policy.release_id)
    reading = await desk.published(draft)
    await relay.run_due()
    await app.refresh()
    assert await card_of(app, reading.release_id) == ("示例办法解读", False)

    decision = await desk.draft("关于修改示例办法的决定")
    content = (await releases.load_revision(decision.revision)).content
    links = [Link(type=LinkType.amends, target_id=policy.release_id)]
    release = await releases.load(decision.release_id)
    amendment = await desk.published(await desk.edited(release, content.model_copy(update={"links": links})))
    await relay.run_due()
    await app.refresh()

    assert await card_of(app, reading.release_id) == ("示例办法解读", True)
    (change,) = (await app.run("Release", id=reading.release_id))["release"]["laterChanges"]
    assert change["kind"] == "AMENDED"
    assert change["basis"]["id"] == amendment.release_id
    assert change["message"].endswith("已修改")
    bundle = (await app.run("Bundle", of={"id": policy.release_id}))["bundle"]
    assert [one["explainsEarlierVersion"] for one in bundle["interpretations"]] == [True]


async def card_of(app: App, release_id: str) -> tuple[str, bool]:
    nodes = {edge["node"]["id"]: edge["node"] for edge in (await app.run("Feed"))["feed"]["edges"]}
    return nodes[release_id]["title"], nodes[release_id]["explainsEarlierVersion"]
