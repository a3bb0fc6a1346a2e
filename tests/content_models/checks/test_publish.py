"""What the checks stop at the door: the publish verb asks them again, whatever a page has shown."""

import asyncio

import pytest

from content_models.checks.errors import ChecksFailed
from content_models.checks.issues import IssueCode
from content_models.editorial.actions.edit import Edit, edit
from content_models.editorial.actions.publish import Publish, publish
from content_models.editorial.change import ReleaseChange
from content_models.kit import outbox
from content_models.kit.errors import VersionConflict
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.official_text.doc_no import DocNo
from content_models.releases import repository as releases
from content_models.releases.documents import Content, EventKind
from content_models.releases.files import repository as files
from content_models.releases.files.documents import StoredFile
from content_models.releases.files.rules import address
from tests.desk import EDITOR, HEAD, ISSUED, LEADER, Desk


async def reviewed(
    store: Store, desk: Desk, body: str = "<p>示例正文。</p>", doc_no: DocNo | None = None
) -> ReleaseChange:
    draft = await desk.draft()
    content = Content(title="示例通知", body_html=body, policy=ISSUED.model_copy(update={"doc_no": doc_no}))
    command = Edit(
        actor=EDITOR,
        idempotency_key=new_id(),
        release_id=draft.release_id,
        expected_version=draft.version,
        content=content,
    )
    return await desk.reviewed(await edit(store, command))


def publishing(at: ReleaseChange) -> Publish:
    return Publish(actor=LEADER, idempotency_key=new_id(), release_id=at.release_id, expected_version=at.version)


async def test_a_red_issue_blocks_with_the_list(store: Store) -> None:
    desk = Desk(store)
    change = await reviewed(store, desk, "<p>张某，身份证号11010519491231002X。</p><p>机密★1年</p>")
    with pytest.raises(ChecksFailed) as refused:
        await publish(store, publishing(change))
    issues = refused.value.details["issues"]
    assert {issue["code"] for issue in issues} == {IssueCode.identity_number, IssueCode.secrecy_mark}
    assert all(issue["advice"] and issue["where"] for issue in issues)
    assert "11010519491231002X" not in str(refused.value.details) + refused.value.message
    assert await releases.live([change.release_id]) == {}
    assert await outbox.pending_count() == 0


async def test_two_policies_with_one_number_never_both_go_public(store: Store) -> None:
    desk = Desk(store)
    number = DocNo(code="示政发", year=2026, seq=7)
    pair = [await reviewed(store, desk, f"<p>示例正文{n}。</p>", number) for n in range(2)]
    answers = await asyncio.gather(*(publish(store, publishing(one)) for one in pair), return_exceptions=True)
    assert sum(isinstance(answer, ReleaseChange) for answer in answers) == 1
    [refused] = [answer for answer in answers if isinstance(answer, ChecksFailed)]
    assert [issue["code"] for issue in refused.details["issues"]] == [IssueCode.doc_no_clash]


async def test_two_people_publishing_at_once_publish_once(store: Store) -> None:
    change = await reviewed(store, Desk(store))
    both = [publishing(change).model_copy(update={"actor": actor}) for actor in (LEADER, HEAD)]
    answers = await asyncio.gather(*(publish(store, one) for one in (*both, both[0])), return_exceptions=True)
    assert any(isinstance(answer, ReleaseChange) for answer in answers)
    assert any(isinstance(answer, VersionConflict) for answer in answers)
    events = [event for event in await releases.events_of(change.release_id) if event.kind is EventKind.published]
    assert len(events) == 1
    assert await outbox.pending_count() == 1


async def test_an_uploaded_list_of_people_blocks(store: Store) -> None:
    digest = "a" * 64
    file = StoredFile(
        id=digest,
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        size=1,
        text="姓名\t手机\n张某\t13912345678",
        release_ids=[],
        uploaded_by=EDITOR,
        at=store.now(),
    )
    await files.keep(file, b"x")
    desk = Desk(store)
    draft = await desk.draft()
    attachments = [{"name": "名单.xlsx", "url": address(digest, "名单.xlsx")}]
    content = Content(title="示例公示", body_html="<p>示例正文。</p>", policy=ISSUED, attachments=attachments)
    where = {"release_id": draft.release_id, "expected_version": draft.version}
    change = await edit(store, Edit(actor=EDITOR, idempotency_key=new_id(), **where, content=content))
    with pytest.raises(ChecksFailed) as refused:
        await publish(store, publishing(await desk.reviewed(change)))
    [issue] = refused.value.details["issues"]
    assert (issue["code"], issue["where"]) == (IssueCode.mobile_number, "附件《名单.xlsx》第 2 行")
