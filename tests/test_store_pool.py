"""What one test does to a shared database, the next one must not see."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from content_models.catalogue import DOCUMENTS
from content_models.kit.store import Store
from content_models.organs.documents import Organ
from content_models.releases.documents import Release
from tests.store_pool import StorePool, new_name

Deed = Callable[[Store], Awaitable[object]]


@pytest.fixture
async def pool(mongodb_uri: str) -> AsyncIterator[StorePool]:
    pool = StorePool(mongodb_uri)
    yield pool
    await pool.close()


async def contents(store: Store) -> dict[str, int]:
    names = await store.database.list_collection_names()
    return {name: count for name in names if (count := await store.database[name].count_documents({}))}


async def indexes(store: Store) -> dict[str, list[str]]:
    names = [model.get_collection_name() for model in DOCUMENTS if model.get_settings().indexes]
    return {name: sorted(await store.database[name].index_information()) for name in names}


async def in_a_transaction(store: Store) -> None:
    await store.transaction(
        lambda session: store.database["organs"].insert_one({"full_name": "市水务局"}, session=session)
    )


async def by_pipeline(store: Store) -> None:
    await store.database["organs"].insert_one({"full_name": "市水务局"})
    await (await store.database["organs"].aggregate([{"$out": "found"}])).to_list()


DEEDS: dict[str, Deed] = {
    "insert": lambda store: store.database["organs"].insert_one({"full_name": "市水务局"}),
    "upsert": lambda store: store.database["topics"].update_one({"_id": "water"}, {"$set": {"n": 1}}, upsert=True),
    "find and modify": lambda store: store.database["topics"].find_one_and_update(
        {"_id": 1}, {"$set": {"n": 1}}, upsert=True
    ),
    "more than is worth deleting": lambda store: store.database["new"].insert_many([{} for _ in range(2_001)]),
    "a collection of its own": lambda store: store.database["new"].insert_one({}),
    "a transaction": in_a_transaction,
    "a pipeline that writes": by_pipeline,
    "an index less": lambda _: Release.get_pymongo_collection().drop_index("slug"),
    "an index more": lambda _: Organ.get_pymongo_collection().create_index("nobody_asks"),
    "a collection less": lambda store: store.database["releases"].drop(),
    "no database": lambda store: store.client.drop_database(store.database.name),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
async def test_next_test_finds_it_empty_and_with_every_index(pool: StorePool, deed: Deed) -> None:
    before = await indexes(await pool.lend())
    await pool.take_back()
    store = await pool.lend()
    await deed(store)
    await pool.take_back()
    after = await pool.lend()
    assert await contents(after) == {}
    assert await indexes(after) == before
    assert all(model.get_pymongo_collection().database is after.database for model in DOCUMENTS)


async def test_beanie_is_bound_again_after_somebody_opened_a_store(pool: StorePool, mongodb_uri: str) -> None:
    await pool.lend()
    await pool.take_back()
    other = await Store.open(mongodb_uri, new_name(), [Organ])
    lent = await pool.lend()
    await other.client.drop_database(other.database.name)
    await other.close()
    assert Organ.get_pymongo_collection().database is lent.database


async def test_whoever_leaves_a_task_running_keeps_the_database(pool: StorePool) -> None:
    left = await pool.lend()
    task = asyncio.create_task(asyncio.Event().wait())
    await pool.take_back()
    assert (await pool.lend()).database.name != left.database.name
    task.cancel()


async def test_reading_costs_the_next_test_nothing(pool: StorePool) -> None:
    first = await pool.lend()
    await Organ.find_all().to_list()
    await pool.take_back()
    assert (await pool.lend()).database is first.database
