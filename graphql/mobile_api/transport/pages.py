"""A finished answer in all the forms in which it is asked for: media types, compressions, 304."""

import hashlib
import time
from dataclasses import dataclass, field
from functools import cached_property

from mobile_api.transport.encodings import SMALLEST, compress, encoding_for
from mobile_api.transport.head import Head
from mobile_api.transport.replies import Headers, Reply, reply

_OVERHEAD = 1_000  # bytes of bookkeeping a page


def sent_once(body: bytes, head: Head, media_type: str, cache_control: str, vary: str, headers: Headers) -> Reply:
    """One viewer's own answer to a POST: in the one form in which it was asked for, and then forgotten."""
    encoding = _encoding(head, body)
    if encoding:
        body = compress(body, encoding)
        headers = [(b"content-encoding", encoding.encode()), *headers]
    return reply(body, media_type, cache_control=cache_control, vary=vary).with_headers(headers)


def _encoding(head: Head, body: bytes) -> str:
    accepted = head.accept_encoding
    return encoding_for(accepted) if accepted and len(body) >= SMALLEST else ""


@dataclass
class Page:
    """`nodes` is what it cost to make; `keep` False is for answers with errors and for one viewer's own."""

    body: bytes
    cache_control: str
    vary: str
    keep: bool = True
    extra: Headers = field(default_factory=list)
    made_at: float = field(default_factory=time.monotonic)
    _replies: dict[tuple[str, str, bool], Reply] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return _OVERHEAD + 2 * len(self.body)  # with its compressed forms

    def reply(self, head: Head, media_type: str) -> Reply:
        encoding = _encoding(head, self.body)
        if head.if_none_match and head.is_get and self._matches(head.if_none_match):
            return self._not_modified(encoding)
        key = (media_type, encoding, head.is_get)
        found = self._replies.get(key)
        if found is None:
            found = self._replies[key] = self._full(*key)
        return found

    @cached_property
    def etag(self) -> str:
        return hashlib.blake2b(self.body, digest_size=12).hexdigest()

    def _full(self, media_type: str, encoding: str, tagged: bool) -> Reply:
        body = compress(self.body, encoding) if encoding else self.body
        whole = reply(body, media_type, cache_control=self.cache_control, vary=self.vary)
        more = list(self.extra)
        if encoding:
            more.append((b"content-encoding", encoding.encode()))
        if tagged and self.keep_tag:
            more.append((b"etag", self._tag(encoding)))
        return whole.with_headers(more)

    @property
    def keep_tag(self) -> bool:
        return self.cache_control != "no-store"

    def _not_modified(self, encoding: str) -> Reply:
        """RFC 9110 §15.4.5: the headers that would have been sent, without those of the body."""
        policy = [(b"cache-control", self.cache_control.encode()), (b"vary", self.vary.encode())]
        return Reply(304, [(b"etag", self._tag(encoding)), *policy])

    def _tag(self, encoding: str) -> bytes:
        """Other bytes, another tag."""
        return f'"{self.etag}-{encoding}"'.encode() if encoding else f'"{self.etag}"'.encode()

    def _matches(self, if_none_match: str) -> bool:
        """Weakly (RFC 9110 §13.1.2), whatever compression the client got it in."""
        if not self.keep_tag:
            return False
        tags = (tag.strip().removeprefix("W/").strip('"') for tag in if_none_match.split(","))
        return any(tag == "*" or tag.partition("-")[0] == self.etag for tag in tags)
