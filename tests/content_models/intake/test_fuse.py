"""Fusion on the store: texts that meet, editors' words that last, workers that meet, batches that stay cheap."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from beanie import init_beanie
from pymongo import AsyncMongoClient, monitoring

from content_models.catalogue import DOCUMENTS
from content_models.editorial.documents import Role
from content_models.intake import repository as intake
from content_models.intake.actions.answer_suggestion import AnswerSuggestion, answer_suggestion
from content_models.intake.actions.group import group_new_items
from content_models.intake.actions.receive import receive
from content_models.intake.actions.regroup import ChooseHead, Merge, Split, choose_head, merge, split
from content_models.intake.clusters import repository as clusters
from content_models.intake.documents import Cluster, SuggestionState, TriageState
from content_models.intake.rules import Incoming
from content_models.kit.actors import Actor, ActorKind
from content_models.kit.errors import NotAllowed, VersionConflict, WrongState
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.sources import repository as sources
from content_models.sources.documents import Source, SourceAuthority
from tests.content_models.intake.factories import MAY, a_source, arrival
from tests.content_models.intake.notices import TITLE, water_cut

EDITOR = Actor(kind=ActorKind.staff, id="e1", name="编辑甲", roles=frozenset({Role.editor}))
CONTRIBUTOR = Actor(kind=ActorKind.department, id="d1", name="供稿员", roles=frozenset({Role.contributor}))
OTHER_TITLE = "今晚部分小区水压偏低"


async def takes_in(store: Store, source: Source, body: str, key: str = "1", **fields: Any) -> str:
    given = {"title": TITLE, "url": f"https://{source.name}.example/{key}.html", "body_text": body} | fields
    received = await receive(store, source, [arrival(key, **given)])
    await group_new_items(store, received.item_ids)
    return received.item_ids[0]


async def cluster_of(item_id: str) -> Cluster | None:
    return await intake.cluster_of(await intake.load(item_id))


async def members_of(item_id: str) -> set[str]:
    cluster = await cluster_of(item_id)
    return {member.item_id for member in cluster.members} if cluster else {item_id}


def said(**fields: Any) -> dict[str, Any]:
    return {"actor": EDITOR, "idempotency_key": new_id(), **fields}


@pytest.fixture
async def three(store: Store) -> list[str]:
    """The water company's original, a portal's repost and a paper's, in one group."""
    water = await a_source("water", SourceAuthority.issuing_body)
    portal, paper = await a_source("portal"), await a_source("paper", SourceAuthority.media)
    return [
        await takes_in(store, paper, "来源：示例日报\n" + water_cut(), title=OTHER_TITLE),
        await takes_in(store, portal, water_cut() + "责任编辑：小林", title=f"【转发】{TITLE}"),
        await takes_in(store, water, water_cut()),
    ]


async def test_reposts_under_other_titles_join_the_issuing_bodys_original(three: list[str]) -> None:
    paper, portal, water = three
    cluster = await cluster_of(paper)
    assert cluster is not None
    assert await members_of(paper) == set(three)
    assert cluster.head_id == water
    reasons = {member.item_id: member.reason for member in cluster.members}
    assert reasons[paper] == "正文相似 1.00，日期、电话、时间、数字、地点、名称相同"
    assert [(await intake.load(item)).state for item in (water, portal, paper)] == [
        TriageState.pending,
        TriageState.merged,
        TriageState.merged,
    ]


async def test_the_same_wording_for_another_street_stays_apart(store: Store) -> None:
    one = await takes_in(store, await a_source("east"), water_cut())
    two = await takes_in(store, await a_source("west"), water_cut(street="长和路", places="云锦坊和江畔公寓"))
    assert await members_of(one) == {one}
    assert await members_of(two) == {two}
    assert await clusters.open_suggestions(one) == []


async def test_a_split_is_remembered_whatever_arrives_later(store: Store, three: list[str]) -> None:
    paper, portal, water = three
    before = await cluster_of(paper)
    assert before is not None
    alone = await split(store, Split(**said(item_id=portal, expected_version=before.version)))
    assert (alone.cluster_id, alone.state) == (None, TriageState.pending)
    later = await takes_in(store, await a_source("radio", SourceAuthority.media), water_cut(), title="紧急提示")
    await group_new_items(store, [portal])
    assert await members_of(portal) == {portal}
    assert await members_of(later) == {later, paper, water}


async def test_splitting_a_pair_leaves_two_entries(store: Store) -> None:
    one = await takes_in(store, await a_source("one"), water_cut())
    two = await takes_in(store, await a_source("two"), water_cut())
    cluster = await cluster_of(one)
    assert cluster is not None
    await split(store, Split(**said(item_id=two, expected_version=cluster.version)))
    await group_new_items(store, [one, two])
    for item in (one, two):
        stored = await intake.load(item)
        assert (stored.cluster_id, stored.state) == (None, TriageState.pending)
    assert await intake.clusters([cluster.id]) == {}


async def test_a_merge_takes_the_split_back(store: Store) -> None:
    one = await takes_in(store, await a_source("one"), water_cut())
    two = await takes_in(store, await a_source("two"), water_cut())
    cluster = await cluster_of(one)
    assert cluster is not None
    alone = await split(store, Split(**said(item_id=two, expected_version=cluster.version)))
    again = Merge(**said(item_id=two, expected_version=alone.item_version, other_ids=[one]))
    assert (await merge(store, again)).cluster_id is not None
    assert await merge(store, again) == await merge(store, again)
    assert await clusters.kept_apart([one, two]) == []
    later = await takes_in(store, await a_source("three"), water_cut())
    assert await members_of(later) == {one, two, later}


async def test_a_merge_brings_whole_groups_together(store: Store, three: list[str]) -> None:
    twin = [await takes_in(store, await a_source(name), water_cut(count=45, street="望江路")) for name in ("x", "y")]
    item = await intake.load(twin[0])
    await merge(store, Merge(**said(item_id=item.id, expected_version=item.version, other_ids=[three[0]])))
    assert await members_of(twin[1]) == {*twin, *three}


async def test_a_chosen_head_stays_when_the_issuing_body_follows(store: Store) -> None:
    paper = await takes_in(store, await a_source("paper", SourceAuthority.media), water_cut())
    portal = await takes_in(store, await a_source("portal"), water_cut())
    cluster = await cluster_of(paper)
    assert cluster is not None
    assert cluster.head_id == portal
    chosen = await choose_head(store, ChooseHead(**said(item_id=paper, expected_version=cluster.version)))
    assert chosen.state is TriageState.pending
    await takes_in(store, await a_source("water", SourceAuthority.issuing_body), water_cut())
    after = await cluster_of(paper)
    assert after is not None
    assert after.head_id == paper
    assert (await intake.load(portal)).state is TriageState.merged


async def suggested(store: Store) -> tuple[str, str]:
    one = await takes_in(store, await a_source("one"), water_cut())
    two = await takes_in(store, await a_source("two"), water_cut(count=680), published_at=MAY + timedelta(days=1))
    assert await members_of(one) == {one}
    return one, two


async def test_doubt_is_put_to_an_editor_once(store: Store) -> None:
    one, two = await suggested(store)
    await group_new_items(store, [one, two])
    [asked] = await clusters.open_suggestions(one)
    assert asked.item_ids == sorted((one, two))
    assert asked.reason == "正文相似 0.93，但数字不同（680户／860户）"
    assert await clusters.open_suggestions(two) == [asked]


async def test_an_accepted_suggestion_merges(store: Store) -> None:
    one, two = await suggested(store)
    [asked] = await clusters.open_suggestions(one)
    yes = AnswerSuggestion(**said(suggestion_id=asked.id, expected_version=asked.version, is_same=True))
    assert (await answer_suggestion(store, yes)).state is SuggestionState.accepted
    assert await members_of(one) == {one, two}
    assert await clusters.open_suggestions(one) == []


async def test_a_declined_suggestion_never_comes_back(store: Store) -> None:
    one, two = await suggested(store)
    [asked] = await clusters.open_suggestions(one)
    no = AnswerSuggestion(**said(suggestion_id=asked.id, expected_version=asked.version, is_same=False))
    await answer_suggestion(store, no)
    with pytest.raises(WrongState):
        await answer_suggestion(store, no.model_copy(update={"idempotency_key": new_id()}))
    source = await sources.load((await intake.load(two)).source_id)
    await takes_in(store, source, water_cut(), published_at=MAY)  # the source puts its number right
    await group_new_items(store, [one, two])
    assert await members_of(one) == {one}
    assert await clusters.open_suggestions(one) == []


async def test_stale_versions_and_outsiders_are_refused(store: Store, three: list[str]) -> None:
    with pytest.raises(VersionConflict):
        await split(store, Split(**said(item_id=three[0], expected_version=99)))
    with pytest.raises(VersionConflict):
        await merge(store, Merge(**said(item_id=three[0], expected_version=99, other_ids=[three[1]])))
    with pytest.raises(NotAllowed):
        await split(store, Split(**said(item_id=three[0], expected_version=1) | {"actor": CONTRIBUTOR}))
    item = await intake.load(three[0])
    with pytest.raises(WrongState):
        await merge(store, Merge(**said(item_id=item.id, expected_version=item.version, other_ids=[three[1]])))


@pytest.mark.parametrize("order", list(permutations(range(4)))[::4])
async def test_groups_do_not_depend_on_the_order_of_arrival(store: Store, order: tuple[int, ...]) -> None:
    bodies = [
        water_cut(),
        "来源：某报\n" + water_cut(),
        water_cut(street="长和路"),
        water_cut(street="长和路") + "校对：小周",
    ]
    ids = [""] * 4
    for number in order:
        source = await a_source(f"s{number}")
        ids[number] = await takes_in(store, source, bodies[number], title=f"便民通知{'甲乙丙丁'[number]}")
    assert [await members_of(item) for item in ids] == [{*ids[:2]}, {*ids[:2]}, {*ids[2:]}, {*ids[2:]}]


async def test_workers_that_take_in_copies_at_once_make_one_group(store: Store) -> None:
    four = [await a_source(f"s{number}") for number in range(4)]
    ids = await asyncio.gather(*(takes_in(store, source, water_cut()) for source in four))
    assert await members_of(ids[0]) == set(ids)
    heads = [item for item in ids if (await intake.load(item)).state is TriageState.pending]
    assert len(heads) == 1


class RoundTrips(monitoring.CommandListener):
    """Counts what is asked of the store."""

    def __init__(self) -> None:
        self.count = 0

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        self.count += 1

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None: ...

    def failed(self, event: monitoring.CommandFailedEvent) -> None: ...


@asynccontextmanager
async def watched_store(store: Store, mongodb_uri: str) -> AsyncIterator[tuple[Store, RoundTrips]]:
    trips = RoundTrips()
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(mongodb_uri, tz_aware=True, event_listeners=[trips])
    async with client:
        watched = Store(client, client[store.database.name])
        await init_beanie(database=watched.database, document_models=list(DOCUMENTS), skip_indexes=True)
        yield watched, trips


def different_notices() -> list[Incoming]:
    return [
        arrival(str(number), title=f"便民通知{number}号", url="", body_text=water_cut(count=number, street=f"{name}街"))
        for number, name in enumerate("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉", 100)
    ]


async def test_grouping_a_batch_costs_as_many_round_trips_as_grouping_one(store: Store, mongodb_uri: str) -> None:
    async with watched_store(store, mongodb_uri) as (watched, trips):
        first, second = await a_source("first"), await a_source("second")
        arrivals = different_notices()
        await receive(watched, first, arrivals)
        received = await receive(watched, second, arrivals)
        spent = []
        for batch in (received.item_ids[:1], received.item_ids[1:]):
            before = trips.count
            assert await group_new_items(watched, batch) == len(batch)
            spent.append(trips.count - before)
    assert max(spent) <= 16  # for 1 item as for 19


async def test_storing_a_batch_costs_as_many_round_trips_as_storing_one(store: Store, mongodb_uri: str) -> None:
    async with watched_store(store, mongodb_uri) as (watched, trips):
        source = await a_source("first")
        spent = []
        for batch in (different_notices()[:1], different_notices()[1:]):
            before = trips.count
            assert (await receive(watched, source, batch)).new == len(batch)
            spent.append(trips.count - before)
    assert spent[0] == spent[1] <= 6
