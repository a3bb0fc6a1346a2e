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

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        self.names.append(event.command_name)

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        pass

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
