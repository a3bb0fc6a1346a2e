"""Hand-made header blocks, as the hpack library reads them."""

import pytest
from hpack import Decoder, Encoder
from hypothesis import given
from hypothesis import strategies as st

from push.wire.errors import WireError
from push.wire.headers import RequestHeaders, ResponseHeaders

CONSTANT = [(b"apns-topic", b"cn.example.zhengwu"), (b"apns-push-type", b"alert"), (b"apns-priority", b"10")]
VARYING = [b"apns-expiration", b"apns-id", b"apns-collapse-id"]
VALUES = st.tuples(*[st.binary(min_size=1, max_size=60)] * 3)
REQUESTS = st.lists(
    st.tuples(st.binary(min_size=1, max_size=250), st.binary(max_size=400), VALUES), min_size=1, max_size=6
)


def expected(path: bytes, authorization: bytes, values: tuple[bytes, ...]) -> set[tuple[bytes, bytes]]:
    fixed = [(b":method", b"POST"), (b":scheme", b"https"), (b":authority", b"example:443"), (b":path", path)]
    return {*fixed, *CONSTANT, (b"authorization", authorization), *zip(VARYING, values, strict=True)}


@given(REQUESTS, st.lists(st.sampled_from([None, 0, 100, 700, 4096, 65_536]), min_size=6, max_size=6))
def test_a_decoder_reads_what_was_meant_through_changes_of_table_size(requests, sizes) -> None:
    headers, decoder = RequestHeaders(b"example:443", CONSTANT, VARYING), Decoder()
    for size, (path, authorization, values) in zip(sizes, requests, strict=False):
        if size is not None:
            headers.resize(size)
            decoder.max_allowed_table_size = size
        decoded = list(decoder.decode(headers.block(path, authorization, values), raw=True))
        assert set(decoded) == expected(path, authorization, values)
        pseudo = [name.startswith(b":") for name, _ in decoded]
        assert pseudo == sorted(pseudo, reverse=True)


@given(REQUESTS)
def test_a_template_gives_the_very_bytes_of_the_block(requests) -> None:
    headers = RequestHeaders(b"example:443", CONSTANT, VARYING)
    assert not headers.tabled
    headers.block(b"/", b"bearer x", (b"1", b"2", b"3"))
    assert headers.tabled
    for path, authorization, values in requests:
        head, middle = headers.template(len(path), authorization, values[:-1], len(values[-1]))
        assert head + path + middle + values[-1] == headers.block(path, authorization, values)


def test_later_blocks_are_mostly_references_and_the_token_is_never_indexed() -> None:
    headers, decoder = RequestHeaders(b"example:443", CONSTANT, VARYING), Decoder()
    values = (b"1", b"2" * 36, b"3" * 36)
    first, second = (headers.block(b"/3/device/" + b"a" * 64, b"bearer x", values) for _ in range(2))
    assert len(second) < len(first) - 100
    decoded = decoder.decode(first, raw=True)
    assert [name for name, *_ in decoded if not decoded[[n for n, *_ in decoded].index(name)].indexable] == [
        b"authorization"
    ]


def test_a_server_that_shrinks_its_table_is_read_before_and_after() -> None:
    encoder, reader = Encoder(), ResponseHeaders()
    assert reader.status(encoder.encode([(":status", "410"), ("x", "one")])) == 410
    assert reader.status(encoder.encode([(":status", "410"), ("x", "one")])) == 410
    reader.table_is_gone()
    encoder.header_table_size = 0
    assert reader.status(encoder.encode([(":status", "503"), ("x", "one")])) == 503
    assert reader.status(encoder.encode([(":status", "200"), ("x", "one")])) == 200
    assert reader.status(encoder.encode([("grpc-status", "0")])) is None


@given(st.binary(max_size=60))
def test_garbage_is_a_status_or_a_wire_error(garbage: bytes) -> None:
    reader = ResponseHeaders()
    try:
        status = reader.status(garbage)
    except WireError:
        return
    assert status is None or 0 <= status <= 999


@pytest.mark.parametrize("status", [b"20", b"abc", b"2000"])
def test_a_status_that_is_none_is_refused(status: bytes) -> None:
    with pytest.raises(WireError):
        ResponseHeaders().status(Encoder().encode([(b":status", status)]))
