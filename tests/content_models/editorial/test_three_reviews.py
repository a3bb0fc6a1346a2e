"""三审三校: what may be published, by whom, and what an edit undoes."""

import asyncio

import pytest

from content_models.editorial import repository as editorial
from content_models.editorial.actions.edit import Edit, edit
from content_models.editorial.actions.publish import Publish, ReleaseAt, publish
from content_models.editorial.actions.withdraw import Withdraw, withdraw
from content_models.editorial.change import ReleaseChange, event_digest
from content_models.editorial.documents import Role, Stage, Verdict
from content_models.editorial.errors import AlreadySigned, InterpretationUnlinked, NotThisStage, SignOffsMissing
from content_models.kit import outbox
from content_models.kit.actors import Actor
from content_models.kit.errors import IdempotencyKeyReused, NotAllowed, VersionConflict, WrongState
from content_models.kit.hash_chain import GENESIS
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.releases import repository as releases
from content_models.releases.documents import Content, ReleaseKind, ReleaseState
from tests.desk import EDITOR, HEAD, ISSUED, LEADER, Desk, person


def publishing(at: ReleaseChange, by: Actor = LEADER, *together: ReleaseChange, key: str | None = None) -> Publish:
    return Publish(
        actor=by,
        idempotency_key=key or new_id(),
        release_id=at.release_id,
        expected_version=at.version,
        together_with=[ReleaseAt(release_id=other.release_id, expected_version=other.version) for other in together],
    )


def editing(at: ReleaseChange, title: str, **changes: str) -> Edit:
    return Edit(
        actor=EDITOR,
        idempotency_key=new_id(),
        release_id=at.release_id,
        expected_version=at.version,
        content=Content(title=title, body_html="<p>改过的示例正文。</p>", policy=ISSUED),
        **changes,
    )


async def test_three_people_sign_and_the_release_goes_public(store: Store, desk: Desk) -> None:
    change = await publish(store, publishing(await desk.reviewed(await desk.draft())))

    seen = (await releases.live([change.release_id]))[change.release_id]
    assert change.state is ReleaseState.published
    assert seen.revision.content.title == "示例通知"
    assert seen.revision.content.body_text == "一、总则\n示例正文。"
    assert [section.heading for section in seen.revision.content.outline] == ["总则"]
    assert "all" in seen.release.channels
    assert "organ:organ-1" in seen.release.channels


async def test_without_sign_offs_nothing_is_published(store: Store, desk: Desk) -> None:
    draft = await desk.draft()
    with pytest.raises(SignOffsMissing) as refused:
        await publish(store, publishing(draft))
    assert refused.value.details["missing"] == [Stage.first, Stage.second, Stage.final]

    half = await desk.signed(await desk.submitted(draft), Stage.first, EDITOR)
    with pytest.raises(SignOffsMissing) as refused:
        await publish(store, publishing(half))
    assert refused.value.details["missing"] == [Stage.second, Stage.final]
    assert await outbox.pending_count() == 0


async def test_nobody_signs_two_stages(desk: Desk) -> None:
    both = person("两职一身", Role.editor, Role.section_head)
    change = await desk.signed(await desk.submitted(await desk.draft()), Stage.first, both)
    with pytest.raises(AlreadySigned):
        await desk.signed(change, Stage.second, both)


async def test_stages_come_in_order_and_need_their_role(desk: Desk) -> None:
    change = await desk.submitted(await desk.draft())
    with pytest.raises(NotThisStage):
        await desk.signed(change, Stage.second, HEAD)
    with pytest.raises(NotAllowed):
        await desk.signed(change, Stage.first, LEADER)


async def test_an_edit_voids_what_was_signed(store: Store, desk: Desk) -> None:
    reviewed = await desk.reviewed(await desk.draft())
    edited = await edit(store, editing(reviewed, "改过的标题"))
    assert edited.state is ReleaseState.draft
    with pytest.raises(SignOffsMissing):
        await publish(store, publishing(edited))
    again = await publish(store, publishing(await desk.reviewed(edited)))
    assert again.state is ReleaseState.published
    assert len(await editorial.trail_of(again.release_id)) == 6


async def test_an_edit_that_changes_nothing_keeps_the_signatures(store: Store, desk: Desk) -> None:
    reviewed = await desk.reviewed(await desk.draft())
    revision = await releases.load_revision(reviewed.revision)
    same = Edit(
        actor=EDITOR,
        idempotency_key=new_id(),
        release_id=reviewed.release_id,
        expected_version=reviewed.version,
        content=revision.content,
    )
    assert await edit(store, same) == reviewed


async def test_sent_back_text_can_be_reviewed_again(desk: Desk) -> None:
    change = await desk.signed(await desk.submitted(await desk.draft()), Stage.first, EDITOR, Verdict.send_back)
    assert change.state is ReleaseState.draft
    assert (await desk.reviewed(change)).state is ReleaseState.approved


async def test_a_stale_version_is_refused_with_both_versions(store: Store, desk: Desk) -> None:
    draft = await desk.draft()
    await edit(store, editing(draft, "先到的修改"))
    with pytest.raises(VersionConflict) as refused:
        await edit(store, editing(draft, "后到的修改"))
    assert (refused.value.details["expected"], refused.value.details["actual"]) == (1, 2)


async def test_two_editors_at_once_lose_nothing(store: Store, desk: Desk) -> None:
    draft = await desk.draft()
    results = await asyncio.gather(
        *(edit(store, editing(draft, f"第{n}人的修改")) for n in range(5)), return_exceptions=True
    )
    assert sum(isinstance(result, ReleaseChange) for result in results) == 1
    assert sum(isinstance(result, VersionConflict) for result in results) == 4
    assert len(await releases.revisions_of(draft.release_id)) == 2


async def test_the_same_key_is_answered_once_and_replayed(store: Store, desk: Desk) -> None:
    command = publishing(await desk.reviewed(await desk.draft()), key="publish-once")
    answers = await asyncio.gather(*(publish(store, command) for _ in range(4)))
    assert all(answer == answers[0] for answer in answers)
    assert await outbox.pending_count() == 1
    other = await desk.reviewed(await desk.draft("另一条"))
    with pytest.raises(IdempotencyKeyReused):
        await publish(store, publishing(other, key="publish-once"))


async def test_policy_and_interpretation_go_out_in_one_act(store: Store, desk: Desk) -> None:
    policy = await desk.reviewed(await desk.draft("示例办法"))
    reading = await desk.reviewed(
        await desk.draft("《示例办法》政策解读", ReleaseKind.interpretation, reads=policy.release_id)
    )
    await publish(store, publishing(policy, LEADER, reading))

    assert await releases.live_interpretations_of([policy.release_id]) == {policy.release_id: [reading.release_id]}
    live_reading = (await releases.live([reading.release_id]))[reading.release_id]
    assert f"release:{policy.release_id}" in live_reading.release.channels


async def test_one_unreviewed_member_holds_the_whole_bundle_back(store: Store, desk: Desk) -> None:
    policy = await desk.reviewed(await desk.draft("示例办法"))
    reading = await desk.draft("《示例办法》政策解读", ReleaseKind.interpretation, reads=policy.release_id)
    with pytest.raises(SignOffsMissing):
        await publish(store, publishing(policy, LEADER, reading))
    assert await releases.live([policy.release_id, reading.release_id]) == {}


async def test_an_interpretation_must_name_its_policy(store: Store, desk: Desk) -> None:
    reading = await desk.reviewed(await desk.draft("没有对象的解读", ReleaseKind.interpretation))
    with pytest.raises(InterpretationUnlinked):
        await publish(store, publishing(reading))


async def test_published_at_never_moves_and_the_live_text_stays_while_correcting(store: Store, desk: Desk) -> None:
    first = await publish(store, publishing(await desk.reviewed(await desk.draft())))
    published_at = (await releases.load(first.release_id)).published_at

    edited = await edit(store, editing(first, "更正后的标题"))
    assert (await releases.live([first.release_id]))[first.release_id].revision.content.title == "示例通知"
    corrected = await publish(store, publishing(await desk.reviewed(edited)))

    seen = (await releases.live([first.release_id]))[first.release_id]
    assert seen.revision.content.title == "更正后的标题"
    assert seen.release.published_at == published_at
    topics = {row.topic for row in await outbox.due(store.now(), 10)}
    assert topics == {"release.published", "release.corrected"}
    assert corrected.version > first.version


async def test_withdrawing_takes_it_back_with_a_reason(store: Store, desk: Desk) -> None:
    live = await publish(store, publishing(await desk.reviewed(await desk.draft())))
    command = Withdraw(
        actor=HEAD,
        idempotency_key=new_id(),
        release_id=live.release_id,
        expected_version=live.version,
        reason="数据有误",
    )
    assert (await withdraw(store, command)).state is ReleaseState.withdrawn
    assert await releases.live([live.release_id]) == {}
    with pytest.raises(WrongState):
        await edit(store, editing((await withdraw(store, command)), "撤回后再改"))


async def test_events_form_a_chain(store: Store, desk: Desk) -> None:
    live = await publish(store, publishing(await desk.reviewed(await desk.draft())))
    events = await releases.events_of(live.release_id)
    assert [event.version for event in events] == list(range(1, live.version + 1))
    previous = GENESIS
    for event in events:
        assert event.previous_digest == previous
        assert event.digest == event_digest(event)
        previous = event.digest


async def test_scripts_in_an_editors_text_never_reach_the_store(store: Store, desk: Desk) -> None:
    draft = await desk.draft()
    hostile = Edit(
        actor=EDITOR,
        idempotency_key=new_id(),
        release_id=draft.release_id,
        expected_version=draft.version,
        content=Content(
            title="示例",
            body_html="<p onclick=alert(1)>好<script>alert(1)</script><a href='javascript:alert(1)'>链接</a></p>",
            body_text="另一套说法",
        ),
    )
    revision = await releases.load_revision((await edit(store, hostile)).revision)
    assert revision.content.body_html == '<p>好<a rel="noopener noreferrer nofollow">链接</a></p>'
    assert revision.content.body_text == "好链接"


async def test_control_characters_never_reach_the_store(store: Store, desk: Desk) -> None:
    change = await edit(store, editing(await desk.draft(), "标题\x00里的\x1b控制字符"))
    assert (await releases.load_revision(change.revision)).content.title == "标题里的控制字符"
