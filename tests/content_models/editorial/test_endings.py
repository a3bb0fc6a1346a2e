"""更正与结束: verbs with rights, events and public effects of their own; `published_at` never moves."""

import asyncio
from datetime import date
from typing import Any

import pytest

from content_models.editorial.actions.correct import Correct, CorrectSilently, correct, correct_silently
from content_models.editorial.actions.edit import Edit, edit
from content_models.editorial.actions.merge import Merge, merge
from content_models.editorial.actions.record_validity import (
    RecordValidity,
    RetractValidity,
    record_validity,
    retract_validity,
)
from content_models.editorial.actions.remove import Remove, remove
from content_models.editorial.actions.withdraw import Withdraw, withdraw
from content_models.editorial.change import ReleaseChange
from content_models.editorial.errors import MergeRefused, SignOffsMissing
from content_models.kit import outbox
from content_models.kit.actors import Actor
from content_models.kit.errors import NotAllowed, VersionConflict, WrongState
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.releases import repository as releases
from content_models.releases.cards import repository as cards
from content_models.releases.documents import Content, EventKind, ReleaseKind, ReleaseState
from content_models.releases.marks import MarkKind
from content_models.releases.validity import ValidityStatus, events_of, validity_on
from content_models.timeline.documents import Gone
from content_models.timeline.rules import as_one_card, entry_of
from tests.desk import EDITOR, HEAD, ISSUED, LEADER, Desk


def asked(at: ReleaseChange, actor: Actor = LEADER) -> dict[str, Any]:
    return {
        "actor": actor,
        "idempotency_key": new_id(),
        "release_id": at.release_id,
        "expected_version": at.version,
    }


async def rewritten(store: Store, desk: Desk, at: ReleaseChange, title: str) -> ReleaseChange:
    """Another text, reviewed, beside the public one."""
    content = Content(title=title, body_html="<p>改过的示例正文。</p>", policy=ISSUED)
    return await desk.reviewed(await edit(store, Edit(**asked(at, EDITOR), content=content)))


async def topics(store: Store) -> list[str]:
    return [row.topic for row in await outbox.due(store.now(), 20)]


async def test_a_correction_is_public_and_a_silent_one_is_not(store: Store, desk: Desk) -> None:
    live = await desk.published(await desk.draft())
    published_at = (await releases.load(live.release_id)).published_at

    noted = await correct(
        store, Correct(**asked(await rewritten(store, desk, live, "示例通知（二）")), note="第二条的日期有误")
    )
    quiet = await correct_silently(
        store, CorrectSilently(**asked(await rewritten(store, desk, noted, "示例通知（三）")), reason="错别字")
    )

    release = await releases.load(live.release_id)
    assert (release.state, release.published_at) == (ReleaseState.published, published_at)
    kinds = [event.kind for event in await releases.events_of(live.release_id)]
    assert [kind for kind in kinds if kind in (EventKind.corrected, EventKind.corrected_silently)] == [
        EventKind.corrected,
        EventKind.corrected_silently,
    ]
    assert await topics(store) == ["release.published", "release.corrected", "release.refreshed"]
    versions = (await cards.published_versions([live.release_id]))[live.release_id]
    assert [(one.note, one.revision_id) for one in versions[:1]] == [("第二条的日期有误", quiet.revision)]
    assert len(versions) == 2  # a silent one stands in the place of the text it mended


async def test_correcting_needs_its_own_right_and_new_signatures(store: Store, desk: Desk) -> None:
    live = await desk.published(await desk.draft())
    reviewed = await rewritten(store, desk, live, "改过的示例通知")
    with pytest.raises(NotAllowed):
        await correct_silently(store, CorrectSilently(**asked(reviewed, EDITOR), reason="错别字"))
    content = Content(title="又改", body_html="<p>又改。</p>", policy=ISSUED)
    unsigned = await edit(store, Edit(**asked(reviewed, EDITOR), content=content))
    with pytest.raises(SignOffsMissing):
        await correct(store, Correct(**asked(unsigned), note="更正日期"))


async def test_what_is_not_public_is_neither_corrected_nor_ended(store: Store, desk: Desk) -> None:
    reviewed = await desk.reviewed(await desk.draft())
    for act in (
        correct(store, Correct(**asked(reviewed), note="更正")),
        withdraw(store, Withdraw(**asked(reviewed), reason="有误")),
        remove(store, Remove(**asked(reviewed), reason="误发")),
        merge(store, Merge(**asked(reviewed), target_id="x")),
        record_validity(
            store, RecordValidity(**asked(reviewed), kind=MarkKind.repealed, on=date(2026, 1, 1), basis="文件")
        ),
    ):
        with pytest.raises(WrongState):
            await act


async def test_a_mistake_is_removed_without_a_word(store: Store, desk: Desk) -> None:
    live = await desk.published(await desk.draft())
    with pytest.raises(NotAllowed):
        await remove(store, Remove(**asked(live, HEAD), reason="误带个人信息"))
    await remove(store, Remove(**asked(live), reason="误带个人信息"))

    release = await releases.load(live.release_id)
    assert release.state is ReleaseState.removed
    assert "个人信息" not in (release.withdrawal_reason or "")
    entry = entry_of(release)
    assert entry
    assert (entry.visible, entry.gone) == (False, Gone.removed)
    last = (await releases.events_of(live.release_id))[-1]
    assert (last.kind, last.details["reason"]) == (EventKind.removed, "误带个人信息")
    assert await releases.live([live.release_id]) == {}


async def test_a_merged_release_stands_for_another(store: Store, desk: Desk) -> None:
    kept, copy, third = [await desk.published(await desk.draft(f"示例通知{n}", ReleaseKind.notice)) for n in "一二三"]
    await merge(store, Merge(**asked(copy, HEAD), target_id=kept.release_id))
    await merge(store, Merge(**asked(kept, HEAD), target_id=third.release_id))

    release = await releases.load(copy.release_id)
    assert (await releases.standing_for(release)).id == third.release_id
    entry = entry_of(release, cluster_id="one")
    assert entry
    assert (entry.gone, entry.merged_into, entry.cluster_id) == (Gone.merged, kept.release_id, None)
    assert as_one_card([entry]) == [entry]  # no copy, and not it itself, brings it back


async def test_a_merge_that_would_lose_something_is_refused(store: Store, desk: Desk) -> None:
    policy = await desk.published(await desk.draft("示例办法"))
    other = await desk.published(await desk.draft("另一份示例办法"))
    notice = await desk.published(await desk.draft("示例公告", ReleaseKind.notice))
    await desk.published(await desk.draft("《示例办法》解读", ReleaseKind.interpretation, reads=policy.release_id))
    for target in (policy.release_id, notice.release_id, "no-such-release"):
        with pytest.raises(MergeRefused):
            await merge(store, Merge(**asked(policy), target_id=target))
    with pytest.raises(MergeRefused, match="《示例办法》解读"):
        await merge(store, Merge(**asked(policy), target_id=other.release_id))


async def test_validity_is_computed_from_what_was_entered(store: Store, desk: Desk) -> None:
    live = await desk.published(await desk.draft())
    said = {"kind": MarkKind.repealed, "on": date(2027, 1, 1), "basis": "示政发〔2026〕3号"}
    marked = await record_validity(store, RecordValidity(**asked(live, HEAD), **said))

    async def status(day: date) -> ValidityStatus:
        release = await releases.load(live.release_id)
        facts = ISSUED.model_copy(update={"effective_date": date(2026, 6, 1)})
        return validity_on(events_of(facts, (), release.validity_marks), day).status

    assert await status(date(2026, 5, 31)) is ValidityStatus.pending
    assert await status(date(2026, 12, 31)) is ValidityStatus.in_force
    assert await status(date(2027, 1, 1)) is ValidityStatus.repealed

    mark = (await releases.load(live.release_id)).validity_marks[0]
    await retract_validity(store, RetractValidity(**asked(marked, HEAD), mark_id=mark.id, reason="看错了"))
    assert await status(date(2027, 1, 1)) is ValidityStatus.in_force
    kinds = [event.kind for event in await releases.events_of(live.release_id)]
    assert kinds[-2:] == [EventKind.validity_recorded, EventKind.validity_retracted]


async def test_two_people_ending_at_once_and_double_clicks_have_one_effect(store: Store, desk: Desk) -> None:
    live = await desk.published(await desk.draft())
    one = Withdraw(**asked(live), reason="数据有误")
    other = Remove(**asked(live), reason="误发")
    answers = await asyncio.gather(
        withdraw(store, one), withdraw(store, one), remove(store, other), return_exceptions=True
    )
    assert len([answer for answer in answers if isinstance(answer, VersionConflict)]) in (1, 2)
    ends = [event for event in await releases.events_of(live.release_id) if event.kind in ("withdrawn", "removed")]
    assert len(ends) == 1
    assert (await topics(store)).count("release.withdrawn") == 1
