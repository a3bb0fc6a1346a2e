"""Sources: whose turn it is, who may save, and what a poll leaves behind."""

from datetime import timedelta

import pytest
from pymongo.errors import DuplicateKeyError

from content_models.kit.errors import NotFound, VersionConflict
from content_models.kit.store import Store
from content_models.sources import repository as sources
from content_models.sources.documents import (
    FetchError,
    FetchOutcome,
    FetchRecord,
    Health,
    Source,
    SourceFamily,
    SourceState,
    Validators,
)


def a_source(name: str, **fields: object) -> Source:
    given = {"name": name, "organ_id": "o", "family": SourceFamily.feed, "url": f"https://{name}.example/rss"}
    return Source.model_validate(given | fields)


async def test_due_are_the_active_ones_whose_time_has_come(store: Store) -> None:
    now = store.now()
    await sources.add(a_source("never-asked"))
    await sources.add(a_source("late", next_due_at=now - timedelta(minutes=5)))
    await sources.add(a_source("later", next_due_at=now + timedelta(minutes=5)))
    await sources.add(a_source("paused", state=SourceState.paused))
    assert [source.name for source in await sources.due(now, 10)] == ["never-asked", "late"]


async def test_a_due_source_is_claimed_once(store: Store) -> None:
    await sources.add(a_source("health"))
    [mine], [theirs] = await sources.due(store.now(), 10), await sources.due(store.now(), 10)
    until = store.now() + timedelta(minutes=5)
    assert await sources.claim(mine, until)
    assert not await sources.claim(theirs, until)
    assert await sources.due(store.now(), 10) == []


async def test_the_same_url_cannot_be_a_source_twice(store: Store) -> None:
    await sources.add(a_source("health"))
    with pytest.raises(DuplicateKeyError):
        await sources.add(a_source("health"))


async def test_saving_over_someone_elses_change_is_refused(store: Store) -> None:
    source = a_source("health", topics=["medicine"])
    await sources.add(source)
    mine, theirs = await sources.load(source.id), await sources.load(source.id)
    theirs.name = "卫健委"
    await sources.save(theirs, expected_version=1)
    mine.name = "卫生局"
    with pytest.raises(VersionConflict) as refusal:
        await sources.save(mine, expected_version=1)
    assert refusal.value.details == {"expected": 1, "actual": 2}
    assert (await sources.load(source.id)).name == "卫健委"


async def test_a_poll_leaves_health_and_history_and_no_new_version(store: Store) -> None:
    source = a_source("health")
    await sources.add(source)
    health = Health(consecutive_failures=2, last_error=FetchError(code="TIMEOUT", message="超时", at=store.now()))
    due_at = store.now() + timedelta(hours=1)
    for outcome in (FetchOutcome.news, FetchOutcome.failed):
        record = FetchRecord(source_id=source.id, at=store.now(), outcome=outcome)
        await sources.record_fetch(store, record, health=health, validators=Validators(etag='"1"'), next_due_at=due_at)
    stored = await sources.load(source.id)
    assert (stored.health, stored.validators.etag, stored.next_due_at, stored.version) == (health, '"1"', due_at, 1)
    assert {record.outcome for record in await sources.history(source.id)} == {FetchOutcome.news, FetchOutcome.failed}


async def test_the_most_troubled_source_is_at_the_top(store: Store) -> None:
    await sources.add(a_source("fine"))
    await sources.add(a_source("troubled", health={"consecutive_failures": 9}))
    await sources.add(a_source("newest"))
    assert [source.name for source in await sources.most_troubled_first()] == ["troubled", "newest", "fine"]


async def test_an_unknown_source_is_said_to_be_missing(store: Store) -> None:
    with pytest.raises(NotFound):
        await sources.load("nobody")


async def test_the_beginning_of_an_id_names_a_source_when_it_is_the_only_one(store: Store) -> None:
    await sources.add(a_source("health", id="0193-aa"))
    await sources.add(a_source("water", id="0193-ab"))
    assert (await sources.load_by_beginning("0193-ab")).name == "water"
    for beginning in ("0193", "0194", ""):
        with pytest.raises(NotFound):
            await sources.load_by_beginning(beginning)
