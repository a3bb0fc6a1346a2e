"""Getui: a token for a day, one message a campaign, lists answered device by device."""

import json
from dataclasses import replace

import pytest

from content_models.kit.ids import derived_id
from content_models.kit.store import Store
from content_models.residents.documents import Platform
from push.channels.channel import Action
from push.channels.getui import GetuiChannel
from push.channels.makers import Makers
from push.channels.tickets import StoredTickets
from tests.push.channels.stand_in import Fault
from tests.push.channels.vendors import APP_KEY, SECRET, Getui
from tests.push.support import NOTICE, devices, sent

POLICY = replace(NOTICE, platform=Platform.getui)


async def test_a_campaign_is_one_message_and_lists_of_two_hundred(getui: Getui, to_getui: GetuiChannel) -> None:
    assert (await sent(to_getui, POLICY, devices(450))).actions == {Action.done}
    assert [len(call.body["audience"]["cid"]) for call in getui.to("/push/list/cid")] == [200, 200, 50]
    assert len(getui.messages) == 1
    assert len(getui.to("/auth")) == 1
    await sent(to_getui, replace(POLICY, campaign_id=derived_id("another")), devices(1))
    assert len(getui.messages) == 2


async def test_the_message_says_subscription_to_every_maker(getui: Getui, to_getui: GetuiChannel) -> None:
    await sent(to_getui, POLICY, devices(1))
    (message,) = getui.messages.values()
    shown, vendors = message["push_message"]["notification"], message["push_channel"]
    options = vendors["android"]["ups"]["options"]
    assert "您订阅的" in shown["title"]
    assert json.loads(shown["payload"]) == {"release": POLICY.release_id}
    assert options["HW"]["/message/android/category"] == "SUBSCRIPTION"
    assert (options["VV"]["/classification"], options["OP"]) == (1, {"/channel_id": "policy"})
    assert vendors["harmony"]["notification"]["category"] == "SUBSCRIPTION"
    assert shown["notify_id"] == vendors["android"]["ups"]["notification"]["notify_id"] > 0


async def test_each_device_has_its_own_fate(getui: Getui, to_getui: GetuiChannel) -> None:
    getui.fates = {"device00001": "successed_ignore", "device00002": "target.invalid $", "device00003": "absent"}
    outcomes = await sent(to_getui, POLICY, devices(5))
    assert {number: (outcome.action, outcome.reason) for number, outcome in outcomes.items()} == {
        0: (Action.done, ""),
        1: (Action.fail, "GETUI_successed_ignore"),
        2: (Action.fail, "GETUI_OTHER"),
        3: (Action.fail, "GETUI_UNLISTED"),
        4: (Action.done, ""),
    }


async def test_a_token_that_ended_is_renewed_and_the_list_sent_again(getui: Getui, to_getui: GetuiChannel) -> None:
    await sent(to_getui, POLICY, devices(1))
    getui.tokens.clear()
    assert (await sent(to_getui, POLICY, devices(3))).actions == {Action.done}
    assert len(getui.to("/auth")) == 2


async def test_a_token_that_is_never_good_stops_instead_of_asking_for_ever(getui: Getui, to_getui) -> None:
    getui.faulty_path = "/push/list/message"
    getui.faults += [Fault(401, '{"code": 10001}')] * 2
    assert (await sent(to_getui, POLICY, devices(3))).reasons == {"GETUI_10001"}
    assert len(getui.to("/auth")) == 2
    assert not getui.shown


async def test_wrong_credentials_stop(getui: Getui, store: Store) -> None:
    channel = to_stand_in(getui, store, secret="wrong")
    outcomes = await sent(channel, POLICY, devices(2))
    await channel.close()
    assert (outcomes.actions, outcomes.reasons) == ({Action.halt}, {"GETUI_HTTP_400"})


@pytest.mark.parametrize("fault", [Fault(lost=True), Fault(stalled=True), Fault(500), Fault(200, "{broken")])
async def test_a_message_whose_answer_was_lost_is_made_anew_and_nobody_was_sent_it(
    impatient, getui: Getui, to_getui: GetuiChannel, fault: Fault
) -> None:
    getui.faulty_path = "/push/list/message"
    getui.faults.append(fault)
    assert (await sent(to_getui, POLICY, devices(3))).actions == {Action.later}
    assert (await sent(to_getui, POLICY, devices(3))).actions == {Action.done}
    assert len({call.body["request_id"] for call in getui.to("/push/list/message")}) == 2
    assert set(getui.shown.values()) == {1}


async def test_a_pusher_that_starts_afresh_gets_past_a_request_id_that_was_used(getui: Getui, store: Store) -> None:
    """The first made the message and died before it could keep the taskid."""
    getui.requests.add(derived_id("getui", POLICY.campaign_id, 0).replace("-", ""))
    channel = to_stand_in(getui, store)
    actions = [(await sent(channel, POLICY, devices(3))).actions for _ in range(2)]
    await channel.close()
    assert actions == [{Action.later}, {Action.done}]


@pytest.mark.parametrize("fault", [Fault(lost=True), Fault(stalled=True), Fault(504)])
async def test_a_list_whose_answer_was_lost_is_in_doubt_and_repeated_under_its_taskid(
    impatient, getui: Getui, store: Store, fault: Fault
) -> None:
    getui.faulty_path = "/push/list/cid"
    getui.faults.append(fault)
    for expected in (Action.doubt, Action.done):
        channel = to_stand_in(getui, store)
        assert (await sent(channel, POLICY, devices(3))).actions == {expected}
        await channel.close()
    assert len({call.body["taskid"] for call in getui.to("/push/list/cid")}) == len(getui.messages) == 1


@pytest.mark.parametrize(
    ("status", "text", "action", "reason"),
    [
        (200, '{"code": 0, "data": {"other": {}}}', Action.doubt, "GETUI_HTTP_200"),
        (200, '{"code": 0, "data": []}', Action.doubt, "GETUI_HTTP_200"),
        (400, '{"code": 20001}', Action.halt, "GETUI_20001"),
        (400, '{"code": 30001}', Action.fail, "GETUI_30001"),
        (403, '{"code": 10010}', Action.later, "GETUI_10010"),
        (429, "", Action.later, "GETUI_HTTP_429"),
        (400, '{"code": {"a": 1}}', Action.halt, "GETUI_HTTP_400"),
    ],
)
async def test_every_answer_has_its_meaning(getui: Getui, to_getui, status, text, action, reason) -> None:
    getui.faulty_path = "/push/list/cid"
    getui.faults.append(Fault(status, text))
    outcomes = await sent(to_getui, POLICY, devices(2))
    assert (outcomes.actions, outcomes.reasons) == ({action}, {reason})


async def test_trouble_with_one_list_leaves_the_others_untried(getui: Getui, to_getui: GetuiChannel) -> None:
    getui.faulty_path = "/push/list/cid"
    getui.faults.append(Fault(503, headers={"Retry-After": "60"}))
    assert (await sent(to_getui, POLICY, devices(450))).actions == {Action.later}
    assert len(getui.to("/push/list/cid")) == 1


def to_stand_in(getui: Getui, store: Store, secret: str = SECRET) -> GetuiChannel:
    return GetuiChannel(
        app_id="appid",
        app_key=APP_KEY,
        master_secret=secret,
        url=f"{getui.url}/v2",
        makers=Makers(),
        tickets=StoredTickets(store),
    )
