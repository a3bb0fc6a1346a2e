"""The APNs channel against the stand-in, over real TLS and HTTP/2."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from push.channels.apns import ids_under
from push.channels.channel import Action
from server.demo.apns_stand_in.http2 import Faults
from tests.push.support import NOTICE, Outcomes, targets, token


async def test_every_device_gets_one_notification_with_derived_ids(apns, channel_to):
    outcomes = Outcomes()
    async with apns() as running, channel_to(running) as channel:
        await channel.send(NOTICE, targets(500), outcomes.deliver)
        stats = running.service.ledger.stats()
    assert {outcome.action for outcome in outcomes.values()} == {Action.done}
    assert (stats["unique"], stats["duplicates"], stats["refused"]) == (500, 0, 0)
    last = stats["notifications"][-1]
    assert last["apns_id"] == str(uuid.uuid5(uuid.UUID(NOTICE.campaign_id), last["token"]))
    assert (last["collapse_id"], last["title"], last["body"]) == (NOTICE.collapse_id, NOTICE.title, NOTICE.body)


async def test_a_connection_serves_many_batches(apns, channel_to):
    async with apns() as running, channel_to(running) as channel:
        for _ in range(3):
            outcomes = Outcomes()
            await channel.send(NOTICE, targets(20), outcomes.deliver)
            assert len(outcomes) == 20
        assert len(running.connections) == 1
        assert running.service.ledger.stats()["duplicates"] == 40


@pytest.mark.parametrize(
    ("prefix", "action", "reason"),
    [
        ("dead", Action.retire, "Unregistered"),
        ("bad0", Action.suspect, "BadDeviceToken"),
        ("0429", Action.retry, "TooManyRequests"),
        ("0503", Action.retry, "ServiceUnavailable"),
        ("0403", Action.halt, "ExpiredProviderToken"),  # of a token signed just now: our clock
    ],
)
async def test_each_refusal_asks_for_its_action(apns, channel_to, prefix, action, reason):
    outcomes = Outcomes()
    async with apns() as running, channel_to(running) as channel:
        await channel.send(NOTICE, targets(3, prefix), outcomes.deliver)
    assert {(outcome.action, outcome.reason) for outcome in outcomes.values()} == {(action, reason)}
    assert all((outcome.since is not None) == (prefix == "dead") for outcome in outcomes.values())


async def test_goaway_in_the_middle_loses_and_doubles_nothing(apns, channel_to):
    outcomes = Outcomes()
    async with apns(faults=Faults(goaway_after=37)) as running, channel_to(running) as channel:
        await channel.send(NOTICE, targets(400), outcomes.deliver)
        stats = running.service.ledger.stats()
        assert len(running.connections) > 5
    assert {outcome.action for outcome in outcomes.values()} == {Action.done}
    assert (stats["unique"], stats["duplicates"]) == (400, 0)


async def test_a_cut_connection_reports_only_what_was_under_way_as_ambiguous(apns, channel_to):
    outcomes = Outcomes()
    async with apns(faults=Faults(reset_after=100, max_streams=20)) as running, channel_to(running) as channel:
        await channel.send(NOTICE, targets(250), outcomes.deliver)
        stats = running.service.ledger.stats()
    ambiguous = [index for index, outcome in outcomes.items() if outcome.action is Action.resend]
    done = [index for index, outcome in outcomes.items() if outcome.action is Action.done]
    assert len(ambiguous) + len(done) == 250
    assert 0 < len(ambiguous) <= 3 * 20
    assert stats["unique"] >= len(done)
    assert stats["duplicates"] == 0


async def test_error_bodies_beyond_the_first_window_do_not_stall(apns, channel_to):
    """Each 410 carries some 60 bytes: 3,000 of them are far more than the 65,535 bytes a window starts with."""
    outcomes = Outcomes()
    async with apns() as running, channel_to(running) as channel:
        await channel.send(NOTICE, targets(3000, "dead"), outcomes.deliver)
    assert len(outcomes) == 3000
    assert {outcome.action for outcome in outcomes.values()} == {Action.retire}


async def test_nobody_there_is_an_outcome_and_no_error(apns, channel_to, monkeypatch):
    async with apns() as running:
        pass
    outcomes = Outcomes()
    async with channel_to(running) as channel:
        monkeypatch.setattr(channel._client, "_time_limit", 0.5)
        await channel.send(NOTICE, targets(3), outcomes.deliver)
    assert {outcome.action for outcome in outcomes.values()} == {Action.later}


async def test_a_server_that_never_answers_is_given_up(apns, channel_to, monkeypatch):
    outcomes = Outcomes()
    async with apns(faults=Faults(mute=True)) as running, channel_to(running) as channel:
        monkeypatch.setattr(channel._client, "_deadline", 0.3)
        monkeypatch.setattr(channel._client, "_time_limit", 0.9)
        await channel.send(NOTICE, targets(3), outcomes.deliver)
    assert len(outcomes) == 3
    assert Action.resend in {outcome.action for outcome in outcomes.values()}


async def test_an_untrusted_certificate_is_refused(apns, channel_to, tmp_path, monkeypatch):
    from push.wire.client import tls_context

    outcomes = Outcomes()
    async with apns() as running, channel_to(running) as channel:
        strict = channel._client._endpoint.__class__("127.0.0.1", running.port, tls_context())
        monkeypatch.setattr(channel._client, "_endpoint", strict)
        monkeypatch.setattr(channel._client, "_time_limit", 0.5)
        await channel.send(NOTICE, targets(2), outcomes.deliver)
        assert running.service.ledger.stats()["received"] == 0
    assert {(outcome.action, outcome.reason) for outcome in outcomes.values()} == {
        (Action.later, "SSLCertVerificationError")
    }


@given(st.uuids(), st.lists(st.text(alphabet="0123456789abcdef", min_size=2, max_size=200), max_size=5))
def test_ids_made_in_bulk_are_those_of_the_standard_library(namespace, names) -> None:
    id_of = ids_under(namespace)
    assert [id_of(name.encode()).decode() for name in names] == [str(uuid.uuid5(namespace, name)) for name in names]


def test_tokens_of_the_tests_are_tokens():
    assert len({token(number) for number in range(50)}) == 50
    assert all(len(token(number, "dead")) == 64 for number in range(50))
