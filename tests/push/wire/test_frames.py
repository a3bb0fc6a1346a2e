"""The frame reader against the `hyperframe` library, and against garbage."""

import pytest
from hyperframe.frame import DataFrame, HeadersFrame
from hypothesis import given
from hypothesis import strategies as st

from push.wire import frames
from push.wire.errors import WireError
from push.wire.frames import Frame, FrameReader, FrameType


@st.composite
def cut_up(draw: st.DrawFn) -> tuple[list[Frame], list[bytes]]:
    """Frames, and their bytes as a network might cut them."""
    kinds = st.builds(
        Frame,
        st.integers(0, 255),
        st.integers(0, 255),
        st.integers(0, frames.MAX_STREAM_ID),
        st.binary(max_size=300),
    )
    wanted = draw(st.lists(kinds, max_size=12))
    raw = b"".join(
        len(f.payload).to_bytes(3, "big") + bytes([f.type, f.flags]) + f.stream_id.to_bytes(4, "big") + f.payload
        for f in wanted
    )
    cuts = sorted(draw(st.lists(st.integers(0, len(raw)), max_size=8)))
    return wanted, [raw[a:b] for a, b in zip([0, *cuts], [*cuts, len(raw)], strict=True)]


@given(cut_up())
def test_frames_come_out_as_they_went_in_wherever_they_are_cut(case: tuple[list[Frame], list[bytes]]) -> None:
    wanted, pieces = case
    reader = FrameReader()
    assert [found for piece in pieces for found in reader.feed(piece)] == wanted


@given(st.binary(max_size=400))
def test_garbage_is_frames_or_a_wire_error(garbage: bytes) -> None:
    try:
        found = list(FrameReader().feed(garbage))
    except WireError:
        return
    for received in found:
        try:
            frames.content_of(received)
        except WireError:
            assert received.flags & (frames.PADDED | frames.PRIORITY_FLAG)


def test_a_frame_larger_than_announced_is_refused_before_it_is_read() -> None:
    with pytest.raises(WireError):
        list(FrameReader().feed((16_385).to_bytes(3, "big") + bytes(6)))


@given(st.binary(max_size=50), st.integers(0, 255))
def test_padding_is_taken_off(content: bytes, padding: int) -> None:
    data = DataFrame(1, content, pad_length=padding, flags=["PADDED"])
    (received,) = FrameReader().feed(data.serialize())
    assert frames.content_of(received) == content


def test_priority_fields_are_taken_off() -> None:
    block = HeadersFrame(1, b"block", pad_length=7, depends_on=3, flags=["PADDED", "PRIORITY", "END_HEADERS"])
    (received,) = FrameReader().feed(block.serialize())
    assert received.type == FrameType.HEADERS
    assert frames.content_of(received) == b"block"
