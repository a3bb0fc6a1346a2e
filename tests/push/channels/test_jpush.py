"""JPush: batches under a cid of their own, however often they are sent."""

import asyncio
import json
from dataclasses import replace

import pytest

from content_models.kit.store import Store
from content_models.residents.documents import Platform
from push.channels.channel import Action
from push.channels.jpush import JPushChannel
from push.channels.makers import Makers
from push.channels.tickets import StoredTickets
from server.engines.ports import free_port
from tests.push.channels.stand_in import Fault
from tests.push.channels.vendors import APP_KEY, SECRET, JPush
from tests.push.support import NOTICE, devices, sent

POLICY = replace(NOTICE, platform=Platform.jpush)


async def test_what_everyone_asked_for_goes_as_a_subscription_and_says_so(jpush: JPush, to_jpush) -> None:
    assert (await sent(to_jpush, POLICY, devices(3))).actions == {Action.done}
    (call,) = jpush.to("/push")
    android, options = call.body["notification"]["android"], call.body["options"]
    assert "您订阅的" in android["title"]
    assert (options["classification"], options["third_party_channel"]["huawei"]["category"]) == (1, "SUBSCRIPTION")
    assert options["third_party_channel"]["xiaomi"] == {"channel_id": "126640"}
    assert call.body["notification"]["hmos"]["category"] == "SUBSCRIPTION"
    assert android["extras"] == {"release": POLICY.release_id}


@pytest.mark.parametrize("granted", [True, False])
async def test_what_is_no_subscription_or_not_granted_goes_as_marketing(jpush: JPush, store: Store, granted) -> None:
    channel = to_stand_in(jpush, store, Makers(granted=granted))
    await sent(channel, replace(POLICY, asked_for=not granted), devices(1))
    await channel.close()
    options = jpush.to("/push")[0].body["options"]
    assert options["classification"] == 0
    assert options["third_party_channel"]["huawei"] == {"category": "MARKETING", "importance": "LOW"}
    assert "oppo" not in options["third_party_channel"]


async def test_a_call_holds_a_thousand_devices_at_most(jpush: JPush, to_jpush) -> None:
    assert (await sent(to_jpush, POLICY, devices(1001))).actions == {Action.done}
    sizes = [len(call.body["audience"]["registration_id"]) for call in jpush.to("/push")]
    assert sizes == [1000, 1]
    assert len({call.body["cid"] for call in jpush.to("/push")}) == 2
    assert set(jpush.shown.values()) == {1}


@pytest.mark.parametrize("fault", [Fault(lost=True), Fault(stalled=True)])
async def test_an_answer_that_is_lost_is_in_doubt_and_another_pusher_repeats_it_without_doubling(
    impatient, jpush: JPush, store: Store, fault: Fault
) -> None:
    jpush.faulty_path = "/push"
    jpush.faults.append(fault)
    for expected in (Action.doubt, Action.done):
        channel = to_stand_in(jpush, store)
        assert (await sent(channel, POLICY, devices(20))).actions == {expected}
        await channel.close()
    assert len(jpush.to("/push")) == 2
    assert len({call.body["cid"] for call in jpush.to("/push")}) == 1
    assert set(jpush.shown.values()) == {1}


async def test_a_batch_that_lost_a_device_is_another_batch(jpush: JPush, to_jpush) -> None:
    await sent(to_jpush, POLICY, devices(3))
    await sent(to_jpush, POLICY, devices(4)[2:])
    assert len({call.body["cid"] for call in jpush.to("/push")}) == 2


async def test_trouble_with_the_cid_sends_nothing(impatient, jpush: JPush, to_jpush) -> None:
    jpush.faulty_path = "/cid"
    jpush.faults += [Fault(stalled=True), Fault(500), Fault(200, "<html>")]
    for _ in range(3):
        assert (await sent(to_jpush, POLICY, devices(2))).actions == {Action.later}
    assert jpush.to("/push") == []
    assert (await sent(to_jpush, POLICY, devices(2))).actions == {Action.done}


async def test_too_many_is_left_alone_as_long_as_asked(jpush: JPush, to_jpush) -> None:
    jpush.faulty_path = "/push"
    jpush.faults.append(Fault(429, json.dumps({"error": {"code": 2002}}), {"Retry-After": "30"}))
    assert (await sent(to_jpush, POLICY, devices(1500))).reasons == {"JPUSH_2002"}
    assert (await sent(to_jpush, POLICY, devices(5))).reasons == {"JPUSH_RESTING"}
    assert len(jpush.to("/push")) == 1


async def test_a_short_rest_is_over_when_it_is_over(jpush: JPush, to_jpush, monkeypatch) -> None:
    loop = asyncio.get_running_loop()
    jpush.faults.append(Fault(503, headers={"Retry-After": "7"}))
    assert (await sent(to_jpush, POLICY, devices(1))).actions == {Action.later}
    before = loop.time
    monkeypatch.setattr(loop, "time", lambda: before() + 8)
    assert (await sent(to_jpush, POLICY, devices(1))).actions == {Action.done}


@pytest.mark.parametrize(
    ("status", "text", "action", "reason"),
    [
        (200, "<html>gateway</html>", Action.doubt, "JPUSH_HTTP_200"),
        (200, "[]", Action.doubt, "JPUSH_HTTP_200"),
        (200, "x" * 300_000, Action.doubt, "JPUSH_HTTP_200"),
        (400, '{"error": {"code": 1005}}', Action.halt, "JPUSH_1005"),
        (400, '{"error": {"code": 1011}}', Action.fail, "JPUSH_1011"),
        (400, '{"error": {"code": "$odd.key"}}', Action.halt, "JPUSH_HTTP_400"),
        (400, '{"error": []}', Action.halt, "JPUSH_HTTP_400"),
        (401, "", Action.halt, "JPUSH_HTTP_401"),
        (403, '{"error": {"code": 2003}}', Action.halt, "JPUSH_2003"),
        (302, "", Action.halt, "JPUSH_HTTP_302"),
        (500, '{"error": {"code": 1030}}', Action.doubt, "JPUSH_1030"),
        (502, "", Action.later, "JPUSH_HTTP_502"),
        (504, "", Action.doubt, "JPUSH_HTTP_504"),
    ],
)
async def test_every_answer_has_its_meaning(jpush: JPush, to_jpush, status, text, action, reason) -> None:
    jpush.faulty_path = "/push"
    jpush.faults.append(Fault(status, text, {"Location": "/elsewhere"}))
    outcomes = await sent(to_jpush, POLICY, devices(2))
    assert (outcomes.actions, outcomes.reasons) == ({action}, {reason})


async def test_only_a_device_alone_is_suspected_of_being_unknown(jpush: JPush, to_jpush) -> None:
    jpush.unknown |= {target.token for target in devices(3)}
    assert (await sent(to_jpush, POLICY, devices(3))).actions == {Action.fail}
    assert (await sent(to_jpush, POLICY, devices(1))).actions == {Action.suspect}


async def test_wrong_credentials_stop_and_an_absent_service_waits(jpush: JPush, store: Store) -> None:
    tickets = StoredTickets(store)
    wrong = JPushChannel(app_key=APP_KEY, master_secret="x", url=jpush.url, makers=Makers(), tickets=tickets)
    assert (await sent(wrong, POLICY, devices(2))).reasons == {"JPUSH_1004"}
    nowhere = f"http://127.0.0.1:{free_port()}"
    absent = JPushChannel(app_key=APP_KEY, master_secret=SECRET, url=nowhere, makers=Makers(), tickets=tickets)
    assert (await sent(absent, POLICY, devices(2))).actions == {Action.later}
    await wrong.close()
    await absent.close()


def to_stand_in(jpush: JPush, store: Store, makers: Makers | None = None) -> JPushChannel:
    tickets = StoredTickets(store)
    return JPushChannel(
        app_key=APP_KEY, master_secret=SECRET, url=f"{jpush.url}/v3", makers=makers or Makers(), tickets=tickets
    )
