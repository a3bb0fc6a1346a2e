"""No N+1: what a page costs at the store does not depend on how many cards it has."""

from collections.abc import Iterator

import pytest
from pymongo import monitoring

from content_models.kit.store import Store
from content_models.releases.documents import Issuer, PolicyFacts
from content_models.topics import repository as topics
from tests.mobile_api.city import City
from tests.mobile_api.client import App


class Counter(monitoring.CommandListener):
    """Names of the commands the driver sends."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.replies: list[str] = []

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        self.names.append(event.command_name)

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        self.replies.append(str(event.reply))

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        pass


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter]:
    """Listens to every client opened from here on (list the fixture before `store`)."""
    counter = Counter()
    listeners = monitoring._LISTENERS
    listeners.command_listeners.append(counter)
    yield counter
    listeners.command_listeners.remove(counter)


async def cost(app: App, commands: Counter, first: int) -> int:
    commands.names.clear()
    data = await app.run("Feed", first=first)
    assert len(data["feed"]["edges"]) == first
    return len(commands.names)


async def test_a_page_of_twenty_costs_as_many_round_trips_as_a_page_of_two(
    commands: Counter, store: Store, city: City, app: App
) -> None:
    await topics.seed()
    for number in range(10):
        organ = f"organ-{number}"
        await city.organ(organ, f"示例单位{number}")
        facts = PolicyFacts(issuers=[Issuer(name=organ, organ_id=organ)])
        policy = await city.policy(
            f"示例政策{number}",
            facts,
            topics=["education", "health"][: 1 + number % 2],
        )
        await city.interpretation(policy, f"示例解读{number}", topics=["housing"])
    await city.project()
    await app.refresh()
    two = await cost(app, commands, 2)
    twenty = await cost(app, commands, 20)
    assert two == twenty
    assert 0 < twenty <= 10, commands.names


async def test_a_page_moves_no_text(commands: Counter, store: Store, city: City, app: App) -> None:
    """Neither the cards' own nor that of the interpretations they carry."""
    policy = await city.policy("示例政策", body_html="<p>冗长的政策正文</p>", body_text="冗长的政策正文")
    await city.interpretation(policy, "示例解读", body_html="<p>冗长的解读正文</p>", body_text="冗长的解读正文")
    await city.project()
    await app.refresh()
    commands.replies.clear()
    await cost(app, commands, 2)
    assert "示例政策" in "".join(commands.replies)
    assert [reply for reply in commands.replies if "冗长的" in reply] == []
    await app.run("Release", id=policy)
    assert "冗长的政策正文" in "".join(commands.replies)


async def test_changes_and_a_personal_page_cost_the_same_however_many_there_are(
    commands: Counter, store: Store, city: City, app: App
) -> None:
    given = {"token": "0a" * 32, "platform": "IOS", "idempotencyKey": "round-trips-1"}
    app.token = (await app.run("RegisterDevice", input=given))["addDevice"]["viewerToken"]
    follow = {"target": "ORGAN", "targetId": "water-company", "idempotencyKey": "round-trips-2"}
    await app.run("Follow", input=follow)
    for number in range(20):
        await city.release(f"第{number}条", topics=["education"])
    await city.project()
    await app.refresh()
    assert await cost(app, commands, 2) == await cost(app, commands, 20) <= 12
    costs = set()
    for first in (2, 20):
        commands.names.clear()
        assert len((await app.run("Changes", first=first))["changes"]["changes"]) == first
        costs.add(len(commands.names))
    assert len(costs) == 1
