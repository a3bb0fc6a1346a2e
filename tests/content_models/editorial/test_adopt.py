"""From an arrived item to a draft, and on to a corrected one when its source moves on."""

from datetime import UTC, datetime, timedelta

import pytest

from content_models.editorial.actions.adopt import Adopt, adopt
from content_models.editorial.actions.take_correction import TakeCorrection, take_correction
from content_models.editorial.change import ReleaseChange
from content_models.intake import repository as intake
from content_models.intake.actions.receive import receive
from content_models.intake.documents import ItemKind, NormalisedItem, TriageState
from content_models.intake.rules import Incoming
from content_models.kit.errors import VersionConflict, WrongState
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.official_text.doc_no import DocNo
from content_models.organs import repository as organs
from content_models.organs.documents import Organ, OrganLevel
from content_models.releases import repository as releases
from content_models.releases.documents import LinkType, ReleaseKind, ReleaseState
from content_models.sources import repository as sources
from content_models.sources.documents import Source, SourceFamily
from tests.desk import EDITOR

DOC_NO = DocNo(code="示政办发", year=2026, seq=7)


def arrival(key: str, title: str, **fields: object) -> Incoming:
    item = NormalisedItem(url=f"http://city.example/{key}", title=title, **fields)  # type: ignore[arg-type]
    return Incoming(item_key=key, raw=title, item=item)


@pytest.fixture
async def source(store: Store) -> Source:
    await organs.save_organ(
        Organ(
            id="office",
            full_name="示例市人民政府办公室",
            short_name="市政府办",
            level=OrganLevel.municipal,
            region_code="320000",
        )
    )
    source = Source(
        name="示例市政府办文件",
        organ_id="office",
        family=SourceFamily.push_in,
        url="push:office",
        topics=["governance"],
    )
    await sources.add(source)
    return source


async def adopted(store: Store, item_id: str) -> ReleaseChange:
    item = await intake.load(item_id)
    command = Adopt(actor=EDITOR, idempotency_key=new_id(), item_id=item_id, expected_version=item.version)
    return await adopt(store, command)


async def test_an_adopted_policy_keeps_its_facts_and_its_origin(store: Store, source: Source) -> None:
    policy = arrival(
        "p1",
        "关于印发示例办法的通知",
        kind=ItemKind.policy,
        doc_no=DOC_NO,
        issuer_names=["示例市人民政府办公室", "新成立的机构"],
        body_html="<p>一、总则</p>",
        source_name="市政府办",
    )
    received = await receive(store, source, [policy])
    change = await adopted(store, received.item_ids[0])

    revision = await releases.load_revision(change.revision)
    assert revision.content.policy is not None
    assert str(revision.content.policy.doc_no) == "示政办发〔2026〕7号"
    known, unknown = revision.content.policy.issuers
    assert (known.name, known.organ_id) == ("示例市人民政府办公室", "office")
    assert (unknown.name, unknown.organ_id) == ("新成立的机构", None)
    assert revision.content.topics == ["governance"]
    assert [origin.url for origin in revision.provenance] == ["http://city.example/p1"]
    item = await intake.load(received.item_ids[0])
    assert (item.state, item.release_id) == (TriageState.adopted, change.release_id)


async def test_an_adopted_notice_keeps_what_it_states_of_itself(store: Store, source: Source) -> None:
    stated = arrival("n1", "关于停水的通告", kind=ItemKind.notice, doc_no=DOC_NO, issuer_names=["示例市人民政府办公室"])
    plain = arrival("n2", "停水公告", kind=ItemKind.notice)
    received = await receive(store, source, [stated, plain])
    facts = []
    for item_id in received.item_ids:
        change = await adopted(store, item_id)
        facts.append((await releases.load_revision(change.revision)).content.policy)
    said, nothing = facts
    assert said is not None
    assert (said.doc_no, [issuer.organ_id for issuer in said.issuers]) == (DOC_NO, ["office"])
    assert nothing is None


async def test_an_interpretation_is_linked_to_the_policy_its_source_names(store: Store, source: Source) -> None:
    arrivals = [
        arrival("p1", "示例办法", kind=ItemKind.policy),
        arrival("i1", "《示例办法》政策解读", kind=ItemKind.interpretation, interprets=["p1"]),
    ]
    policy_item, reading_item = (await receive(store, source, arrivals)).item_ids
    policy, reading = await adopted(store, policy_item), await adopted(store, reading_item)
    links = (await releases.load_revision(reading.revision)).content.links
    assert [(link.type, link.target_id) for link in links] == [(LinkType.interprets, policy.release_id)]


@pytest.mark.parametrize(
    ("policies", "reading", "expected"),
    [
        (["关于印发示例市节水管理办法的通知"], "《示例市节水管理办法》政策解读", 0),
        (
            ["示例市节水管理办法（2025年版）", "示例市节水管理办法（2026年版）"],
            "《示例市节水管理办法（2026年版）》解读",
            1,
        ),
        (["示例市节水管理办法"], "《邻市节水管理办法》政策解读", None),
        (["示例市节水管理办法"], "市水务局召开节水工作会议", None),
    ],
)
async def test_an_interpretation_finds_the_policy_its_title_names(
    store: Store, source: Source, policies: list[str], reading: str, expected: int | None
) -> None:
    arrivals = [arrival(f"p{n}", title, kind=ItemKind.policy) for n, title in enumerate(policies)]
    arrivals.append(arrival("i", reading, kind=ItemKind.interpretation))
    *policy_items, reading_item = (await receive(store, source, arrivals)).item_ids
    ids = [(await adopted(store, item)).release_id for item in policy_items]
    links = (await releases.load_revision((await adopted(store, reading_item)).revision)).content.links
    assert [link.target_id for link in links] == ([] if expected is None else [ids[expected]])


async def test_an_item_is_adopted_once(store: Store, source: Source) -> None:
    (item_id,) = (await receive(store, source, [arrival("n1", "示例通知")])).item_ids
    looked_at = await intake.load(item_id)
    await adopted(store, item_id)
    with pytest.raises(VersionConflict):
        await adopt(
            store, Adopt(actor=EDITOR, idempotency_key=new_id(), item_id=item_id, expected_version=looked_at.version)
        )
    with pytest.raises(WrongState):
        await adopted(store, item_id)


async def test_the_editor_may_choose_another_kind(store: Store, source: Source) -> None:
    (item_id,) = (await receive(store, source, [arrival("n1", "停水通知", kind=ItemKind.notice)])).item_ids
    item = await intake.load(item_id)
    command = Adopt(
        actor=EDITOR,
        idempotency_key=new_id(),
        item_id=item_id,
        expected_version=item.version,
        kind=ReleaseKind.service_alert,
    )
    release = await releases.load((await adopt(store, command)).release_id)
    assert release.kind is ReleaseKind.service_alert


async def test_a_correction_at_the_source_becomes_a_new_draft_revision(store: Store, source: Source) -> None:
    (item_id,) = (await receive(store, source, [arrival("n1", "示例通知", body_html="<p>3月1日</p>")])).item_ids
    change = await adopted(store, item_id)
    await receive(store, source, [arrival("n1", "示例通知", body_html="<p>3月8日</p>")])
    item = await intake.load(item_id)
    assert item.state is TriageState.changed

    corrected = await take_correction(
        store,
        TakeCorrection(
            actor=EDITOR,
            idempotency_key=new_id(),
            release_id=change.release_id,
            expected_version=change.version,
            item_id=item_id,
            item_version=item.version,
        ),
    )
    assert corrected.state is ReleaseState.draft
    revision = await releases.load_revision(corrected.revision)
    assert (revision.number, revision.content.body_text) == (2, "3月8日")
    assert (await intake.load(item_id)).state is TriageState.adopted


async def test_an_alert_keeps_when_and_where(store: Store, source: Source) -> None:
    begins = datetime(2026, 3, 1, 1, tzinfo=UTC)
    window = {"window_start": begins, "window_end": begins + timedelta(hours=8), "places": ["新街口"]}
    incoming = arrival("n1", "停水通知", kind=ItemKind.service_alert, **window)
    (item_id,) = (await receive(store, source, [incoming])).item_ids
    change = await adopted(store, item_id)
    alert = (await releases.load_revision(change.revision)).content.alert
    assert alert is not None
    assert (alert.starts_at, alert.ends_at, alert.places) == (begins, begins + timedelta(hours=8), ["新街口"])
