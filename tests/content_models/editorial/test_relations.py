"""What one document does to another: stated, dated, restated, taken back; what is not true is refused."""

from datetime import date
from typing import Any

import pytest

from content_models.editorial.actions.correct import Correct, correct
from content_models.editorial.actions.relate import Relate, Unrelate, relate, unrelate
from content_models.editorial.change import ReleaseChange
from content_models.editorial.documents import Role
from content_models.editorial.errors import RelationRefused
from content_models.kit.actors import Actor, ActorKind
from content_models.kit.errors import NotAllowed, NotFound, VersionConflict
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.releases import repository as releases
from content_models.releases.cards import repository as cards
from content_models.releases.documents import Link, LinkType, PolicyFacts, ReleaseKind, ReleaseState
from content_models.releases.validity import ValidityStatus, events_of, validity_on
from content_models.staff.rights import RIGHTS, Right
from tests.desk import EDITOR, ISSUED, LEADER, Desk

ARTICLES = "<p>第一条 为了规范示例，制定本办法。</p><p>第二条 示例办法适用于本市。</p><p>第三条 示例费用为五元。</p>"


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


async def a_rule(desk: Desk, title: str = "示例办法", *, public: bool = True) -> ReleaseChange:
    """A policy in force since 2025, of three articles."""
    draft = await desk.draft(title)
    release = await releases.load(draft.release_id)
    content = (await releases.load_revision(draft.revision)).content
    facts = PolicyFacts(**ISSUED.model_dump() | {"signed_date": date(2025, 1, 1)})
    changed = content.model_copy(update={"body_html": ARTICLES, "policy": facts})
    draft = await desk.edited(release, changed)
    return await desk.published(draft) if public else draft


def relating(change: ReleaseChange, target: ReleaseChange, actor: Actor = EDITOR, **said: Any) -> Relate:
    asked: dict[str, Any] = {"type": LinkType.amends, "effective_on": date(2026, 10, 1)} | said
    return Relate(
        actor=actor,
        idempotency_key=new_id(),
        release_id=change.release_id,
        expected_version=change.version,
        target_id=target.release_id,
        **asked,
    )


async def standing(target: ReleaseChange, day: date) -> ValidityStatus:
    card = (await cards.cards([target.release_id]))[target.release_id]
    incoming = (await cards.incoming([target.release_id])).get(target.release_id, [])
    return validity_on(events_of(card.revision.content.policy or PolicyFacts(), incoming), day).status


async def links_of(change: ReleaseChange) -> list[Link]:
    release = await releases.load(change.release_id)
    return (await releases.load_revision(release.current_revision_id)).content.links


async def test_an_amendment_counts_from_its_day_once_it_is_public(store: Store, desk: Desk) -> None:
    rule, decision = await a_rule(desk), await desk.draft("关于修改示例办法的决定")
    related = await relate(store, relating(decision, rule, clauses=["art-3"]))
    assert await standing(rule, date(2026, 11, 1)) is ValidityStatus.in_force

    await desk.published(related)

    assert await standing(rule, date(2026, 9, 30)) is ValidityStatus.in_force
    assert await standing(rule, date(2026, 10, 1)) is ValidityStatus.amended
    event = (await releases.events_of(decision.release_id))[1]
    assert event.details["note"] == "登记关联：自 2026-10-01 起修改《示例办法》第三条"
    assert event.details["related"]["target_id"] == rule.release_id


async def test_the_day_left_out_is_that_on_which_the_document_takes_effect(store: Store, desk: Desk) -> None:
    rule, successor = await a_rule(desk), await a_rule(desk, "示例办法（2026年修订）", public=False)
    related = await relate(store, relating(successor, rule, type=LinkType.replaces, effective_on=None))
    await desk.published(related)
    assert await standing(rule, date(2024, 12, 31)) is ValidityStatus.pending
    assert await standing(rule, date(2025, 1, 2)) is ValidityStatus.repealed


async def test_stating_it_again_changes_the_day_and_a_double_click_changes_nothing(store: Store, desk: Desk) -> None:
    rule, decision = await a_rule(desk), await desk.draft("关于废止示例办法的决定")
    command = relating(decision, rule, type=LinkType.repeals)
    first = await relate(store, command)
    assert await relate(store, command) == first
    await relate(store, relating(first, rule, type=LinkType.repeals, effective_on=date(2026, 12, 1)))
    [link] = await links_of(decision)
    assert (link.type, link.effective_on) == (LinkType.repeals, date(2026, 12, 1))


async def test_what_was_wrong_is_taken_back_by_a_correction_and_stands_in_the_trail(store: Store, desk: Desk) -> None:
    rule, decision = await a_rule(desk), await desk.draft("关于修改示例办法的决定")
    public = await desk.published(await relate(store, relating(decision, rule)))
    asked = {"release_id": public.release_id, "expected_version": public.version}
    wrong = {"type": LinkType.amends, "target_id": rule.release_id, "reason": "关联错了文件"}

    taken_back = await unrelate(store, Unrelate(actor=EDITOR, idempotency_key=new_id(), **asked, **wrong))

    assert taken_back.state is ReleaseState.draft
    assert await standing(rule, date(2026, 11, 1)) is ValidityStatus.amended  # what is public still says so
    reviewed = await desk.reviewed(taken_back)
    at = {"release_id": reviewed.release_id, "expected_version": reviewed.version}
    await correct(store, Correct(actor=LEADER, idempotency_key=new_id(), **at, note="更正所修改的文件"))
    assert await standing(rule, date(2026, 11, 1)) is ValidityStatus.in_force
    noted = [one.details for one in await releases.events_of(decision.release_id) if "unrelated" in one.details]
    assert [one["note"] for one in noted] == ["解除关联：自 2026-10-01 起修改《示例办法》。原因：关联错了文件"]
    again = asked | {"expected_version": (await releases.load(decision.release_id)).version}
    with pytest.raises(RelationRefused, match="已经解除"):
        await unrelate(store, Unrelate(actor=EDITOR, idempotency_key=new_id(), **again, **wrong))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"clauses": ["art-3", "art-9"]}, "没有这些条款：art-9"),
        ({"effective_on": date(2024, 12, 31)}, "早于对方的成文日期"),
        ({"type": LinkType.replaces, "clauses": ["art-3"]}, "针对全文"),
        ({"type": LinkType.cites}, "不改变对方的效力"),
        ({"type": LinkType.interprets}, "只有政策文件和通知公告"),
    ],
)
async def test_what_is_not_so_is_refused(store: Store, desk: Desk, said: dict[str, Any], words: str) -> None:
    rule, decision = await a_rule(desk), await desk.draft("关于修改示例办法的决定")
    with pytest.raises(RelationRefused, match=words):
        await relate(store, relating(decision, rule, **said))
    assert await links_of(decision) == []


async def test_two_documents_do_not_change_each_other_and_none_itself(store: Store, desk: Desk) -> None:
    rule, decision = await a_rule(desk), await desk.draft("关于修改示例办法的决定")
    await desk.published(await relate(store, relating(decision, rule)))
    with pytest.raises(RelationRefused, match="互相修改"):
        await relate(store, relating(rule, decision, type=LinkType.repeals))
    with pytest.raises(RelationRefused, match="自己"):
        await relate(store, relating(rule, rule))
    news = await desk.draft("示例动态", ReleaseKind.news)
    with pytest.raises(RelationRefused, match="政策文件"):
        await relate(store, relating(rule, news))
    with pytest.raises(RelationRefused, match="只有政策文件"):
        await relate(store, relating(news, rule))


async def test_it_takes_the_right_to_write_the_present_version_and_sight_of_both(store: Store, desk: Desk) -> None:
    rule, decision = await a_rule(desk), await desk.draft("关于修改示例办法的决定")
    for role in set(Role) - RIGHTS[Right.write]:
        outsider = Actor(kind=ActorKind.staff, id=role, name=role, roles=frozenset({role}))
        with pytest.raises(NotAllowed):
            await relate(store, relating(decision, rule, outsider))
    elsewhere = EDITOR.model_copy(update={"organ_ids": frozenset({"another"})})
    with pytest.raises(NotFound):
        await relate(store, relating(decision, rule, elsewhere))
    with pytest.raises(VersionConflict):
        await relate(store, relating(decision.model_copy(update={"version": 9}), rule))
    assert await links_of(decision) == []
