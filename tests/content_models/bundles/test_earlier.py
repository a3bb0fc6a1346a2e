"""解读的是旧版本: said as long as it is true, whatever changed the policy, and no longer."""

from datetime import UTC, date, datetime

from content_models.editorial.actions.withdraw import Withdraw, withdraw
from content_models.editorial.change import ReleaseChange
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.releases import repository as releases
from content_models.releases.cards.records import IncomingLink, PublishedVersion
from content_models.releases.documents import Link, LinkType, PolicyFacts, ReleaseKind
from content_models.releases.later_changes import LaterChangeKind, later_changes
from content_models.releases.marks import MarkKind, ValidityMark
from content_models.releases.standing import changes_since
from tests.content_models.bundles.support import a_reading, released
from tests.desk import LEADER, Desk

SAID = datetime(2026, 6, 1, 4, tzinfo=UTC)
TODAY = date(2026, 12, 1)


def amended(published: datetime, on: date | None = None, type: LinkType = LinkType.amends) -> IncomingLink:
    link = Link(type=type, target_id="p", effective_on=on)
    return IncomingLink(link, "decision", ReleaseKind.policy, published)


def kinds(*incoming: IncomingLink, facts: PolicyFacts | None = None, versions=()) -> list[LaterChangeKind]:
    found = later_changes("p", facts or PolicyFacts(), incoming, versions, SAID, TODAY)
    return [change.kind for change in found]


def test_what_was_amended_before_is_not_later_and_what_takes_effect_later_is() -> None:
    before, after = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)
    assert kinds(amended(before)) == []
    assert kinds(amended(after)) == [LaterChangeKind.amended]
    assert kinds(amended(before, on=date(2026, 8, 1))) == [LaterChangeKind.amended]
    assert kinds(amended(after, on=date(2027, 1, 1))) == []
    assert kinds(amended(after, type=LinkType.repeals)) == [LaterChangeKind.repealed]
    assert kinds(amended(after, type=LinkType.cites)) == []


def test_what_editors_entered_afterwards_is_later_too() -> None:
    def entered(at: datetime, on: date) -> list[LaterChangeKind]:
        mark = ValidityMark(id="m", kind=MarkKind.repealed, on=on, basis="示例决定", by="李科长", at=at)
        found = later_changes("p", PolicyFacts(), [], [], SAID, TODAY, [mark])
        return [change.kind for change in found]

    after = datetime(2026, 7, 1, tzinfo=UTC)
    assert entered(after, date(2026, 7, 1)) == [LaterChangeKind.repealed]
    assert entered(after, date(2027, 1, 1)) == []
    assert entered(datetime(2026, 5, 1, tzinfo=UTC), date(2026, 5, 1)) == []


def test_an_amendment_of_the_same_day_counts_when_it_came_after() -> None:
    assert kinds(amended(SAID.replace(hour=5))) == [LaterChangeKind.amended]
    assert kinds(amended(SAID.replace(hour=3))) == []


def test_a_policy_whose_time_ran_out_since_and_one_that_was_corrected_since() -> None:
    assert kinds(facts=PolicyFacts(expiry_date=date(2026, 11, 30))) == [LaterChangeKind.expired]
    assert kinds(facts=PolicyFacts(expiry_date=TODAY)) == []
    first = PublishedVersion("r1", 1, datetime(2026, 6, 1, 5, tzinfo=UTC), "")
    assert kinds(versions=[first]) == []  # in one transaction the policy is written a moment after its reading
    second = PublishedVersion("r2", 2, datetime(2026, 6, 2, tzinfo=UTC), "")
    assert kinds(versions=[second, first]) == [LaterChangeKind.corrected]


async def test_an_amendment_makes_the_reading_old_until_it_is_withdrawn_or_the_reading_is_published_anew(
    store: Store, desk: Desk
) -> None:
    policy = await desk.published(await desk.draft("示例办法"))
    reading = await desk.published(await a_reading(desk, policy))
    assert await said(store, reading) == []

    decision = await desk.draft("关于修改《示例办法》的决定")
    content = (await releases.load_revision(decision.revision)).content
    links = [Link(type=LinkType.amends, target_id=policy.release_id)]
    edited = await desk.edited(await releases.load(decision.release_id), content.model_copy(update={"links": links}))
    amendment = await desk.published(edited)
    assert await said(store, reading) == [(LaterChangeKind.amended, amendment.release_id)]

    live = await releases.load(reading.release_id)
    text = (await releases.load_revision(reading.revision)).content
    anew = await desk.edited(live, text.model_copy(update={"body_html": "<p>按修改后的办法解读。</p>"}))
    await released(store, await desk.reviewed(anew))
    assert await said(store, reading) == []

    await withdraw(
        store,
        Withdraw(
            actor=LEADER,
            idempotency_key=new_id(),
            release_id=amendment.release_id,
            expected_version=amendment.version,
            reason="示例原因",
        ),
    )
    assert await said(store, reading) == []


async def said(store: Store, reading: ReleaseChange) -> list[tuple[LaterChangeKind, str | None]]:
    seen = (await releases.live([reading.release_id]))[reading.release_id]
    found = await changes_since([seen], store.now())
    return [(change.kind, change.basis_id) for change in found.get(reading.release_id, [])]
