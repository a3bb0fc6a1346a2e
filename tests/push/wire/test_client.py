"""The client against a server whose every frame the test decides."""

from pathlib import Path

import pytest
from h2.errors import ErrorCodes
from h2.events import ConnectionTerminated, PingAckReceived, PingReceived, StreamReset
from h2.settings import SettingCodes
from hyperframe.frame import ContinuationFrame, DataFrame, GoAwayFrame, HeadersFrame, PushPromiseFrame

from push.wire import connection
from push.wire.exchange import Fate
from tests.push.wire.scripted import Answers, Peer, scripted, send


async def serve_all(peer: Peer) -> None:
    """The well-behaved server that takes over after a faulty one."""
    peer.start()
    while complete := await peer.requests(1):
        for stream_id in complete:
            peer.answer(stream_id)


async def test_one_stream_until_the_first_answer_and_the_limit_afterwards(tmp_path: Path) -> None:
    most_at_once = []

    async def script(peer: Peer) -> None:
        peer.start({SettingCodes.MAX_CONCURRENT_STREAMS: 3})
        (first,) = await peer.requests(1)
        most_at_once.append(peer.h2.open_inbound_streams)
        peer.answer(first)
        complete = await peer.requests(3)
        most_at_once.append(peer.h2.open_inbound_streams)
        peer.h2.update_settings({SettingCodes.MAX_CONCURRENT_STREAMS: 1})
        peer.flush()
        for stream_id in complete:
            peer.answer(stream_id)
        for _ in range(3):
            (stream_id,) = await peer.requests(1)
            most_at_once.append(peer.h2.open_inbound_streams)
            peer.answer(stream_id)

    answers = Answers()
    async with scripted(tmp_path, script) as client:
        await send(client, range(7), answers)
    assert most_at_once == [1, 3, 1, 1, 1]
    assert {answer.status for answer in answers.values()} == {200}


async def test_bodies_wait_for_windows_and_arrive_whole(tmp_path: Path) -> None:
    seen: dict[int, bytes] = {}

    async def script(peer: Peer) -> None:
        peer.start({SettingCodes.INITIAL_WINDOW_SIZE: 10})
        for _ in range(3):
            peer.answer(*await peer.requests(1))
        seen.update(peer.bodies)

    answers, body = Answers(), bytes(range(250)) + b"end"
    async with scripted(tmp_path, script) as client:
        await send(client, range(3), answers, body)
    assert list(seen.values()) == [body] * 3
    assert len(answers) == 3


async def test_continuation_padding_trailers_informational_and_unknown_frames(tmp_path: Path) -> None:
    async def script(peer: Peer) -> None:
        peer.start()
        (stream_id,) = await peer.requests(1)
        encode = peer.h2.encoder.encode
        peer.raw(HeadersFrame(stream_id, encode([(":status", "103")]), flags=["END_HEADERS"]).serialize())
        block = encode([(":status", "410"), ("apns-id", "x" * 100)])
        peer.raw(HeadersFrame(stream_id, block[:3]).serialize())
        peer.raw(ContinuationFrame(stream_id, block[3:50]).serialize())
        peer.raw(ContinuationFrame(stream_id, block[50:], flags=["END_HEADERS"]).serialize())
        peer.raw(b"\x00\x00\x02\xee\x00" + stream_id.to_bytes(4, "big") + b"??")
        peer.raw(DataFrame(stream_id, b'{"reason":', pad_length=9, flags=["PADDED"]).serialize())
        peer.raw(DataFrame(stream_id, b'"Gone"}').serialize())
        peer.raw(HeadersFrame(stream_id, encode([("x", "y")]), flags=["END_HEADERS", "END_STREAM"]).serialize())
        await peer.requests(1)

    answers = Answers()
    async with scripted(tmp_path, script) as client:
        await send(client, [1], answers)
    assert (answers[1].status, answers[1].body) == (410, b'{"reason":"Gone"}')


async def test_goaway_drains_what_is_below_and_moves_what_is_above(tmp_path: Path) -> None:
    async def script(peer: Peer) -> None:
        peer.start()
        peer.answer(*await peer.requests(1))
        ids = await peer.requests(4)
        peer.raw(GoAwayFrame(0, last_stream_id=2**31 - 1, error_code=0).serialize())
        peer.raw(GoAwayFrame(0, last_stream_id=ids[1], error_code=0).serialize())
        for stream_id in ids[:2]:
            peer.answer(stream_id)
        assert await peer.requests(1) == []  # nothing new; the client hangs up when it is served

    answers = Answers()
    async with scripted(tmp_path, script, serve_all) as client:
        await send(client, range(5), answers)
    assert [answers[key].status for key in range(5)] == [200] * 5


@pytest.mark.parametrize(
    ("code", "fate"), [(ErrorCodes.REFUSED_STREAM, Fate.answered), (ErrorCodes.INTERNAL_ERROR, Fate.ambiguous)]
)
async def test_a_refused_stream_is_sent_again_and_any_other_reset_is_ambiguous(tmp_path, code, fate) -> None:
    async def script(peer: Peer) -> None:
        peer.start()
        (stream_id,) = await peer.requests(1)
        peer.h2.reset_stream(stream_id, code)
        peer.flush()
        if complete := await peer.requests(1):
            peer.answer(*complete)

    answers = Answers()
    async with scripted(tmp_path, script) as client:
        await send(client, [1], answers)
    assert answers[1].fate is fate


async def test_a_late_request_is_given_up_alone(tmp_path: Path) -> None:
    async def script(peer: Peer) -> None:
        peer.start()
        peer.answer(*await peer.requests(1))
        for stream_id in (await peer.requests(3))[1:]:
            peer.answer(stream_id)
        reset = await peer.until(StreamReset)
        assert isinstance(reset, StreamReset)
        assert reset.error_code == ErrorCodes.CANCEL
        peer.answer(*await peer.requests(1))

    answers, again = Answers(), Answers()
    async with scripted(tmp_path, script, deadline=0.3) as client:
        await send(client, range(4), answers)
        await send(client, [9], again)
    assert [answers[key].fate for key in range(4)] == [Fate.answered, Fate.ambiguous, Fate.answered, Fate.answered]
    assert again[9].status == 200


async def test_ping_is_answered(tmp_path: Path) -> None:
    async def script(peer: Peer) -> None:
        peer.start()
        (stream_id,) = await peer.requests(1)
        peer.h2.ping(b"12345678")
        peer.flush()
        ack = await peer.until(PingAckReceived)
        assert isinstance(ack, PingAckReceived)
        assert ack.ping_data == b"12345678"
        peer.answer(stream_id)

    answers = Answers()
    async with scripted(tmp_path, script) as client:
        await send(client, [1], answers)
    assert answers[1].status == 200


@pytest.mark.parametrize("lives", [True, False])
async def test_a_silent_peer_is_pinged_and_given_up_only_when_it_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lives: bool
) -> None:
    monkeypatch.setattr(connection, "PING_AFTER_BUSY", 0.1)
    monkeypatch.setattr(connection, "PING_PATIENCE", 0.3)

    async def script(peer: Peer) -> None:
        peer.start()
        (stream_id,) = await peer.requests(1)
        if lives:
            await peer.until(PingReceived)  # h2 answers it
            peer.answer(stream_id)
        else:
            await peer.mute()

    answers = Answers()
    async with scripted(tmp_path, script, serve_all) as client:
        await send(client, [1], answers)
    assert answers[1].fate is (Fate.answered if lives else Fate.ambiguous)
    assert answers[1].why == ("" if lives else "PING_TIMEOUT")


async def test_an_endless_answer_is_not_read_on(tmp_path: Path) -> None:
    async def script(peer: Peer) -> None:
        peer.start()
        (stream_id,) = await peer.requests(1)
        peer.h2.send_headers(stream_id, [(":status", "400")])
        peer.h2.send_data(stream_id, b"x" * 16_000)
        peer.flush()
        await peer.until(StreamReset)

    answers = Answers()
    async with scripted(tmp_path, script) as client:
        await send(client, [1], answers)
    assert answers[1].status == 400


BREACHES = {
    "frame before SETTINGS": b"\x00\x00\x08\x06\x00\x00\x00\x00\x00" + bytes(8),
    "oversized": b"\xff\xff\xff\x00\x00\x00\x00\x00\x01",
    "push": PushPromiseFrame(1, 2, b"\x88", flags=["END_HEADERS"]).serialize(),
    "stream never opened": HeadersFrame(99, b"\x88", flags=["END_HEADERS", "END_STREAM"]).serialize(),
    "even stream": HeadersFrame(2, b"\x88", flags=["END_HEADERS", "END_STREAM"]).serialize(),
    "bad header block": HeadersFrame(1, b"\xff\xff\xff\xff\xff", flags=["END_HEADERS"]).serialize(),
    "interrupted block": HeadersFrame(1, b"\x88").serialize() + DataFrame(1, b"x").serialize(),
    "continuation alone": ContinuationFrame(1, b"\x88", flags=["END_HEADERS"]).serialize(),
    "window of 0": b"\x00\x00\x04\x08\x00\x00\x00\x00\x00" + bytes(4),
    "window overflow": b"\x00\x00\x04\x08\x00\x00\x00\x00\x00\x7f\xff\xff\xff" * 2,
    "short ping": b"\x00\x00\x03\x06\x00\x00\x00\x00\x00abc",
    "odd settings": b"\x00\x00\x05\x04\x00\x00\x00\x00\x00abcde",
}


@pytest.mark.parametrize("breach", BREACHES)
async def test_a_breach_ends_the_connection_and_the_next_one_serves(tmp_path: Path, breach: str) -> None:
    said_goodbye = []

    async def script(peer: Peer) -> None:
        if breach == "frame before SETTINGS":
            peer.raw(BREACHES[breach])
            await peer.requests(1)
            return
        peer.start()
        await peer.requests(1)
        peer.raw(BREACHES[breach])
        said_goodbye.append(await peer.until(ConnectionTerminated))

    answers = Answers()
    async with scripted(tmp_path, script, serve_all) as client:
        await send(client, [1, 2], answers)
    assert len(answers) == 2
    assert answers[2].status == 200
    assert said_goodbye or breach == "frame before SETTINGS"
