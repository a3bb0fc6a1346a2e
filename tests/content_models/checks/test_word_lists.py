"""词表 as data: editions, rights, tables both ways, and what is public read again when a list changes."""

import asyncio
from typing import Any

import pytest

from content_models.checks import repository as checks
from content_models.checks.actions.rescan import recheck_findings, rescan_some
from content_models.checks.actions.save_word_list import SavedWordList, SaveWordList, save_word_list
from content_models.checks.documents import ListPurpose, WordEntry
from content_models.checks.errors import ChecksFailed, WordListInvalid
from content_models.checks.issues import Severity
from content_models.checks.seeds import seed
from content_models.checks.tables import entries_of, rows_of
from content_models.editorial.actions.withdraw import Withdraw, withdraw
from content_models.kit import outbox
from content_models.kit.errors import NotAllowed, VersionConflict
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.staff.documents import Role
from tests.desk import EDITOR, LEADER, Desk, person

KEEPER = person("管理员", Role.administrator)


def saving(*words: str, **changes: Any) -> SaveWordList:
    said = {
        "actor": KEEPER,
        "idempotency_key": new_id(),
        "expected_version": 0,
        "name": "示例词表",
        "purpose": ListPurpose.watched,
        "severity": Severity.red,
        "owner": "编辑部",
        "entries": [WordEntry(word=word) for word in words],
    }
    return SaveWordList(**(said | changes))


async def scan_all(store: Store) -> None:
    while await rescan_some(store):
        pass


async def test_a_list_has_editions_that_stay(store: Store) -> None:
    first = await save_word_list(store, saving("旧词"))
    again = saving("新词", list_id=first.list_id, expected_version=1, note="换词")
    assert (await save_word_list(store, again)).version == 2
    versions = await checks.versions_of(first.list_id)
    assert [(one.number, one.body.entries[0].word, one.note) for one in versions] == [
        (2, "新词", "换词"),
        (1, "旧词", ""),
    ]


async def test_lists_are_kept_by_administrators_one_at_a_time(store: Store) -> None:
    with pytest.raises(NotAllowed, match="管理员"):
        await save_word_list(store, saving("词语", actor=EDITOR))
    with pytest.raises(WordListInvalid, match="两条"):
        await save_word_list(store, saving("词语", "词语"))
    made = await save_word_list(store, saving("词语"))
    both = [saving(word, list_id=made.list_id, expected_version=1) for word in ("甲词", "乙词")]
    answers = await asyncio.gather(*(save_word_list(store, one) for one in both), return_exceptions=True)
    assert sum(isinstance(answer, SavedWordList) for answer in answers) == 1
    assert sum(isinstance(answer, VersionConflict) for answer in answers) == 1


async def test_a_changed_list_reads_again_what_is_public(store: Store) -> None:
    desk = Desk(store)
    live = await desk.published(await desk.draft("示例办法"))
    made = await save_word_list(store, saving("示例办法", "不会出现的词"))
    await scan_all(store)
    [finding] = await checks.open_findings()
    assert (finding.release_id, finding.issue.found) == (live.release_id, "示例办法")
    [scan] = await checks.newest_rescans()
    assert scan.done_at
    assert scan.examined == 1

    same = saving("示例办法", list_id=made.list_id, expected_version=1)
    await save_word_list(store, same)
    await scan_all(store)
    assert [one.opened_at for one in await checks.open_findings()] == [finding.opened_at]  # the same alarm

    await save_word_list(store, saving("别的词", list_id=made.list_id, expected_version=2))
    await scan_all(store)
    assert await checks.open_findings() == []


async def test_a_word_blocks_and_what_is_withdrawn_has_no_alarm(store: Store) -> None:
    desk = Desk(store)
    live = await desk.published(await desk.draft("示例办法"))
    await save_word_list(store, saving("示例办法"))
    await scan_all(store)
    assert await checks.count_open_findings() == 1
    with pytest.raises(ChecksFailed):
        await desk.published(await desk.draft("另一份示例办法"))
    command = Withdraw(
        actor=LEADER,
        idempotency_key=new_id(),
        release_id=live.release_id,
        expected_version=live.version,
        reason="有误",
    )
    await withdraw(store, command)
    for row in await outbox.due(store.now(), 10):
        await recheck_findings(store, row)
    assert await checks.count_open_findings() == 0


async def test_shipped_lists_come_once_and_never_over_changes(store: Store) -> None:
    count = await seed(store.now())
    assert count >= 3
    assert await seed(store.now()) == 0
    assert all(one.rule for one in await checks.compiled_lists())


def test_a_table_goes_out_and_comes_back() -> None:
    entries = [
        WordEntry(word="最佳", instead="较好", reason="广告法", exceptions=["最佳实践", "评为最佳"]),
        WordEntry(word="帐户", instead="账户"),
    ]
    assert entries_of(list(rows_of(entries))) == entries
    assert entries_of([["词"], ["", ""], ["只有词"]]) == [WordEntry(word="只有词")]


def test_a_table_with_a_bad_row_is_refused_by_row() -> None:
    with pytest.raises(WordListInvalid, match="第 2 行") as refused:
        entries_of([["好词"], ["短"], ["长" * 61], ["词语", "改" * 61]])
    assert len(refused.value.details["problems"]) == 3
