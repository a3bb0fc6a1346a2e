"""Thirty-two polls that bring one notice at once end in one group with all of them, whoever takes them in."""

import asyncio

import pytest

from content_models.intake import repository as intake
from content_models.intake.actions.group import group_new_items
from content_models.intake.actions.receive import receive
from content_models.intake.documents import Cluster, TriageState
from content_models.kit.store import Store
from tests.content_models.intake.factories import a_source, arrival
from tests.content_models.intake.notices import TITLE, water_cut

POLLS = 32
ENDINGS = ("", "责任编辑：小林", "校对：小周", "（来源：示例晚报）")


async def takes_in(store: Store, number: int) -> str:
    body = water_cut() + "\n" + ENDINGS[number % len(ENDINGS)]
    source = await a_source(f"s{number}")
    received = await receive(store, source, [arrival(title=TITLE, url=f"https://s{number}.example/1", body_text=body)])
    await group_new_items(store, received.item_ids)
    return received.item_ids[0]


async def is_one_group(ids: list[str]) -> None:
    items = await intake.load_many(ids)
    [cluster] = await Cluster.find_all().to_list()
    assert {member.item_id for member in cluster.members} == set(ids)
    assert {item.cluster_id for item in items.values()} == {cluster.id}
    heads = [item.id for item in items.values() if item.state is TriageState.pending]
    assert heads == [cluster.head_id]


@pytest.mark.parametrize("repetition", range(5))
async def test_polls_of_one_process(store: Store, repetition: int) -> None:
    await is_one_group(list(await asyncio.gather(*(takes_in(store, number) for number in range(POLLS)))))
