"""Reading a file's text in a process of its own: a file that is made to take for ever, to eat the memory or to crash
its reader costs that process, and the poll goes on."""

import asyncio
import json
import os
import sys

from aggregators.attachments.text import READERS, FileText, text_of

WITHIN = 20.0  # seconds; a report of 300 pages takes five
AT_ONCE = 2  # processes; more only take the time from each other
TOO_SLOW = "文件过大或结构异常，没能在规定时间内读完文字；请下载查看。"
_TOLD = ("PATH", "LANG", "LC_ALL", "PYTHONPATH")  # of our environment; the rest holds keys
_places = asyncio.Semaphore(AT_ONCE)


async def text_in_sandbox(body: bytes, media_type: str, within: float = WITHIN) -> FileText:
    """As `text_of`, within `within` seconds from when its turn comes."""
    if media_type not in READERS:
        return text_of(body, media_type)
    async with _places:
        answer = await _answer(body, media_type, within)
    try:
        return FileText(**json.loads(answer))
    except (ValueError, TypeError):  # nothing, or half of something: it was ended, or ended itself
        return FileText(problem=TOO_SLOW)


async def _answer(body: bytes, media_type: str, within: float) -> bytes:
    """What the child wrote before it ended; b"" when it had to be ended."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "aggregators.attachments.child", media_type),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={name: os.environ[name] for name in _TOLD if name in os.environ},
    )
    try:
        async with asyncio.timeout(within):
            answer, _ = await child.communicate(body)
        return answer if child.returncode == 0 else b""
    except TimeoutError:
        return b""
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
