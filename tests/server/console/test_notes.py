"""批注: threads that colleagues begin, answer and resolve; the text and its version stay as they are."""

import pytest

from content_models.releases import repository as releases
from tests.server.desk import GOVERNMENT, Desk, a_policy, draft_from, press, shown_text


@pytest.fixture
async def draft(desk: Desk) -> str:
    [item_id] = await desk.arrive(GOVERNMENT, a_policy())
    return await draft_from(desk, item_id)


async def test_a_thread_is_begun_answered_and_resolved(desk: Desk, draft: str) -> None:
    before = await releases.load(draft.rsplit("/", 1)[1])
    async with desk.logged_in("li") as li, desk.logged_in("wang") as wang:
        await press(li, draft, f"{draft}/notes", quote="示例正文", words="依据是哪一条？<script>1</script>")
        page = await wang.get(draft)
        assert "依据是哪一条？<script>1</script>" in shown_text(page)
        assert "<script>1" not in page.text
        thread = page.text.split(f'action="{draft}/notes/', 1)[1].split('"', 1)[0]
        answered = await wang.post(
            f"{draft}/notes",
            data={"key": "k" * 12, "thread": thread, "words": "第三条"},
            headers={"hx-request": "true"},
        )
        assert "第三条" in shown_text(answered)
        assert answered.text.startswith("<section") or "<section" in answered.text[:80]
        settled = await press(li, draft, f"{draft}/notes/{thread}", resolved="1")
        assert "已办结 1 条" in shown_text(settled)
        reopened = await wang.post(f"{draft}/notes", data={"key": "m" * 12, "thread": thread, "words": "还有一处"})
        assert reopened.status_code == 303
        assert "已办结" not in shown_text(await wang.get(draft))
    after = await releases.load(before.id)
    assert after.version == before.version


async def test_empty_and_foreign_notes_are_refused(desk: Desk, draft: str) -> None:
    async with desk.logged_in("li") as li:
        empty = await press(li, draft, f"{draft}/notes", words="   ")
        assert empty.status_code == 422
        assert "批注没有内容" in shown_text(empty)
        foreign = await li.post(f"{draft}/notes/none", data={"key": "k" * 12, "resolved": "1"})
        assert foreign.status_code == 404
