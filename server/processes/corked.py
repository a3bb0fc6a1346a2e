"""The head of a response waits for its body, so that both leave by one system call.

uvicorn hands them to the socket one after the other. For an answer that is ready in memory the system calls are most of
what it costs, and the reader is woken twice.
"""

import asyncio
from typing import Any

_HEAD = b"HTTP/1.1 "


class CorkedTransport:
    """As `bare`, but what begins like a head is kept for the next write, or till the next turn of the loop: the head of
    a stream leaves before its first event."""

    __slots__ = ("_head", "_loop", "bare", "get_extra_info", "is_closing")

    def __init__(self, bare: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self.bare = bare
        self.is_closing = bare.is_closing
        self.get_extra_info = bare.get_extra_info
        self._loop = loop
        self._head = b""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.bare, name)

    def write(self, data: bytes) -> None:
        head = self._head
        if head:
            self._head = b""
            self.bare.write(head + data)
        elif data.startswith(_HEAD):
            self._head = data
            self._loop.call_soon(self._let_go)
        else:
            self.bare.write(data)

    def write_whole(self, answer: bytes) -> None:
        """A head with its body: nothing follows that it could wait for."""
        self._let_go()
        self.bare.write(answer)

    def close(self) -> None:
        self._let_go()
        self.bare.close()

    def abort(self) -> None:
        self._head = b""
        self.bare.abort()

    def _let_go(self) -> None:
        if self._head:
            head, self._head = self._head, b""
            self.bare.write(head)
