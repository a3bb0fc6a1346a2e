"""源文变更: shown character by character, with three ways out; and what hostile texts do to that."""

import httpx
import pytest
from markupsafe import Markup

from content_models.editorial.actions.withdraw_changed import WithdrawChanged, withdraw_changed
from content_models.intake import repository as intake
from content_models.intake.documents import TriageState
from content_models.kit.actors import Actor
from content_models.kit.errors import VersionConflict
from content_models.releases import repository as releases
from content_models.releases.documents import ReleaseState
from content_models.staff import repository as staff_records
from server.console.change_view import LONGEST_PARAGRAPH, marked_characters, marked_paragraphs
from tests.server.desk import GOVERNMENT, Desk, a_policy, adopt_first, form_of, press, publish, review, shown_text

BEFORE = "一、自12月1日起施行。\n二、每人每年400元。\n三、由各区负责。\n四、其他。"
AFTER = "一、自12月1日起施行。\n二、每人每年420元，困难群众除外。\n三、由各区负责。\n四、其他。"


def test_only_the_differing_characters_are_marked() -> None:
    assert marked_characters("每年400元。", "每年420元。") == "每年4<del>0</del><ins>2</ins>0元。"
    assert marked_characters("同样", "同样") == "同样"
    assert marked_characters("", "新") == "<ins>新</ins>"


def test_one_chance_character_does_not_tear_a_change_apart() -> None:
    assert marked_characters("设五个窗口", "开二十五条线") == "<del>设五个窗口</del><ins>开二十五条线</ins>"


def test_paragraphs_near_a_change_are_shown_and_the_rest_is_a_gap() -> None:
    shown = marked_paragraphs(BEFORE, AFTER)
    assert shown[0] == "一、自12月1日起施行。"
    assert "<ins>，困难群众除外</ins>" in shown[1]
    assert shown[2:] == ["三、由各区负责。", "……"]
    assert marked_paragraphs(BEFORE, BEFORE) == []


def test_scripts_in_the_texts_stay_text() -> None:
    marked = Markup("").join(marked_paragraphs("<b>旧</b>\n<i>", "<script>alert(1)</script>\n<i>"))
    assert "<script>" not in marked
    assert "<b>" not in marked
    assert "&lt;i&gt;" in marked


@pytest.mark.parametrize("size", [LONGEST_PARAGRAPH + 1, 400_000])
def test_a_paragraph_made_to_be_expensive_is_shown_whole(size: int) -> None:
    shown = marked_paragraphs("ab" * size, "ba" * size)
    assert len(shown) == 1
    assert shown[0].startswith("<del>")


async def published_and_moved(desk: Desk) -> tuple[str, str]:
    """An item and the address of its release, which is public; then the source says something else."""
    [item_id] = await desk.arrive(GOVERNMENT, a_policy(body_text=BEFORE, body_html=f"<p>{BEFORE}</p>"))
    async with desk.logged_in("wang") as wang:
        release = await adopt_first(wang, item_id)
    await review(desk, release)
    await publish(desk, release)
    await desk.arrive(GOVERNMENT, a_policy(body_text=AFTER, body_html=f"<p>{AFTER}</p>"))
    return item_id, release


async def test_a_published_text_whose_source_moved_is_compared_and_withdrawn(desk: Desk) -> None:
    item_id, release = await published_and_moved(desk)
    here, act = f"/console/triage?list=changed&item={item_id}", f"/console/triage/{item_id}/withdraw"
    async with desk.logged_in("li") as li:
        page = await li.get(here)
        assert "<ins>，困难群众除外</ins>" in page.text
        assert {"生成更正稿", "忽略并说明", "撤回"} <= set(shown_text(page).split())
        answer = await press(li, here, act, reason="来源单位已撤下原文")
        assert answer.status_code == 200
    item = await intake.load(item_id)
    assert (item.state, item.dismissed_because) == (TriageState.adopted, "稿件已撤回：来源单位已撤下原文")
    stored = await releases.load(release.rsplit("/", 1)[1])
    assert (stored.state, stored.withdrawal_reason) == (ReleaseState.withdrawn, "来源单位已撤下原文")


async def test_an_editor_may_not_withdraw_and_nothing_is_half_done(desk: Desk) -> None:
    item_id, release = await published_and_moved(desk)
    here, act = f"/console/triage?list=changed&item={item_id}", f"/console/triage/{item_id}/withdraw"
    async with desk.logged_in("wang") as wang:
        page = await wang.get(here)
        fields = {"key": "k" * 12, "expected_version": "1", "release_version": "1", "reason": "试试"}
        sent = form_of(page, act) if act in page.text else fields
        answer = await wang.post(act, data=sent)
        assert answer.status_code in (403, 409)
    assert (await intake.load(item_id)).state is TriageState.changed
    assert (await releases.load(release.rsplit("/", 1)[1])).state is ReleaseState.published


async def test_a_stale_item_withdraws_nothing(desk: Desk) -> None:
    item_id, release = await published_and_moved(desk)
    release_id = release.rsplit("/", 1)[1]
    item, stored = await intake.load(item_id), await releases.load(release_id)
    async with desk.logged_in("wang") as wang:
        await press(wang, f"/console/triage?item={item_id}", f"/console/triage/{item_id}/dismiss")
    command = WithdrawChanged(
        actor=(await actor(desk)),
        idempotency_key="key-000001",
        release_id=release_id,
        expected_version=stored.version,
        item_id=item_id,
        item_version=item.version,
        reason="来源已撤",
    )
    with pytest.raises(VersionConflict):
        await withdraw_changed(desk.store, command)
    assert (await releases.load(release_id)).is_live


async def actor(desk: Desk) -> Actor:
    staff = await staff_records.find(await desk.staff_id("li"))
    assert staff
    return staff.as_actor()


async def test_an_ignored_change_is_undone_and_needs_a_reason(desk: Desk) -> None:
    item_id, _ = await published_and_moved(desk)
    here, act = f"/console/triage?item={item_id}", f"/console/triage/{item_id}/dismiss"
    async with desk.logged_in("wang") as wang:
        refused: httpx.Response = await press(wang, here, act, reason=" ")
        assert refused.status_code == 422
        htmx = {"hx-request": "true", "hx-target": "div#workbench"}
        answer = await wang.post(act, data=form_of(await wang.get(here), act), headers=htmx)
        await wang.post("/console/triage/undo", data=form_of(answer, "/console/triage/undo"), headers=htmx)
    assert (await intake.load(item_id)).state is TriageState.changed
