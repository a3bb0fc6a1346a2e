"""HarmonyOS: a signed service account, illegal tokens named by reason, and one number on the screen."""

import json
from dataclasses import replace
from pathlib import Path

import jwt
import pytest

from content_models.residents.documents import Platform
from push.channels.channel import Action
from push.channels.errors import InvalidPushKey
from push.channels.harmony import HarmonyChannel
from push.channels.harmony_token import ServiceAccount
from push.channels.makers import Makers
from tests.push.channels.stand_in import Fault
from tests.push.channels.vendors import Harmony
from tests.push.support import NOTICE, devices, sent

POLICY = replace(NOTICE, platform=Platform.harmony)


async def test_a_batch_is_handed_over_as_the_guide_says(harmony: Harmony, to_harmony: HarmonyChannel) -> None:
    assert (await sent(to_harmony, POLICY, devices(3))).actions == {Action.done}
    (call,) = harmony.calls
    shown = call.body["payload"]["notification"]
    assert (call.path, call.headers["push-type"]) == ("/v3/3158/messages:send", "0")
    assert (shown["category"], shown["clickAction"]) == (
        "SUBSCRIPTION",
        {"actionType": 0, "data": {"release": POLICY.release_id}},
    )
    assert "您订阅的" in shown["title"]
    assert call.body["pushOptions"] == {"testMessage": False, "ttl": 86400}
    assert jwt.get_unverified_header(call.headers["Authorization"].split()[1]) == {
        "alg": "PS256",
        "kid": "kid",
        "typ": "JWT",
    }


async def test_a_call_holds_a_thousand_tokens_at_most(harmony: Harmony, to_harmony: HarmonyChannel) -> None:
    assert (await sent(to_harmony, POLICY, devices(2001))).actions == {Action.done}
    assert [len(call.body["target"]["token"]) for call in harmony.calls] == [1000, 1000, 1]
    assert len({call.headers["Authorization"] for call in harmony.calls}) == 1


async def test_illegal_tokens_are_told_apart_from_our_missing_rights(harmony: Harmony, to_harmony) -> None:
    harmony.illegal = {"device00001": "tokenFormatError", "device00002": "noRight"}
    outcomes = await sent(to_harmony, POLICY, devices(4))
    assert [outcomes[number].action for number in range(4)] == [Action.done, Action.suspect, Action.fail, Action.done]
    assert outcomes[2].reason == "HARMONY_noRight"


async def test_tokens_that_are_all_bad_are_suspected_and_rights_that_are_missing_stop(
    harmony: Harmony, to_harmony
) -> None:
    harmony.illegal = {target.token: "tokenFormatError" for target in devices(3)}
    assert (await sent(to_harmony, POLICY, devices(3))).actions == {Action.suspect}
    harmony.illegal = {target.token: "disableSendHuaweiMsgBecauseOfPenalty" for target in devices(3)}
    outcomes = await sent(to_harmony, POLICY, devices(3))
    assert (outcomes.actions, outcomes.reasons) == (
        {Action.halt},
        {"HARMONY_disableSendHuaweiMsgBecauseOfPenalty"},
    )


@pytest.mark.parametrize("told", ['{"illegal_tokens": ["device00001"]}', {"illegal_tokens": ["device00001", 3]}])
async def test_the_older_way_of_naming_illegal_tokens_is_read_too(harmony: Harmony, to_harmony, told) -> None:
    harmony.faults.append(Fault(200, json.dumps({"code": "80100000", "msg": told})))
    outcomes = await sent(to_harmony, POLICY, devices(2))
    assert (outcomes[0].action, outcomes[1].action) == (Action.done, Action.suspect)


async def test_an_expired_jwt_is_signed_anew_and_sent_again(harmony: Harmony, tmp_path: Path) -> None:
    now = [1_800_000_000.0]
    account = ServiceAccount(tmp_path / "harmony.json", clock=lambda: now[0])
    harmony.expired.add(account.token())
    now[0] += 120
    assert account.token() in harmony.expired
    assert account.refused()
    assert account.token() not in harmony.expired
    assert not account.refused()
    now[0] += 3000
    before = account.token()
    now[0] += 3000
    assert account.token() != before


async def test_a_jwt_called_expired_is_replaced_within_the_send(harmony: Harmony, tmp_path: Path) -> None:
    class Old(ServiceAccount):
        def refused(self) -> bool:
            self._issued_at -= 3600
            return super().refused()

    account = Old(tmp_path / "harmony.json")
    harmony.faults.append(Fault(401, '{"code": "80200005", "msg": "Jwt token expired."}'))
    channel = HarmonyChannel(account=account, url=f"{harmony.url}/v3", makers=Makers())
    assert (await sent(channel, POLICY, devices(2))).actions == {Action.done}
    await channel.close()


async def test_a_jwt_refused_twice_stops(harmony: Harmony, to_harmony: HarmonyChannel) -> None:
    harmony.faults.append(Fault(401, '{"code": "80200005", "msg": "Jwt token expired."}'))
    assert (await sent(to_harmony, POLICY, devices(2))).reasons == {"HARMONY_80200005"}
    assert len(harmony.calls) == 1


async def test_a_notice_that_is_too_large_is_not_tried(harmony: Harmony, to_harmony: HarmonyChannel) -> None:
    outcomes = await sent(to_harmony, replace(POLICY, body="政" * 1500), devices(2))
    assert (outcomes.actions, harmony.calls) == ({Action.halt}, [])


@pytest.mark.parametrize("fault", [Fault(lost=True), Fault(stalled=True)])
async def test_a_lost_answer_is_in_doubt_and_the_repetition_takes_the_same_place_on_the_screen(
    impatient, harmony: Harmony, to_harmony, fault: Fault
) -> None:
    harmony.faults.append(fault)
    assert (await sent(to_harmony, POLICY, devices(2))).actions == {Action.doubt}
    assert (await sent(to_harmony, POLICY, devices(2))).actions == {Action.done}
    assert len({call.body["payload"]["notification"]["notifyId"] for call in harmony.calls}) == 1


@pytest.mark.parametrize(
    ("status", "text", "action", "reason"),
    [
        (503, "", Action.later, "HARMONY_HTTP_503"),
        (200, "not json", Action.doubt, "HARMONY_HTTP_200"),
        (200, '{"code": 80000000}', Action.doubt, "HARMONY_HTTP_200"),
        (200, '{"code": "80100000", "msg": "{broken"}', Action.fail, "HARMONY_PARTLY_UNLISTED"),
        (200, '{"code": "80100000", "msg": {"illegalTokens": 3}}', Action.fail, "HARMONY_PARTLY_UNLISTED"),
        (400, '{"code": "80100003"}', Action.halt, "HARMONY_80100003"),
        (401, '{"code": "80200001"}', Action.halt, "HARMONY_80200001"),
        (500, '{"code": "81000001"}', Action.doubt, "HARMONY_81000001"),
        (404, "", Action.halt, "HARMONY_HTTP_404"),
    ],
)
async def test_every_answer_has_its_meaning(harmony: Harmony, to_harmony, status, text, action, reason) -> None:
    harmony.faults.append(Fault(status, text))
    outcomes = await sent(to_harmony, POLICY, devices(2))
    assert (outcomes.actions, outcomes.reasons) == ({action}, {reason})


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b'{"project_id": 1}', b'{"project_id":"1","key_id":"1","sub_account":"1","private_key":"no"}'],
)
def test_a_file_that_is_no_service_account_is_refused_by_the_name_of_its_setting(tmp_path: Path, content) -> None:
    file = tmp_path / "account.json"
    file.write_bytes(content)
    with pytest.raises(InvalidPushKey, match="ZHENGWU_HARMONY_KEY_FILE"):
        ServiceAccount(file)
