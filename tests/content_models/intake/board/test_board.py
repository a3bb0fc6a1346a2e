"""The board says what the store says, whoever wrote it, without asking for all of it again."""

from datetime import timedelta

from content_models.intake import repository as intake
from content_models.intake.actions.receive import receive
from content_models.intake.actions.regroup import Merge, merge
from content_models.intake.actions.spike import Restore, Spike, restore, spike
from content_models.intake.board.board import WHOLE_EVERY, TriageBoard
from content_models.intake.board.handled import handled
from content_models.intake.board.rows import Mark
from content_models.intake.board.rules import Age, BoardFilter
from content_models.intake.documents import IntakeItem, ItemKind, TriageState
from content_models.kit.store import Store
from tests.content_models.intake.factories import a_source, arrival
from tests.content_models.intake.test_fuse import said
from tests.content_models.intake.test_snooze import Clock


async def arrive(store: Store, *titles: str, name: str = "health", **fields: object) -> list[str]:
    source = await a_source(name)
    arrivals = [arrival(title, title=title, url=f"https://{name}.example/{title}", **fields) for title in titles]
    return (await receive(store, source, arrivals)).item_ids


def titles(board: TriageBoard, store: Store, **wanted: object) -> list[str]:
    return [row.title for row in board.page(BoardFilter(**wanted), store.now(), 50)]


def a_spike(item_id: str, version: int) -> Spike:
    return Spike(**said(item_id=item_id, expected_version=version, reason="重复"))


async def test_what_came_went_and_came_back_is_taken_up(store: Store) -> None:
    board = TriageBoard()
    one, two = await arrive(store, "甲示例通知", "乙示例通知")
    await board.refresh(store)
    assert board.counts()[TriageState.pending] == 2
    await spike(store, a_spike(one, 1))
    await board.refresh(store)
    assert [row.id for row in board.page(BoardFilter(), store.now(), 50)] == [two]
    await restore(store, Restore(**said(item_id=one, expected_version=2)))
    await board.refresh(store)
    assert len(board) == 2


async def test_an_idle_board_asks_one_small_question(store: Store) -> None:
    await arrive(store, *(f"第{n}号示例通知" for n in range(30)))
    board, clock = TriageBoard(), Clock(store)
    await board.refresh(store)
    clock.passes(minutes=3)
    await board.refresh(store)
    before = board.generation
    clock.passes(minutes=3)
    await board.refresh(store)
    assert board.generation == before
    assert len(board) == 30


async def test_a_write_under_another_clock_is_found_by_the_whole_reading(store: Store) -> None:
    board, clock = TriageBoard(), Clock(store)
    [item_id] = await arrive(store, "甲示例通知")
    await board.refresh(store)
    long_ago = store.now() - timedelta(days=2)
    changes = {"$set": {"state": "spiked", "updated_at": long_ago}, "$inc": {"version": 1}}
    await IntakeItem.get_pymongo_collection().update_one({"_id": item_id}, changes)
    clock.passes(minutes=2)
    await board.refresh(store)
    assert len(board) == 1
    clock.passes(seconds=int(WHOLE_EVERY.total_seconds()) + 1)
    await board.refresh(store)
    assert len(board) == 0


async def test_filters_hold_together_and_words_are_found_in_any_form(store: Store) -> None:
    board = TriageBoard()
    await arrive(store, "关于ＡＢＣ停水的示例通知", kind=ItemKind.notice, body_text="涉及云锦路 12 号。")
    await arrive(store, "供暖示例消息", name="heat", kind=ItemKind.news, body_text="电话 13800138000")
    await board.refresh(store)
    assert titles(board, store, kind=ItemKind.news) == ["供暖示例消息"]
    assert titles(board, store, words="abc　云锦路12号") == ["关于ＡＢＣ停水的示例通知"]
    assert titles(board, store, words="云锦路 供暖") == []
    assert titles(board, store, mark=Mark.sensitive) == ["供暖示例消息"]
    assert titles(board, store, organ_id="organ-heat", age=Age.today) == ["供暖示例消息"]
    assert titles(board, store, organs=frozenset({"organ-health"})) == ["关于ＡＢＣ停水的示例通知"]
    assert titles(board, store, organs=frozenset()) == []
    assert titles(board, store, age=Age.older) == []


async def test_every_counter_is_what_its_filter_shows(store: Store) -> None:
    board = TriageBoard()
    await arrive(store, "甲示例通知", "乙紧急通知", kind=ItemKind.notice)
    await arrive(store, "丙示例消息", name="news", kind=ItemKind.news)
    await board.refresh(store)
    states = frozenset({TriageState.pending, TriageState.changed})
    facets = board.facets(states, store.now())
    for kind in ItemKind:
        assert facets.kinds[kind] == board.count(BoardFilter(kind=kind), store.now())
    for mark in Mark:
        assert facets.marks[mark] == board.count(BoardFilter(mark=mark), store.now())
    for age in Age:
        assert facets.ages[age] == board.count(BoardFilter(age=age), store.now())
    assert facets.sources.total() == 3
    assert board.facets(states, store.now(), frozenset({"organ-news"})).kinds == {ItemKind.news: 1}


async def test_what_a_source_changed_re_enters_on_top(store: Store) -> None:
    board, clock = TriageBoard(), Clock(store)
    source = await a_source("health")
    [old] = (await receive(store, source, [arrival("1", title="旧的示例通知")])).item_ids
    item = await intake.load(old)
    await store.transaction(
        lambda session: intake.mark_adopted(item, "r1", expected_version=1, now=store.now(), session=session)
    )
    clock.passes(hours=1)
    await arrive(store, "新的示例通知", name="b")
    clock.passes(hours=1)
    await receive(store, source, [arrival("1", title="旧的示例通知（更正）")])
    await board.refresh(store)
    [first, second] = board.page(BoardFilter(), store.now(), 50)
    assert (first.id, first.marks & {Mark.changed}) == (old, {Mark.changed})
    assert second.title == "新的示例通知"
    assert board.page(BoardFilter(), store.now(), 50, after=first.place) == [second]


async def test_members_of_a_group_wait_behind_their_head(store: Store) -> None:
    board = TriageBoard()
    one, two = await arrive(store, "甲示例通知", "乙示例通知")
    await merge(store, Merge(**said(item_id=one, expected_version=1, other_ids=[two])))
    await board.refresh(store)
    [head] = board.page(BoardFilter(), store.now(), 50)
    assert Mark.grouped in head.marks


async def test_listeners_hear_of_changes_until_they_stop(store: Store) -> None:
    board, heard = TriageBoard(), []
    stop = board.listen(lambda: heard.append(1))
    await arrive(store, "甲示例通知")
    await board.refresh(store)
    assert heard
    stop()
    heard.clear()
    await arrive(store, "乙示例通知", name="b")
    await board.refresh(store)
    assert heard == []


async def test_handled_items_are_paged_the_last_first(store: Store) -> None:
    clock = Clock(store)
    ids = await arrive(store, *(f"第{n}号示例通知" for n in range(5)))
    for item_id in ids:
        clock.passes(days=11)
        await spike(store, a_spike(item_id, 1))
    states = [TriageState.spiked]
    page = await handled(states, store.now() + timedelta(seconds=1), 3)
    assert [item.id for item in page] == ids[:1:-1]
    rest = await handled(states, page[-1].updated_at, 3)
    assert [item.id for item in rest] == ids[1::-1]
