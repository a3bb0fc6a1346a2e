"""审校设置: other stages, more signers, the reading aloud, and going out first to be reviewed afterwards (补审)."""

import pytest
from pydantic import ValidationError

from content_models.editorial.actions.edit import Edit, edit
from content_models.editorial.actions.publish import Publish, publish
from content_models.editorial.actions.restore import Restore, restore
from content_models.editorial.actions.sign_off import Sign, sign_off
from content_models.editorial.actions.submit import Submit, submit
from content_models.editorial.change import ReleaseChange
from content_models.editorial.documents import Stage, Verdict
from content_models.editorial.errors import AlreadySigned, NotThisStage, ReasonTooShort, SignOffsMissing
from content_models.editorial.review_plan import DEFAULT_STAGES, READING, ReviewPlan
from content_models.kit.actors import Actor
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.releases import repository as releases
from content_models.releases.documents import Content, ReleaseKind, ReleaseState, ReviewStage
from content_models.staff.documents import Role
from tests.desk import EDITOR, HEAD, LEADER, Desk, person

TWO_HEADS = ReviewPlan(
    stages=(
        ReviewStage(id="first", name="初审", role=Role.editor),
        ReviewStage(id="joint", name="会审", role=Role.section_head, signers=2),
    )
)
OTHER_HEAD = person("周科长", Role.section_head)
READER = person("吴编辑", Role.editor)


def submitting(at: ReleaseChange, reason: str = "") -> Submit:
    return Submit(
        actor=EDITOR,
        idempotency_key=new_id(),
        release_id=at.release_id,
        expected_version=at.version,
        urgent_reason=reason,
    )


async def signed(
    store: Store, at: ReleaseChange, stage: str, by: Actor, verdict: Verdict = Verdict.approve
) -> ReleaseChange:
    command = Sign(
        actor=by,
        idempotency_key=new_id(),
        release_id=at.release_id,
        expected_version=at.version,
        stage=stage,
        verdict=verdict,
    )
    return await sign_off(store, command)


def publishing(at: ReleaseChange) -> Publish:
    return Publish(actor=LEADER, idempotency_key=new_id(), release_id=at.release_id, expected_version=at.version)


async def test_a_stage_waits_for_as_many_people_as_it_needs(store: Store, desk: Desk) -> None:
    change = await submit(store, submitting(await desk.draft()), TWO_HEADS)
    change = await signed(store, change, "first", EDITOR)
    change = await signed(store, change, "joint", HEAD)
    assert change.state is ReleaseState.in_review
    with pytest.raises(AlreadySigned):
        await signed(store, change, "joint", HEAD)
    with pytest.raises(SignOffsMissing) as refused:
        await publish(store, publishing(change))
    assert refused.value.details["missing"] == ["joint"]
    change = await signed(store, change, "joint", OTHER_HEAD)
    assert change.state is ReleaseState.approved
    assert (await publish(store, publishing(change))).state is ReleaseState.published


async def test_the_reading_comes_before_the_last_stage_and_only_for_its_kinds(store: Store, desk: Desk) -> None:
    plan = ReviewPlan(read_aloud=frozenset({ReleaseKind.policy}))
    change = await submit(store, submitting(await desk.draft()), plan)
    change = await signed(store, change, Stage.first, EDITOR)
    change = await signed(store, change, Stage.second, HEAD)
    with pytest.raises(NotThisStage):
        await signed(store, change, Stage.final, LEADER)
    with pytest.raises(AlreadySigned):
        await signed(store, change, READING.id, EDITOR)
    change = await signed(store, change, READING.id, READER)
    assert (await signed(store, change, Stage.final, LEADER)).state is ReleaseState.approved
    assert READING not in plan.review_of(ReleaseKind.notice).stages


async def test_a_round_keeps_the_rules_it_began_with(store: Store, desk: Desk) -> None:
    change = await submit(store, submitting(await desk.draft()))
    for stage, signer in ((Stage.first, EDITOR), (Stage.second, HEAD), (Stage.final, LEADER)):
        change = await signed(store, change, stage, signer)
    release = await releases.load(change.release_id)
    assert release.review is not None
    assert [stage.id for stage in release.review.stages] == [stage.id for stage in DEFAULT_STAGES]


async def test_urgent_goes_out_first_and_is_listed_until_reviewed(store: Store, desk: Desk) -> None:
    change = await submit(store, submitting(await desk.draft(), "暴雨红色预警，须立即告知"))
    with pytest.raises(SignOffsMissing):
        await publish(store, publishing(change))
    with pytest.raises(NotThisStage):
        await signed(store, change, Stage.first, EDITOR)
    change = await signed(store, change, Stage.final, LEADER)
    change = await publish(store, publishing(change))
    assert [release.id for release in await releases.owing_review()] == [change.release_id]

    change = await signed(store, change, Stage.first, EDITOR)
    with pytest.raises(AlreadySigned):
        await signed(store, change, Stage.second, person("王编辑", Role.section_head))
    change = await signed(store, change, Stage.second, HEAD)
    assert change.state is ReleaseState.published
    assert await releases.owing_review() == []


async def test_a_late_no_leaves_it_listed(store: Store, desk: Desk) -> None:
    change = await submit(store, submitting(await desk.draft(), "暴雨红色预警，须立即告知"))
    change = await publish(store, publishing(await signed(store, change, Stage.final, LEADER)))
    change = await signed(store, change, Stage.first, EDITOR, Verdict.send_back)
    assert change.state is ReleaseState.published
    assert len(await releases.owing_review()) == 1


async def test_the_urgent_path_needs_a_reason_worth_reading(store: Store, desk: Desk) -> None:
    with pytest.raises(ReasonTooShort):
        await submit(store, submitting(await desk.draft(), "急"))


async def test_any_edit_voids_urgent_signatures_too(store: Store, desk: Desk) -> None:
    change = await submit(store, submitting(await desk.draft(), "暴雨红色预警，须立即告知"))
    change = await signed(store, change, Stage.final, LEADER)
    command = Edit(
        actor=EDITOR,
        idempotency_key=new_id(),
        release_id=change.release_id,
        expected_version=change.version,
        content=Content(title="改过的标题", body_html="<p>改。</p>"),
    )
    with pytest.raises(SignOffsMissing):
        await publish(store, publishing(await edit(store, command)))


async def test_restoring_says_the_same_again_under_a_new_number(store: Store, desk: Desk) -> None:
    change = await desk.draft()
    command = Edit(
        actor=EDITOR,
        idempotency_key=new_id(),
        release_id=change.release_id,
        expected_version=change.version,
        content=Content(title="改过的标题"),
    )
    change = await edit(store, command)
    back = Restore(
        actor=EDITOR, idempotency_key=new_id(), release_id=change.release_id, expected_version=change.version, number=1
    )
    await restore(store, back)
    third, second, first = await releases.revisions_of(change.release_id)
    assert third.sha256 == first.sha256 != second.sha256
    assert third.note == "恢复第 1 版"


@pytest.mark.parametrize(
    "stages",
    [
        (),
        (DEFAULT_STAGES[0], DEFAULT_STAGES[0]),
        (READING,),
        (ReviewStage(id="first", name="初审", role="emperor"),),
    ],
)
def test_settings_that_make_no_sense_are_refused(stages: tuple[ReviewStage, ...]) -> None:
    with pytest.raises(ValidationError):
        ReviewPlan(stages=stages)
