"""The few headers of a request that decide about its answer, read in one pass."""

from dataclasses import dataclass

from starlette.types import Scope

_ATTRIBUTES = {
    b"accept": "accept",
    b"accept-encoding": "accept_encoding",
    b"authorization": "authorization",
    b"content-type": "content_type",
    b"if-none-match": "if_none_match",
}


@dataclass(slots=True)
class Head:
    method: str = "POST"
    query: bytes = b""
    address: str = ""  # of whoever sent it; empty on a local socket
    accept: str | None = None
    accept_encoding: str | None = None
    authorization: str | None = None
    content_type: str | None = None
    if_none_match: str | None = None

    @property
    def is_get(self) -> bool:
        return self.method in {"GET", "HEAD"}


def head_of(scope: Scope) -> Head:
    """A header that is sent twice counts as one, its values joined (RFC 9110 §5.3)."""
    client = scope.get("client")
    head = Head(scope.get("method", "GET"), scope["query_string"], client[0] if client else "")
    for name, value in scope["headers"]:
        attribute = _ATTRIBUTES.get(name)
        if attribute is not None:
            text = value.decode("latin-1")
            before = getattr(head, attribute)
            setattr(head, attribute, text if before is None else f"{before}, {text}")
    return head
