"""Whatever a correct server does, and in whatever order: every request has exactly one fate, and the true one."""

import asyncio
from collections.abc import Callable

from h2.errors import ErrorCodes
from h2.settings import SettingCodes
from hypothesis import given, settings
from hypothesis import strategies as st

from push.wire.exchange import Fate
from tests.push.wire.in_memory import Conversation, Ledger

REASON = b'{"reason":"Unregistered","timestamp":1700000000000}'

Step = tuple[str, int, int]  # what happens, and two numbers that choose where and how


def _pick(talk: Conversation, number: int) -> int | None:
    return talk.complete.pop(number % len(talk.complete)) if talk.complete else None


def _answer(talk: Conversation, where: int, how: int) -> None:
    if (stream_id := _pick(talk, where)) is not None:
        refused = how % 3 == 0
        status, body = ("410", REASON) if refused else ("200", b"" if how % 3 == 1 else b"{}")
        talk.answer(stream_id, status, body, padding=how % 200, trailers=how % 2 == 0)


def _reset(talk: Conversation, where: int, how: int) -> None:
    if (stream_id := _pick(talk, where)) is not None:
        talk.server.reset_stream(stream_id, [ErrorCodes.REFUSED_STREAM, ErrorCodes.INTERNAL_ERROR][how % 2])


def _settings(code: SettingCodes, *values: int) -> Callable[[Conversation, int, int], None]:
    return lambda talk, where, _: talk.server.update_settings({code: values[where % len(values)]})


def _grow(talk: Conversation, where: int, how: int) -> None:
    streams = [None, *(stream_id for stream_id, stream in talk.server.streams.items() if stream.open)]
    talk.server.increment_flow_control_window(1 + how % 5000, streams[where % len(streams)])


def _goaway(talk: Conversation, where: int, _: int) -> None:
    known = [2**31 - 1, *sorted(talk.keys)]
    talk.goaway(known[where % len(known)])


STEPS: dict[str, Callable[[Conversation, int, int], None]] = {
    "answer": _answer,
    "answer another": _answer,
    "reset": _reset,
    "stream limit": _settings(SettingCodes.MAX_CONCURRENT_STREAMS, 1, 1000, 0, 3),
    "stream windows": _settings(SettingCodes.INITIAL_WINDOW_SIZE, 0, 10, 65_535, 1_000_000),
    "frame size": _settings(SettingCodes.MAX_FRAME_SIZE, 16_384, 65_536),
    "header table": _settings(SettingCodes.HEADER_TABLE_SIZE, 0, 100, 4096),
    "window": _grow,
    "ping": lambda talk, where, _: talk.server.ping(where.to_bytes(8, "big")),
    "goaway": _goaway,
    "cut": lambda talk, *_: talk.hang_up(),
}
RARE = {"goaway", "cut"}
step = st.tuples(
    st.one_of(st.sampled_from(sorted(set(STEPS) - RARE)), st.sampled_from(sorted(STEPS))),
    st.integers(0, 1000),
    st.integers(0, 1000),
)


async def play(count: int, steps: list[Step]) -> tuple[Ledger, Conversation]:
    """The steps on one connection, then a patient server for whatever is left, there or on a new connection."""
    ledger = Ledger()
    ledger.fill(count)
    talk = Conversation(ledger)
    await talk.exchange()
    for name, where, how in steps:
        if not talk.over:
            STEPS[name](talk, where, how)
            await talk.exchange(cut=how)
    await _serve(talk)
    if not talk.over:
        talk.hang_up()
    after = Conversation(ledger)
    await _serve(after)
    after.hang_up()
    talk.said |= after.said
    return ledger, talk


async def _serve(talk: Conversation) -> None:
    if not talk.over:
        talk.server.update_settings(
            {SettingCodes.MAX_CONCURRENT_STREAMS: 100, SettingCodes.INITIAL_WINDOW_SIZE: 65_535}
        )
    await talk.exchange()
    while talk.complete and not talk.over:
        talk.answer(talk.complete.pop(0), "200")
        await talk.exchange()


@given(st.integers(1, 30), st.lists(step, max_size=25))
@settings(max_examples=150, deadline=None)
def test_every_request_has_one_fate_and_it_is_the_true_one(count: int, steps: list[Step]) -> None:
    ledger, talk = asyncio.run(play(count, steps))
    assert sorted(ledger.fates) == list(range(count))
    assert not ledger.queue
    for key, answer in ledger.fates.items():
        if answer.fate is Fate.answered:
            assert str(answer.status) == talk.said[key]
            assert answer.body == (REASON if answer.status == 410 else b"")


frame = st.tuples(
    st.sampled_from([0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 77]),
    st.sampled_from([0, 1, 4, 5, 8, 12, 13, 32, 255]),
    st.sampled_from([0, 1, 3, 5, 7, 9, 2, 99, 2**31 - 1]),
    st.one_of(st.just(b"\x88"), st.binary(max_size=30), st.just(bytes(8)), st.just(b"\x00\x00\x00\x05" * 2)),
)


@given(st.lists(frame, max_size=20), st.integers(0, 400))
@settings(max_examples=300, deadline=None)
def test_no_bytes_whatever_lose_or_double_a_request(frames: list[tuple[int, int, int, bytes]], cut: int) -> None:
    raw = b"".join(
        len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream_id.to_bytes(4, "big") + payload
        for kind, flags, stream_id, payload in frames
    )

    async def scenario() -> Ledger:
        ledger = Ledger()
        ledger.fill(5)
        talk = Conversation(ledger)
        await talk.exchange()
        if talk.complete:
            talk.answer(talk.complete.pop(0), "200")
        await talk.exchange()
        talk.deliver(raw, cut)
        await asyncio.sleep(0)
        talk.hang_up()
        return ledger

    ledger = asyncio.run(scenario())
    assert sorted([*ledger.fates, *(key for key, *_ in ledger.queue)]) == list(range(5))


async def test_stream_ids_that_are_used_up_end_the_connection_and_lose_nothing() -> None:
    ledger = Ledger()
    ledger.fill(5)
    talk = Conversation(ledger)
    talk.client._outbound.next_id = 2**31 - 5
    await talk.exchange()
    while talk.complete and not talk.over:
        talk.answer(talk.complete.pop(0), "200")
        await talk.exchange()
    assert sorted(talk.keys) == [2**31 - 5, 2**31 - 3, 2**31 - 1]
    assert (len(ledger.fates), len(ledger.queue)) == (3, 2)
    assert talk.client.draining.is_set()
    assert talk.over


async def test_a_new_token_is_in_the_next_request_and_never_in_the_table() -> None:
    ledger = Ledger()
    ledger.fill(3)
    talk = Conversation(ledger)
    tokens = iter([b"bearer one", b"bearer two", b"bearer three"])
    talk.client._authorization = lambda: next(tokens)
    seen = []
    talk.server.update_settings({SettingCodes.MAX_CONCURRENT_STREAMS: 1})
    note = talk.server.receive_data

    def watched(data: bytes) -> list[object]:
        events = note(data)
        seen.extend(dict(event.headers)["authorization"] for event in events if hasattr(event, "headers"))
        return events

    talk.server.receive_data = watched
    await talk.exchange()
    while talk.complete:
        talk.answer(talk.complete.pop(0), "200")
        await talk.exchange()
    assert seen == ["bearer one", "bearer two", "bearer three"]
