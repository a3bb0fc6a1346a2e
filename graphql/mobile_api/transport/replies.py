"""What is sent back, as the server wants it: a status, headers as bytes, a body. Made once for a page that is kept."""

from dataclasses import dataclass
from functools import lru_cache

from starlette.types import Send

Headers = list[tuple[bytes, bytes]]


@dataclass(slots=True)
class Reply:
    status: int
    headers: Headers
    body: bytes = b""
    _lines: bytes = b""

    async def send(self, send: Send, *, head_only: bool = False) -> None:
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": b"" if head_only else self.body})

    def lines(self) -> bytes:
        """The headers as they are on the wire, each with its line's end."""
        if not self._lines:
            self._lines = lines_of(self.headers)
        return self._lines

    def with_headers(self, extra: Headers) -> "Reply":
        if not extra:
            return self
        return Reply(self.status, self.headers + extra, self.body, self.lines() + lines_of(extra))


def lines_of(headers: Headers) -> bytes:
    return b"".join([b"%b: %b\r\n" % header for header in headers])


def reply(
    body: bytes, media_type: str, status: int = 200, *, cache_control: str = "no-store", vary: str = "Accept"
) -> Reply:
    length = (b"content-length", b"%d" % len(body))
    about, lines = _about(media_type, cache_control, vary)
    return Reply(status, [length, *about], body, b"content-length: %b\r\n%b" % (length[1], lines))


@lru_cache(maxsize=256)  # there are a few dozen combinations
def _about(media_type: str, cache_control: str, vary: str) -> tuple[Headers, bytes]:
    about = [
        (b"content-type", f"{media_type}; charset=utf-8".encode()),
        (b"cache-control", cache_control.encode()),
        (b"vary", vary.encode()),
    ]
    return about, lines_of(about)
