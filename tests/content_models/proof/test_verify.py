"""Whatever is changed behind the system's back is found and named: a date, a text, an event, a record, a day."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from content_models.announcements.documents import CampaignEvent
from content_models.audit.actions.note import Deed, note
from content_models.bundles.documents import PlanEvent
from content_models.editorial.documents import Role
from content_models.intake.triage_log.documents import TriageEvent, TriageEventKind
from content_models.kit.store import Store
from content_models.proof.actions.seal import seal
from content_models.proof.verify import verify
from content_models.releases import repository as releases
from content_models.releases.rules import content_digest
from content_models.sources.changes.documents import SourceChange, SourceChangeKind
from tests.desk import Desk, person

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)  # at 12:00 in Shanghai

Tamper = Callable[[Store, str], Awaitable[Any]]


@pytest.fixture
async def release_id(store: Store) -> str:
    """A release that was published, some acts in the log, and the day sealed."""
    store.now = lambda: NOON
    desk = Desk(store)
    change = await desk.published(await desk.draft("示例通知"))
    for n in range(3):
        await note(store, Deed(stream="wang", actor_id="wang", actor_name="王编辑", act=f"act {n}"))
    store.now = lambda: NOON + timedelta(days=1)
    await seal(store)
    return change.release_id


async def test_what_nobody_touched_holds(store: Store, release_id: str) -> None:
    verdict = await verify()
    assert verdict.broken == ()
    assert (verdict.releases, verdict.entries, verdict.roots) == (1, 3, 1)
    assert verdict.events == len(await releases.events_of(release_id))


def changing(collection: str, wanted: dict[str, Any], change: dict[str, Any]) -> Tamper:
    return lambda store, _: store.database[collection].update_one(wanted, change)


def removing(collection: str, wanted: dict[str, Any]) -> Tamper:
    return lambda store, _: store.database[collection].delete_one(wanted)


async def _text_with_its_digest(store: Store, release_id: str) -> None:
    revision = await releases.load_revision((await releases.load(release_id)).current_revision_id)
    changed = revision.content.model_copy(update={"title": "改过的标题"})
    words = {"content.title": changed.title, "sha256": content_digest(changed)}
    await store.database["revisions"].update_one({"_id": revision.id}, {"$set": words})


async def _earlier_publication(store: Store, release_id: str) -> None:
    release = await releases.load(release_id)
    assert release.published_at
    earlier = release.published_at - timedelta(days=30)
    await store.database["releases"].update_one({"_id": release_id}, {"$set": {"published_at": earlier}})


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (changing("revisions", {}, {"$set": {"content.title": "改过的标题"}}), "被改过"),
        (_text_with_its_digest, "被改过"),
        (_earlier_publication, "首次发布时间被改过"),
        (changing("release_events", {"version": 3}, {"$set": {"actor.name": "别人"}}), "第 3 个事件"),
        (changing("release_events", {"version": 2}, {"$set": {"digest": "0" * 64}}), "第 2 个事件"),
        (removing("release_events", {"version": 2}), "第 3 个事件"),
        (removing("release_events", {"kind": "published"}), "最后的事件被删去"),
        (changing("audit_entries", {"number": 2}, {"$set": {"status": 200, "act": "x"}}), "第 2 个事件"),
        (removing("audit_entries", {"number": 1}), "第 2 个事件"),
        (removing("audit_entries", {"number": 3}), "最后的记录被删去"),
        (changing("daily_roots", {}, {"$set": {"root": "0" * 64}}), "每日根本身被改过"),
    ],
)
async def test_every_later_change_is_found_and_named(store: Store, release_id: str, tamper: Tamper, said: str) -> None:
    await tamper(store, release_id)
    broken = (await verify()).broken
    assert broken
    assert any(said in f"{one.where}{one.what}" for one in broken), broken


async def test_a_chain_written_anew_is_found_by_the_sealed_day(store: Store, release_id: str) -> None:
    """The whole stream is gone with its head, as if the person had never been there."""
    await store.database["audit_entries"].delete_many({})
    await store.database["chain_heads"].delete_many({})
    [broken] = (await verify()).broken
    assert "每日根" in broken.where


async def told(store: Store, at: datetime) -> None:
    """One record in each log that no chain holds together."""
    actor = person("王编辑", Role.editor)
    await TriageEvent(kind=TriageEventKind.spiked, actor=actor, at=at, stands=[], details={"reason": "重复"}).insert()
    await SourceChange(
        source_id="s1", version=2, kind=SourceChangeKind.settings, actor=actor, at=at, note="换地址"
    ).insert()
    await CampaignEvent(campaign_id="c1", version=2, verb="Approve", actor=actor, at=at).insert()
    await PlanEvent(policy_id="p1", version=1, verb="PlanReadings", actor=actor, at=at, details={"forms": []}).insert()


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (changing("triage_events", {}, {"$set": {"details.reason": "无关"}}), "分拣记录"),
        (changing("triage_events", {}, {"$set": {"at": NOON + timedelta(hours=1)}}), "分拣记录"),
        (removing("source_changes", {}), "来源改动记录"),
        (changing("campaign_events", {}, {"$set": {"actor.name": "别人"}}), "推送经过"),
        (changing("reading_plan_events", {}, {"$set": {"details.forms": ["text"]}}), "解读安排经过"),
        (changing("sign_offs", {}, {"$set": {"comment": "改过的意见"}}), "审签"),
    ],
)
async def test_logs_without_a_chain_are_proved_from_the_end_of_their_day(
    store: Store, tamper: Tamper, said: str
) -> None:
    store.now = lambda: NOON
    desk = Desk(store)
    await desk.published(await desk.draft("示例通知"))
    await told(store, NOON)
    store.now = lambda: NOON + timedelta(days=1)
    await seal(store)
    verdict = await verify()
    assert (verdict.broken, verdict.records) == ((), 7), "four of them, and three signatures"
    await tamper(store, "")
    [broken] = (await verify()).broken
    assert broken.where == f"2026-11-20 的{said}"


async def test_a_record_that_is_slipped_into_a_sealed_day_is_found(store: Store, release_id: str) -> None:
    await told(store, NOON)
    [broken] = (await verify()).broken
    assert "2026-11-20 的分拣记录" in broken.where


async def test_each_day_is_sealed_once_and_empty_days_too(store: Store, release_id: str) -> None:
    store.now = lambda: NOON + timedelta(days=3)
    assert [root.events for root in await seal(store)] == [0, 0]
    assert await seal(store) == []
    assert (await verify()).roots == 3


async def test_whoever_watches_is_told_how_much_is_done_and_of_how_much(store: Store, release_id: str) -> None:
    told: list[tuple[int, int]] = []
    await verify(lambda done, total: told.append((done, total)))
    assert told[-1] == (5, 5)  # a release, three entries, a root
    assert [done for done, _ in told] == sorted(done for done, _ in told)
