"""Every act of the queue can be taken back as long as nobody has gone on from it, and the log says both."""

import asyncio

import pytest

from content_models.intake import repository as intake
from content_models.intake.actions.answer_suggestion import AnswerSuggestion, answer_suggestion
from content_models.intake.actions.dismiss_change import DismissChange, dismiss_change
from content_models.intake.actions.group import group_new_items
from content_models.intake.actions.receive import receive
from content_models.intake.actions.regroup import ChooseHead, Merge, Split, choose_head, merge, split
from content_models.intake.actions.spike import spike
from content_models.intake.actions.undo import Undo, Undone, undo
from content_models.intake.arranging import Proposal
from content_models.intake.clusters import repository as clusters
from content_models.intake.documents import SuggestionState, TriageState
from content_models.intake.matching import Match
from content_models.intake.triage_log import repository as triage_log
from content_models.intake.triage_log.documents import TriageEventKind
from content_models.kit.errors import NotAllowed, WrongState
from content_models.kit.store import Store
from content_models.sources import repository as sources
from tests.content_models.intake.factories import a_source, arrival
from tests.content_models.intake.test_fuse import CONTRIBUTOR, cluster_of, members_of, said
from tests.content_models.intake.test_spike import a_spike


async def arrives(store: Store, name: str, title: str) -> str:
    received = await receive(store, await a_source(name), [arrival("1", title=title, url=f"https://{name}.example/1")])
    await group_new_items(store, received.item_ids)
    return received.item_ids[0]


async def take_back(store: Store, event_id: str) -> Undone:
    return await undo(store, Undo(**said(event_id=event_id)))


@pytest.fixture
async def three(store: Store) -> list[str]:
    titles = ("甲部门关于供水的示例通知", "乙部门关于供电的示例通知", "丙部门关于供热的示例通知")
    return [await arrives(store, name, title) for name, title in zip("abc", titles, strict=True)]


async def test_spiked_item_stands_as_before_and_the_log_tells_both(store: Store, three: list[str]) -> None:
    done = await spike_of(store, three[0])
    undone = await take_back(store, done)
    item = await intake.load(three[0])
    assert (item.state, item.spiked_because, item.spiked_by, item.version) == (TriageState.pending, None, None, 3)
    assert undone.titles == [item.title]
    told = await triage_log.of_item(item.id)
    assert [event.kind for event in told] == [TriageEventKind.undone, TriageEventKind.spiked]
    assert told[0].undoes == done


async def spike_of(store: Store, item_id: str) -> str:
    from_version = (await intake.load(item_id)).version
    return (await spike(store, a_spike(item_id, from_version, key=f"spike-{item_id}-{from_version}"))).event_id


async def test_nothing_is_taken_back_twice_even_at_once(store: Store, three: list[str]) -> None:
    done = await spike_of(store, three[0])
    answers = await asyncio.gather(*(take_back(store, done) for _ in range(2)), return_exceptions=True)
    assert sorted(type(answer).__name__ for answer in answers) == ["Undone", "WrongState"]
    assert (await intake.load(three[0])).version == 3


async def test_what_someone_went_on_from_is_not_taken_back(store: Store, three: list[str]) -> None:
    done = await spike_of(store, three[0])
    await take_back(store, done)
    again = await spike_of(store, three[0])
    with pytest.raises(WrongState, match="已经撤销过"):
        await take_back(store, done)
    await take_back(store, again)
    await merge(store, Merge(**said(item_id=three[0], expected_version=5, other_ids=[three[1]])))
    with pytest.raises(WrongState):
        await take_back(store, again)


async def test_contributors_take_nothing_back(store: Store, three: list[str]) -> None:
    done = await spike_of(store, three[0])
    with pytest.raises(NotAllowed):
        await undo(store, Undo(**said(event_id=done) | {"actor": CONTRIBUTOR}))


async def test_merge_of_three_falls_apart_again(store: Store, three: list[str]) -> None:
    done = await merge(store, Merge(**said(item_id=three[0], expected_version=1, other_ids=three[1:])))
    assert await members_of(three[0]) == set(three)
    await take_back(store, done.event_id)
    for item_id in three:
        item = await intake.load(item_id)
        assert (item.cluster_id, item.state) == (None, TriageState.pending)
    assert await clusters.kept_apart(three) == []
    await merge(store, Merge(**said(item_id=three[0], expected_version=3, other_ids=three[1:])))


async def test_undone_split_is_forgotten_and_undone_merge_remembers_the_split(store: Store, three: list[str]) -> None:
    await merge(store, Merge(**said(item_id=three[0], expected_version=1, other_ids=three[1:])))
    group = await cluster_of(three[0])
    assert group
    parted = await split(store, Split(**said(item_id=three[2], expected_version=group.version)))
    await take_back(store, parted.event_id)
    assert await members_of(three[0]) == set(three)
    assert await clusters.kept_apart(three) == []

    again = await cluster_of(three[0])
    assert again
    assert again.version > group.version
    await split(store, Split(**said(item_id=three[2], expected_version=again.version)))
    version = (await intake.load(three[2])).version
    joined = await merge(store, Merge(**said(item_id=three[2], expected_version=version, other_ids=[three[0]])))
    await take_back(store, joined.event_id)
    assert len(await clusters.kept_apart(three)) == 2


async def test_head_chosen_by_mistake_goes_back(store: Store, three: list[str]) -> None:
    await merge(store, Merge(**said(item_id=three[0], expected_version=1, other_ids=three[1:])))
    group = await cluster_of(three[0])
    assert group
    other = next(one for one in three if one != group.head_id)
    done = await choose_head(store, ChooseHead(**said(item_id=other, expected_version=group.version)))
    await take_back(store, done.event_id)
    restored = await cluster_of(three[0])
    assert restored
    assert (restored.head_id, restored.chosen_head_id) == (group.head_id, None)
    assert (await intake.load(group.head_id)).state is TriageState.pending
    assert (await intake.load(other)).state is TriageState.merged


@pytest.mark.parametrize("is_same", [True, False])
async def test_answer_is_taken_back_and_the_question_asked_again(store: Store, three: list[str], is_same: bool) -> None:
    first, second = sorted(three[:2])
    proposal = Proposal((first, second), Match(score=0.9, reason="正文相似 0.90"))
    await store.transaction(lambda session: clusters.suggest([proposal], store.now(), session))
    [question] = await clusters.open_suggestions(first)
    asked = AnswerSuggestion(**said(suggestion_id=question.id, expected_version=1, is_same=is_same))
    await take_back(store, (await answer_suggestion(store, asked)).event_id)
    [again] = await clusters.open_suggestions(first)
    assert (again.state, again.decided_by) == (SuggestionState.open, None)
    assert await clusters.kept_apart(three) == []
    assert await members_of(first) == {first}


async def test_ignored_change_asks_again(store: Store, three: list[str]) -> None:
    item = await intake.load(three[0])
    await store.transaction(
        lambda session: intake.mark_adopted(item, "r1", expected_version=1, now=store.now(), session=session)
    )
    source_id = item.source_id
    await receive(store, await sources.load(source_id), [arrival("1", title="更正后的标题", url="https://a.example/1")])
    changed = await intake.load(item.id)
    assert changed.state is TriageState.changed
    done = await dismiss_change(
        store, DismissChange(**said(item_id=item.id, expected_version=changed.version, reason="只是排版"))
    )
    await take_back(store, done.event_id)
    again = await intake.load(item.id)
    assert (again.state, again.dismissed_version_no, again.title) == (TriageState.changed, None, "更正后的标题")
