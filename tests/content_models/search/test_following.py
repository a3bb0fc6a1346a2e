"""From a publication to the index, against a real engine: late, twice, by several processes, after damage."""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest

from content_models.editorial.actions.withdraw import Withdraw, withdraw
from content_models.editorial.change import ReleaseChange
from content_models.kit import outbox
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.organs.actions.save import save_organ
from content_models.organs.documents import Organ, OrganLevel
from content_models.releases.documents import Link, LinkType, Revision
from content_models.releases.rules import content_digest
from content_models.search import repository as search
from content_models.search.actions.rebuild import SearchRebuildRunning, rebuild
from content_models.search.effects import note_for_search, note_renamed_organ
from content_models.search.engine.tantivy_index import TantivyIndex
from content_models.search.follower import DOUBTS, SearchFollower
from content_models.search.home import SearchHome
from content_models.search.index import SearchIndexDamaged, SearchNotReady
from content_models.search.live import LiveSearch
from content_models.search.values import Asked, Filters, SearchDocument
from tests.content_models.search.library import TODAY
from tests.desk import ISSUED, LEADER, Desk


class Node:
    """A process that searches: what it found out about the lag, and its answers."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.live = LiveSearch()
        self.home = SearchHome(folder)
        self.happened: list[datetime] = []
        self.follower = SearchFollower(store, self.home, self.live, self.happened.extend)

    async def ids(self, text: str, **filters: bool) -> list[str]:
        answer = await self.live.search(Asked(text, TODAY, Filters(**filters)))
        return [hit.id for hit in answer.found.hits]


@pytest.fixture
async def nodes(store: Store, tmp_path: Path) -> AsyncIterator[list[Node]]:
    """Two processes that share a folder."""
    both = [Node(store, tmp_path / "search") for _ in range(2)]
    yield both
    for node in both:
        node.follower.close()


@pytest.fixture
def node(nodes: list[Node]) -> Node:
    return nodes[0]


async def told(store: Store, times: int = 1) -> None:
    """What the worker's relay does after a commit."""
    for row in await outbox.due(store.now(), 100):
        for _ in range(times):
            await note_for_search(store, row)
        await outbox.settle(row, {"state": "done"})


async def taken_back(store: Store, change: ReleaseChange) -> None:
    command = Withdraw(
        actor=LEADER,
        idempotency_key=new_id(),
        release_id=change.release_id,
        expected_version=change.version,
        reason="内容有误",
    )
    await withdraw(store, command)


async def test_publication_and_withdrawal_reach_the_index_once_each(store: Store, node: Node) -> None:
    desk = Desk(store)
    await node.follower.step()
    published = await desk.published(await desk.draft("关于停水的示例通知"))
    await told(store, times=2)
    await node.follower.step()
    assert await node.ids("停水") == [published.release_id]
    assert len(node.happened) == 1
    await taken_back(store, published)
    await told(store)
    await node.follower.step()
    assert await node.ids("停水") == []


async def test_what_was_there_before_is_found_when_the_folder_is_empty(store: Store, node: Node) -> None:
    desk = Desk(store)
    published = await desk.published(await desk.draft("关于停水的示例通知"))
    with pytest.raises(SearchNotReady):
        await node.ids("停水")
    await node.follower.step()
    assert await node.ids("停水") == [published.release_id]


async def test_drafts_are_not_found(store: Store, node: Node) -> None:
    desk = Desk(store)
    await desk.draft("关于停水的示例通知")
    await desk.reviewed(await desk.draft("关于停水的示例公告"))
    await told(store)
    await node.follower.step()
    assert await node.ids("停水") == []


async def test_repeal_ends_the_other_release(store: Store, node: Node) -> None:
    desk = Desk(store)
    old = await desk.published(await desk.draft("旧示例停车办法"))
    await told(store)
    await node.follower.step()
    draft = await desk.draft("新示例停车办法")
    revision = await Revision.find_one(Revision.release_id == draft.release_id)
    assert revision is not None
    await link(revision, old.release_id)
    new = await desk.published(draft)
    await told(store)
    await node.follower.step()
    assert await node.ids("停车办法") == [new.release_id]
    assert set(await node.ids("停车办法", any_validity=True)) == {new.release_id, old.release_id}


async def test_what_a_renamed_organ_published_is_found_by_its_new_name(store: Store, node: Node) -> None:
    water = Organ(
        id="organ-1", full_name="示例市水务公司", short_name="水务", level=OrganLevel.municipal, region_code="320100"
    )
    assert not await save_organ(store, water)
    desk = Desk(store)
    published = await desk.published(await desk.draft("抢修安排"))
    await told(store)
    await node.follower.step()
    assert await node.ids("水务") == [published.release_id]
    assert not await save_organ(store, water), "entered again, called the same"
    assert await save_organ(store, water.model_copy(update={"full_name": "示例市环境集团", "short_name": "环境"}))
    (row,) = await outbox.due(store.now(), 100)
    assert row.topic == "organ.renamed"
    await note_renamed_organ(store, row)
    await node.follower.step()
    assert await node.ids("环境集团") == [published.release_id]
    assert await node.ids("水务") == []


async def link(revision: Revision, repealed: str) -> None:
    """A repeal that takes effect in 2020, written before anybody signs."""
    revision.content.links = [Link(type=LinkType.repeals, target_id=repealed)]
    revision.content.policy = ISSUED.model_copy(update={"effective_date": date(2020, 1, 1)})
    revision.sha256 = content_digest(revision.content)
    await revision.replace()


async def test_one_process_writes_and_the_other_takes_over(store: Store, nodes: list[Node]) -> None:
    writer, reader = nodes
    desk = Desk(store)
    await writer.follower.step()
    await reader.follower.step()
    first = await desk.published(await desk.draft("关于停水的示例通知"))
    await told(store)
    await reader.follower.step()
    assert await reader.ids("停水") == [], "who does not hold the lock does not write"
    await writer.follower.step()
    await reader.follower.step()
    assert await reader.ids("停水") == [first.release_id]
    writer.follower.close()
    second = await desk.published(await desk.draft("关于停水的示例公告"))
    await told(store)
    await reader.follower.step()
    assert set(await reader.ids("停水")) == {first.release_id, second.release_id}


async def test_reindex_swaps_while_others_search(store: Store, nodes: list[Node]) -> None:
    writer, reader = nodes
    desk = Desk(store)
    published = await desk.published(await desk.draft("关于停水的示例通知"))
    for node in nodes:
        await node.follower.step()
    before = writer.home.current()
    seen: list[tuple[int, int]] = []
    built = await rebuild(SearchHome(writer.home.path), lambda done, total: seen.append((done, total)))
    assert (built.documents, seen) == (1, [(0, 1), (1, 1)])
    assert await reader.ids("停水") == [published.release_id], "the old one answers until the new one is taken up"
    for node in nodes:
        await node.follower.step()
    assert writer.home.current() != before
    assert before is not None
    assert not before.exists()
    assert await writer.ids("停水") == await reader.ids("停水") == [published.release_id]


async def test_two_rebuilds_at_once_are_one(store: Store, node: Node) -> None:
    lock = node.home.rebuild_lock()
    assert lock.try_hold()
    with pytest.raises(SearchRebuildRunning):
        await rebuild(node.home)
    lock.release()
    await rebuild(node.home)


async def test_changes_during_a_rebuild_are_in_it(store: Store, node: Node) -> None:
    desk = Desk(store)
    first = await desk.published(await desk.draft("关于停水的示例通知"))
    publishing: list[asyncio.Task[None]] = []

    async def publish_another() -> None:
        await desk.published(await desk.draft("关于停水的示例公告"))
        await told(store)

    def publish_meanwhile(done: int, total: int) -> None:
        if not publishing:
            publishing.append(asyncio.create_task(publish_another()))

    await rebuild(node.home, publish_meanwhile)
    await publishing[0]
    await node.follower.step()
    found = await node.ids("停水")
    assert first.release_id in found
    assert len(found) == 2


@pytest.mark.parametrize("damage", ["files", "records", "pointer"])
async def test_damaged_index_is_rebuilt_at_the_next_start(
    store: Store, tmp_path: Path, node: Node, damage: str
) -> None:
    desk = Desk(store)
    published = await desk.published(await desk.draft("关于停水的示例通知"))
    await node.follower.step()
    node.follower.close()
    folder = node.home.current()
    assert folder is not None
    if damage == "files":
        victim = next(folder.glob("*.store"))
        victim.write_bytes(b"\x00" * victim.stat().st_size)
    elif damage == "records":
        (folder / "meta.json").write_text("{")
    else:
        (node.home.path / "current").write_bytes(b"\xff../../etc")
    again = Node(store, tmp_path / "search")
    await again.follower.step()
    assert await again.ids("停水") == [published.release_id]
    assert again.home.current() != folder
    again.follower.close()


async def test_damage_found_by_a_question_is_answered_in_words_and_mended(store: Store, node: Node) -> None:
    desk = Desk(store)
    published = await desk.published(await desk.draft("关于停水的示例通知"))
    await node.follower.step()
    index = node.live.index
    assert isinstance(index, TantivyIndex)
    node.live.index = Unreadable(index)  # type: ignore[assignment]
    with pytest.raises(SearchNotReady):
        await node.ids("停水")
    await node.follower.step()
    assert await node.ids("停水") == [published.release_id]


async def test_index_that_a_dying_process_still_holds_is_not_taken_for_damaged(store: Store, node: Node) -> None:
    desk = Desk(store)
    published = await desk.published(await desk.draft("关于停水的示例通知"))
    await node.follower.step()
    generation = node.home.current()
    assert generation is not None
    node.follower.close()
    dying = TantivyIndex.open(generation)
    dying.put([], {"nobody"})  # it has begun to write, and its lock on the folder is gone before its lock on the index
    later = await desk.published(await desk.draft("关于停水的另一份示例通知"))
    await told(store)
    await node.follower.step()
    assert await node.ids("停水") == [published.release_id]
    dying.close()
    await node.follower.step()
    assert node.home.current() == generation, "it was opened, not built anew"
    assert set(await node.ids("停水")) == {published.release_id, later.release_id}


@pytest.mark.parametrize(("failures", "is_rebuilt"), [(1, False), (DOUBTS, False), (DOUBTS + 1, True)])
async def test_whole_files_that_cannot_be_read_are_looked_at_again_before_all_is_built_anew(
    store: Store, node: Node, monkeypatch: pytest.MonkeyPatch, failures: int, is_rebuilt: bool
) -> None:
    desk = Desk(store)
    await desk.published(await desk.draft("关于停水的示例通知"))
    await node.follower.step()
    generation = node.home.current()
    later = await desk.published(await desk.draft("关于停水的另一份示例通知"))
    await told(store)
    put, left = TantivyIndex.put, [None] * failures

    def unlucky(self: TantivyIndex, documents: Sequence[SearchDocument], gone: Collection[str]) -> int:
        if left:
            left.pop()
            raise SearchIndexDamaged(folder=self.folder.name, reason="not to be had")
        return put(self, documents, gone)

    monkeypatch.setattr(TantivyIndex, "put", unlucky)
    for _ in range(failures + 2):
        await node.follower.step()
    assert (node.home.current() != generation) == is_rebuilt
    assert later.release_id in await node.ids("停水")


async def test_an_index_that_was_doubted_and_then_given_up_is_built_anew(
    store: Store, node: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(store)
    published = await desk.published(await desk.draft("关于停水的示例通知"))
    await node.follower.step()
    generation = node.home.current()
    assert generation is not None
    await told(store)

    def unlucky(self: TantivyIndex, documents: Sequence[SearchDocument], gone: Collection[str]) -> int:
        raise SearchIndexDamaged(folder=self.folder.name, reason="not to be had")

    with monkeypatch.context() as patch:
        patch.setattr(TantivyIndex, "put", unlucky)
        await desk.published(await desk.draft("关于停水的另一份示例通知"))
        await told(store)
        await node.follower.step()
    node.home.mark_damaged(generation)  # by another process
    await node.follower.step()
    assert node.home.current() != generation
    assert published.release_id in await node.ids("停水")


class Unreadable:
    """An index whose files have become unreadable under it: a disk that fails."""

    def __init__(self, index: TantivyIndex) -> None:
        self.folder = index.folder
        self.epoch = index.epoch

    def search(self, asked: Asked) -> None:
        raise SearchIndexDamaged(folder=self.folder.name)


async def test_index_of_another_recipe_is_rebuilt(store: Store, node: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(store)
    published = await desk.published(await desk.draft("关于停水的示例通知"))
    monkeypatch.setattr("content_models.search.engine.tantivy_index.RECIPE", "0")
    await rebuild(node.home)
    monkeypatch.undo()
    old = node.home.current()
    await node.follower.step()
    assert node.home.current() != old
    assert await node.ids("停水") == [published.release_id]


async def test_older_change_is_ignored_and_counted(store: Store) -> None:
    await search.note(store, {"a": 5, "b": 1}, store.now())
    assert await search.note(store, {"a": 4, "b": 2}, store.now()) == 1
    counter = await search.counter()
    assert (counter.value, counter.outdated_writes) == (2, 1)
    assert [(one.id, one.epoch) for one in await search.changed_since(0, 100)] == [("a", 1), ("b", 2)]


async def test_changes_of_one_epoch_come_together(store: Store) -> None:
    await search.note(store, {"a": 1}, store.now())
    await search.note(store, {"b": 1, "c": 1}, store.now())
    assert [one.id for one in await search.changed_since(0, 2)] == ["a"]
    assert {one.id for one in await search.changed_since(1, 3)} == {"b", "c"}
