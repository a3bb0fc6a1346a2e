"""What is sent back, as the server wants it: a status, headers as bytes, a body. Made once for a page that is kept."""

from dataclasses import dataclass, field
from functools import lru_cache

from starlette.types import Send

Headers = list[tuple[bytes, bytes]]


@dataclass(slots=True)
class Reply:
    status: int
    headers: Headers
    body: bytes = b""

    async def send(self, send: Send, *, head_only: bool = False) -> None:
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": b"" if head_only else self.body})

    def with_headers(self, extra: Headers) -> "Reply":
        return Reply(self.status, self.headers + extra, self.body) if extra else self


def reply(
    body: bytes, media_type: str, status: int = 200, *, cache_control: str = "no-store", vary: str = "Accept"
) -> Reply:
    length = (b"content-length", b"%d" % len(body))
    return Reply(status, [length, *_about(media_type, cache_control, vary)], body)


@lru_cache(maxsize=256)  # there are a few dozen combinations
def _about(media_type: str, cache_control: str, vary: str) -> Headers:
    return [
        (b"content-type", f"{media_type}; charset=utf-8".encode()),
        (b"cache-control", cache_control.encode()),
        (b"vary", vary.encode()),
    ]


@dataclass(slots=True)
class Extra:
    """Headers that only this answer bears: they belong to one viewer and are in no cache."""

    headers: Headers = field(default_factory=list)

    def add(self, name: bytes, value: str) -> None:
        self.headers.append((name, value.encode()))
