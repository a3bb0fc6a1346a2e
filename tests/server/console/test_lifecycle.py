"""From approval to the end, through the console and the public pages: checks, hours, corrections, endings."""

from datetime import timedelta

from content_models.checks.documents import ListPurpose, WordEntry, WordList
from content_models.checks.issues import IssueCode, Severity
from content_models.editorial.schedules.actions.run import run_due
from content_models.kit.clock import utc_now
from content_models.releases import repository as releases
from server.console.lifecycle_view import field_value
from tests.server.desk import (
    GOVERNMENT,
    Desk,
    a_policy,
    draft_from,
    form_of,
    press,
    public_address,
    publish,
    review,
    shown_text,
)


async def a_draft(desk: Desk, key: str = "1", **fields: object) -> str:
    [item_id] = await desk.arrive(GOVERNMENT, a_policy(key, **fields))
    return await draft_from(desk, item_id)


async def a_public_one(desk: Desk, key: str = "1", **fields: object) -> str:
    address = await a_draft(desk, key, **fields)
    await review(desk, address)
    assert (await publish(desk, address)).status_code == 200
    return address


async def test_the_panel_says_what_blocks_and_publishing_is_refused(desk: Desk) -> None:
    policy = await a_draft(desk, body_html="<p>张某，身份证号11010519491231002X。</p><p>咨询电话 025-83305888。</p>")
    async with desk.logged_in("wang") as wang:
        shown = shown_text(await wang.get(policy))
    assert "1 条必须改好才能发布" in shown
    assert "正文第 1 段" in shown
    assert "1101**********002X" in shown

    await review(desk, policy)
    refused = await publish(desk, policy)
    assert refused.status_code == 409
    assert "还不能发布。正文第 1 段：有公民身份号码" in shown_text(refused)
    assert (await releases.load(policy.rsplit("/", 1)[1])).published_at is None
    assert IssueCode.identity_number


async def test_an_hour_is_set_met_and_shown(desk: Desk) -> None:
    policy = await a_draft(desk)
    await review(desk, policy)
    desk.store.now = lambda: utc_now() - timedelta(hours=3)
    async with desk.logged_in("zhao") as zhao:
        past = field_value(desk.store.now() - timedelta(hours=1))
        refused = await press(zhao, policy, f"{policy}/schedule", due_at=past)
        assert refused.status_code == 422
        assert "已经过去" in shown_text(refused)
        due = field_value(desk.store.now() + timedelta(hours=1))
        assert due.replace("T", " ") in shown_text(await press(zhao, policy, f"{policy}/schedule", due_at=due))
    desk.store.now = utc_now
    assert await run_due(desk.store) == 1
    await desk.settle()
    async with desk.visitor() as resident:
        assert (await resident.get(await public_address(desk, policy))).status_code == 200


async def test_what_did_not_go_out_is_a_notice_until_somebody_has_seen_it(desk: Desk) -> None:
    policy = await a_draft(desk)
    await review(desk, policy)
    desk.store.now = lambda: utc_now() - timedelta(hours=3)
    async with desk.logged_in("zhao") as zhao:
        due = field_value(desk.store.now() + timedelta(hours=1))
        await press(zhao, policy, f"{policy}/schedule", due_at=due)
    desk.store.now = utc_now
    await WordList(
        name="示例词表",
        purpose=ListPurpose.watched,
        severity=Severity.red,
        owner="编辑部",
        entries=[WordEntry(word="示例正文")],
        changed_by="周管理",
        changed_at=utc_now(),
    ).insert()
    assert await run_due(desk.store) == 1

    async with desk.logged_in("wang") as wang:
        listed = await wang.get("/console/releases")
        assert "有定时发布没有成功" in shown_text(listed)
        assert "词表里的用语" in shown_text(listed)
        assert "定时发布失败" in shown_text(await wang.get(policy))
        sent = form_of(listed, "/console/schedules/noted")
        await wang.post("/console/schedules/noted", data=sent)
        assert "有定时发布没有成功" not in shown_text(await wang.get("/console/releases"))
    metrics = await _metrics(desk)
    assert "zhengwu_schedule_failed_unseen 0.0" in metrics


async def _metrics(desk: Desk) -> str:
    async with desk.visitor() as visitor:
        return (await visitor.get("/metrics")).text


async def rewrite(desk: Desk, release: str, body: str) -> None:
    async with desk.logged_in("wang") as wang:
        await press(wang, f"{release}?edit", release, body_html=body)
    await review(desk, release)


async def test_corrections_are_told_or_not(desk: Desk) -> None:
    policy = await a_public_one(desk)
    address = await public_address(desk, policy)
    await rewrite(desk, policy, "<p>改过一次的示例正文。</p>")
    async with desk.logged_in("zhao") as zhao:
        await press(zhao, policy, f"{policy}/correct", note="第二条的日期有误，已改正")
    await rewrite(desk, policy, "<p>改过两次的示例正文。</p>")
    async with desk.logged_in("wang") as wang:
        assert f'action="{policy}/correct-silently"' not in (await wang.get(policy)).text
    async with desk.logged_in("zhao") as zhao:
        await press(zhao, policy, f"{policy}/correct-silently", reason="错别字")
    async with desk.visitor() as resident:
        shown = shown_text(await resident.get(address))
    assert "改过两次的示例正文" in shown
    assert "第二条的日期有误，已改正" in shown
    assert "错别字" not in shown


async def test_addresses_of_what_ended(desk: Desk) -> None:
    kept = await a_public_one(desk, "k", title="示例公告一", doc_no=None)
    copy = await a_public_one(desk, "c", title="示例公告二", doc_no=None)
    mistake = await a_public_one(desk, "m", title="示例公告三", doc_no=None)
    addresses = [await public_address(desk, one) for one in (kept, copy, mistake)]
    async with desk.logged_in("zhao") as zhao:
        await press(zhao, copy, f"{copy}/merge", target=f"http://desk.test{addresses[0]}")
        await press(zhao, mistake, f"{mistake}/remove", reason="误带个人信息")
        answer = await press(
            zhao, kept, f"{kept}/validity", kind="repealed", on="2026-01-01", basis="示政发〔2025〕9号"
        )
        assert "2026-01-01 起废止" in shown_text(answer)
    async with desk.visitor() as resident:
        moved = await resident.get(addresses[1])
        assert (moved.status_code, moved.headers["location"]) == (301, addresses[0])
        removed = await resident.get(addresses[2])
        assert removed.status_code == 404
        assert "误带个人信息" not in removed.text
        stands = shown_text(await resident.get(addresses[0]))
        assert "本文件自2026年1月1日起已废止。依据：示政发〔2025〕9号" in stands
