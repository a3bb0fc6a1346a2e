"""What several sources say alike becomes one entry of the queue, and no source is dropped."""

from datetime import timedelta
from typing import Any

import pytest

from content_models.intake import repository as intake
from content_models.intake.actions.group import group_new_items
from content_models.intake.actions.receive import receive
from content_models.intake.documents import IntakeItem, ItemKind, TriageState
from content_models.kit.store import Session, Store
from content_models.official_text.doc_no import DocNo
from content_models.sources.documents import Source, SourceAuthority
from tests.content_models.intake.factories import MAY, TITLE, a_source, arrival

NUMBER = DocNo(code="示政办发", year=2024, seq=12)


async def arrives(store: Store, source: Source, key: str = "1", **fields: Any) -> str:
    received = await receive(store, source, [arrival(key, **fields)])
    await group_new_items(store, received.item_ids)
    return received.item_ids[0]


async def states(*item_ids: str) -> list[TriageState]:
    return [(await intake.load(item_id)).state for item_id in item_ids]


async def test_a_repost_waits_under_the_issuing_bodys_original(store: Store) -> None:
    office = await a_source("office", SourceAuthority.issuing_body)
    repost = await arrives(store, await a_source("health"), published_at=MAY - timedelta(days=1))
    original = await arrives(store, office)
    assert await states(original, repost) == [TriageState.pending, TriageState.merged]
    cluster = await intake.cluster_of(await intake.load(repost))
    assert cluster is not None
    assert cluster.head_id == original
    assert {member.item_id: member.reason for member in cluster.members} == dict.fromkeys(
        (original, repost), "标题相同，发布日期相差不超过 7 天"
    )


async def test_the_same_number_and_issuer_join_under_different_titles(store: Store) -> None:
    stated = {"doc_no": NUMBER, "issuer_names": ["示例市人民政府办公室"]}
    one = await arrives(store, await a_source("office"), **stated)
    two = await arrives(store, await a_source("health"), title="转发便民服务行动方案", doc_no=NUMBER)
    assert await states(one, two) == [TriageState.pending, TriageState.merged]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"title": TITLE + "（2025年）"}, id="another title"),
        pytest.param({"published_at": MAY + timedelta(days=8)}, id="same title eight days later"),
        pytest.param({"doc_no": DocNo(code="示政办发", year=2024, seq=13)}, id="another number"),
        pytest.param({"doc_no": NUMBER, "issuer_names": ["另一市人民政府办公室"]}, id="same number, another issuer"),
        pytest.param({"doc_no": NUMBER, "kind": ItemKind.interpretation}, id="the interpretation of the same number"),
    ],
)
async def test_what_a_fact_tells_apart_stays_apart(store: Store, other: dict[str, Any]) -> None:
    stated = {"doc_no": NUMBER, "issuer_names": ["示例市人民政府办公室"]}
    one = await arrives(store, await a_source("office"), **stated)
    two = await arrives(store, await a_source("health"), **other)
    assert await states(one, two) == [TriageState.pending, TriageState.pending]


async def test_short_titles_are_not_enough(store: Store) -> None:
    one = await arrives(store, await a_source("water"), title="停水通知")
    two = await arrives(store, await a_source("office"), title="停水通知")
    assert await states(one, two) == [TriageState.pending, TriageState.pending]


async def test_one_source_is_never_grouped_with_itself_not_even_through_another(store: Store) -> None:
    health, office = await a_source("health"), await a_source("office")
    first = await arrives(store, health, "1")
    second = await arrives(store, health, "2")
    third = await arrives(store, office, "1")
    clusters = [(await intake.load(item_id)).cluster_id for item_id in (first, second, third)]
    assert clusters[2] is not None
    assert clusters.count(clusters[2]) == 2


async def test_items_of_one_batch_and_later_ones_share_a_group(store: Store) -> None:
    names = ("health", "office", "metro")
    ids = [(await receive(store, await a_source(name), [arrival()])).item_ids[0] for name in names]
    await group_new_items(store, ids)
    await group_new_items(store, ids)
    items = [await intake.load(item_id) for item_id in ids]
    assert len({item.cluster_id for item in items}) == 1
    assert sorted(item.state for item in items) == [TriageState.merged, TriageState.merged, TriageState.pending]
    cluster = await intake.cluster_of(items[0])
    assert cluster is not None
    assert cluster.version == 1


async def test_an_adopted_item_stays_head_when_a_higher_authority_follows(store: Store) -> None:
    item = await intake.load(await arrives(store, await a_source("media", SourceAuthority.media)))
    await adopted(store, item)
    later = await arrives(store, await a_source("office", SourceAuthority.issuing_body))
    cluster = await intake.cluster_of(await intake.load(later))
    assert cluster is not None
    assert cluster.head_id == item.id
    assert await states(item.id, later) == [TriageState.adopted, TriageState.merged]


async def adopted(store: Store, item: IntakeItem) -> None:
    async def work(session: Session) -> None:
        await intake.mark_adopted(item, "release", expected_version=item.version, now=store.now(), session=session)

    await store.transaction(work)
