"""What the checks stop at the door: the publish verb asks them again, whatever a page has shown."""

import asyncio

import pytest

from content_models.checks.errors import ChecksFailed
from content_models.checks.issues import IssueCode
from content_models.editorial.actions.edit import Edit, edit
from content_models.editorial.actions.publish import Publish, publish
from content_models.editorial.change import ReleaseChange
from content_models.kit import outbox
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.official_text.doc_no import DocNo
from content_models.releases import repository as releases
from content_models.releases.documents import Content
from tests.desk import EDITOR, ISSUED, LEADER, Desk


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
