"""推送 in the console: figures as they are now, and every decision with its refusals."""

import re
from datetime import timedelta

import pytest
from starlette import status

from content_models.announcements import repository as campaigns
from content_models.announcements.actions.sweep import sweep
from content_models.announcements.documents import CampaignState
from content_models.announcements.limits import CONFIRMED_WITHIN, PushLimits
from content_models.kit.clock import utc_now
from content_models.residents.documents import NoticeFrequency
from tests.content_models.announcements.support import published, resident, token_of
from tests.push.phones import Phones, planned, push_all, reloaded
from tests.server.desk import Desk, press, shown_text

WAITING = PushLimits(approval_above=0)


@pytest.fixture
async def page_of(desk: Desk):
    """A campaign of two devices that waits for approval, and its address."""
    await resident(desk.store, "reader", "housing", devices=2)
    campaign = await planned(desk.store, WAITING)
    return campaign, f"/console/campaigns/{campaign.id}"


async def test_a_head_approves_and_everybody_sees_it_go(desk: Desk, page_of) -> None:
    _, address = page_of
    async with desk.logged_in("wang") as wang:
        assert "须由科室负责人或分管领导批准" in shown_text(await wang.get(address))
        assert "等待批准" in shown_text(await wang.get("/console/campaigns"))
    async with desk.logged_in("zhao") as zhao:
        answer = await press(zhao, address, f"{address}/approve")
        assert "赵主任 批准" in shown_text(answer)
        phones = Phones()
        await push_all(desk.store, phones)
        text = shown_text(await zhao.get(address))
    assert len(phones.tokens) == 2
    for words in ("已完成", "受众 2 台", "送达 2", "进入消息 1 人", "批准推送"):
        assert words in text


async def test_its_author_is_told_that_somebody_else_must(desk: Desk, page_of) -> None:
    campaign, address = page_of
    zhao = await desk.staff_id("zhao")
    await campaigns.note(campaign.id, {"author_ids": [zhao]})
    async with desk.logged_in("zhao") as client:
        page = await client.get(address)
        assert "您是作者或发布人" in shown_text(page)
        fields = {"key": "a-key-of-a-test", "expected_version": "1"}
        refused = await client.post(f"{address}/approve", data=fields)
    assert refused.status_code == status.HTTP_403_FORBIDDEN
    assert (await reloaded(campaign)).state is CampaignState.awaiting_approval


async def test_an_editor_cancels_and_a_late_approval_is_refused(desk: Desk, page_of) -> None:
    campaign, address = page_of
    async with desk.logged_in("wang") as wang, desk.logged_in("zhao") as zhao:
        shown = await zhao.get(address)
        await press(wang, address, f"{address}/cancel")
        version = re.search(r'name="expected_version" value="(\d+)"', shown.text)
        assert version
        sent = {"key": "a-key-of-a-test", "expected_version": version[1]}
        late = await zhao.post(f"{address}/approve", data=sent)
    assert late.status_code == status.HTTP_409_CONFLICT
    assert "刚被他人操作过" in shown_text(late)
    assert (await reloaded(campaign)).state is CampaignState.cancelled


async def test_a_time_that_is_none_and_a_recall_without_reason_are_refused_in_words(desk: Desk, page_of) -> None:
    _, address = page_of
    async with desk.logged_in("zhao") as zhao:
        assert "请选择发送的日期和时间" in shown_text(
            await press(zhao, address, f"{address}/schedule", not_before="<b>soon</b>")
        )
        assert "请写明收回原因" in shown_text(await press(zhao, address, f"{address}/recall", reason=" "))


async def test_heads_name_staff_devices(desk: Desk, page_of) -> None:
    token = token_of(await resident(desk.store, "a phone of the office"))
    async with desk.logged_in("zhao") as zhao:
        where = "/console/campaigns/staff-devices"
        page = await press(zhao, "/console/campaigns", where, token=token, act="add")
        assert "现有 1 台" in shown_text(page)
        unknown = await press(zhao, "/console/campaigns", where, token="ab" * 32, act="add")
        assert "没有登记过这台设备" in shown_text(unknown)
        assert "还没有指定" in shown_text(await press(zhao, "/console/campaigns", where, token=token, act="remove"))
    async with desk.logged_in("wang") as wang:
        assert f'action="{where}"' not in (await wang.get("/console/campaigns")).text


async def test_prometheus_is_told_of_outcomes_reasons_and_alarms(desk: Desk, page_of) -> None:
    campaign, _ = page_of
    async with desk.visitor() as visitor:
        text = (await visitor.get("/metrics")).text
    named = f'announcement="publication",campaign="{campaign.id}"'
    assert f'zhengwu_campaign_alarm{{{named},kind="awaiting_approval"}} 1.0' in text
    assert f'zhengwu_campaign_devices{{{named},outcome="audience"}} 2.0' in text


async def test_a_campaign_that_nobody_approved_in_time_says_whom_it_waits_for(desk: Desk, page_of) -> None:
    campaign, address = page_of
    desk.store.now = lambda: utc_now() + CONFIRMED_WITHIN + timedelta(seconds=1)
    await sweep(desk.store)
    async with desk.logged_in("wang") as wang:
        for where in (address, "/console/campaigns"):
            assert "还在等待第二人审核" in shown_text(await wang.get(where))
    async with desk.visitor() as visitor:
        text = (await visitor.get("/metrics")).text
    named = f'announcement="publication",campaign="{campaign.id}"'
    assert f'zhengwu_campaign_alarm{{{named},kind="unconfirmed"}} 1.0' in text
    async with desk.logged_in("zhao") as zhao:
        await press(zhao, address, f"{address}/approve")
        assert "等待第二人审核" not in shown_text(await zhao.get(address))


async def test_before_publishing_it_is_said_how_many_would_be_told(desk: Desk) -> None:
    await resident(desk.store, "at once", "housing", devices=2)
    await resident(desk.store, "daily", "housing", frequency=NoticeFrequency.daily)
    await resident(desk.store, "elsewhere", "traffic")
    release = await published()
    async with desk.logged_in("wang") as wang:
        text = shown_text(await wang.get(f"/console/releases/{release.id}/reach"))
    for words in ("2 台设备", "2 人 的消息里会有它", "随时通知 1 人", "每天汇总 1 人"):
        assert words.replace(" ", "") in text.replace(" ", "")
