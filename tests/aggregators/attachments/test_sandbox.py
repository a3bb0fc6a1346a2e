"""A file is read in a process of its own, which is ended when it takes too long, and knows none of our keys."""

import asyncio
import time
import zlib

import psutil
import pytest

from aggregators.attachments.media_type import DOCX, PDF
from aggregators.attachments.sandbox import TOO_SLOW, text_in_sandbox
from aggregators.attachments.text import LOCKED, FileText
from tests.aggregators.attachments.files import docx, pdf


async def test_what_is_read_there_is_what_is_read_here() -> None:
    found = await asyncio.gather(
        text_in_sandbox(docx("示例目标"), DOCX),
        text_in_sandbox(pdf("示例通知"), PDF),
        text_in_sandbox(pdf(locked=True), PDF),
        text_in_sandbox(b"\x89PNG", "image/png"),
    )
    assert found == [FileText("示例目标"), FileText("示例通知"), FileText(None, LOCKED), FileText()]


def endless() -> bytes:
    """A PDF that takes hours to lay out: a stream that unpacks to millions of runs."""
    runs = zlib.compress(b"BT /F1 1 Tf " + b"<793A> Tj 1 0 Td " * 5_000_000 + b"ET", 9)
    whole = pdf("示例")
    start, end = whole.index(b"5 0 obj"), whole.index(b"6 0 obj")
    stream = b"5 0 obj\n<< /Length %d /Filter /FlateDecode >> stream\n%s\nendstream\nendobj\n" % (len(runs), runs)
    return whole[:start] + stream + whole[end:]


def readers() -> list[psutil.Process]:
    children = psutil.Process().children()
    return [child for child in children if "aggregators.attachments.child" in child.cmdline()]


async def test_a_file_that_takes_too_long_is_left_and_the_loop_goes_on() -> None:
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0.01)

    body, ticking, started = endless(), asyncio.create_task(others()), time.monotonic()
    found = await text_in_sandbox(body, PDF, within=4)
    ticking.cancel()
    assert found == FileText(None, TOO_SLOW)
    assert time.monotonic() - started < 15
    assert turns > 50
    assert readers() == []


async def test_a_poll_that_is_stopped_leaves_no_reader_behind() -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(1):
            await text_in_sandbox(endless(), PDF)
    assert readers() == []


async def test_the_reader_knows_none_of_our_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHENGWU_SECRET_KEY", "secret")
    reading = asyncio.create_task(text_in_sandbox(endless(), PDF, within=4))
    seen: list[psutil.Process] = []
    while not (seen or reading.done()):
        await asyncio.sleep(0.01)
        seen = readers()
    assert "ZHENGWU_SECRET_KEY" not in seen[0].environ()
    reading.cancel()
    await asyncio.wait([reading])
