"""Request header blocks (HPACK, RFC 7541), nearly all of them constant bytes.

The first request on a connection puts the constant headers and the *names* of the varying ones into the dynamic
table; later requests refer to them by one byte each. `:path` is never indexed, `authorization` is marked so that
no proxy may index it either: what Apple's guide asks for.
"""

from collections.abc import Sequence

from hpack import Decoder
from hpack.exceptions import HPACKError
from hpack.hpack import encode_integer
from hpack.table import table_entry_size

from push.wire.errors import ErrorCode, WireError

_METHOD_POST_SCHEME_HTTPS = b"\x83\x87"  # static table, 3 and 7
_PATH, _AUTHORIZATION = 4, 23  # static table, names
_STATIC_ENTRIES = 61

_INDEXED, _INCREMENTAL, _NEVER_INDEXED, _WITHOUT_INDEXING = 0x80, 0x40, 0x10, 0x00
_SIZE_UPDATE = 0x20

DEFAULT_TABLE_BYTES = 4096
_LONGEST_VALUE = 64  # of a varying header, for reckoning the room in the table
_MAX_BLOCK_BYTES = 16_384


def _integer(value: int, prefix_bits: int, pattern: int) -> bytes:
    encoded = encode_integer(value, prefix_bits)
    encoded[0] |= pattern
    return bytes(encoded)


def _string(value: bytes) -> bytes:
    return _integer(len(value), 7, 0) + value


class RequestHeaders:
    """Writes the header blocks of one connection. `constant` headers are equal in all requests, `varying` are not."""

    def __init__(self, authority: bytes, constant: Sequence[tuple[bytes, bytes]], varying: Sequence[bytes]) -> None:
        self._constant = [(b":authority", authority), *constant]  # §8.3: pseudo-header fields come first
        self._varying = list(varying)
        self._needed = sum(table_entry_size(*header) for header in self._constant) + sum(
            table_entry_size(name, bytes(_LONGEST_VALUE)) for name in varying
        )
        self._indexing = self._needed <= DEFAULT_TABLE_BYTES
        self._tabled = False
        self._announcement = b""
        self._prepare_references()

    def resize(self, peer_table_bytes: int) -> None:
        """The peer changed SETTINGS_HEADER_TABLE_SIZE: forget the table, and say so in the next block (§4.2)."""
        size = min(peer_table_bytes, DEFAULT_TABLE_BYTES)
        self._indexing = size >= self._needed
        self._tabled = False
        kept = _integer(size, 5, _SIZE_UPDATE) if self._indexing else b""
        self._announcement = _integer(0, 5, _SIZE_UPDATE) + kept

    def block(self, path: bytes, authorization: bytes, values: Sequence[bytes]) -> bytes:
        """The header block of one POST. `values` are those of the varying headers, in their order."""
        if not self._tabled:
            return self._full_block(path, authorization, values)
        parts = [self._before_path, _string(path), self._after_path, _string(authorization)]
        for name, value in zip(self._names, values, strict=True):
            parts += (name, _string(value))
        return b"".join(parts)

    @property
    def tabled(self) -> bool:
        """May blocks be made from a template: does the peer's table hold what they refer to?"""
        return self._tabled

    def template(
        self, path_bytes: int, authorization: bytes, shared: Sequence[bytes], id_bytes: int
    ) -> tuple[bytes, bytes]:
        """(head, middle): the block of a request is head + path + middle + id, for ids that are the last value.

        Good while `tabled` stays true and for paths and ids of just these lengths.
        """
        head = self._before_path + _integer(path_bytes, 7, 0)
        parts = [self._after_path, _string(authorization)]
        for name, value in zip(self._names, shared, strict=False):
            parts += (name, _string(value))
        return head, b"".join([*parts, self._names[-1], _integer(id_bytes, 7, 0)])

    def _full_block(self, path: bytes, authorization: bytes, values: Sequence[bytes]) -> bytes:
        kind = bytes([_INCREMENTAL if self._indexing else _WITHOUT_INDEXING])
        parts = [self._announcement, _METHOD_POST_SCHEME_HTTPS, _integer(_PATH, 4, _WITHOUT_INDEXING), _string(path)]
        for name, value in [*self._constant, *zip(self._varying, values, strict=True)]:
            parts += (kind, _string(name), _string(value))
        parts += (_integer(_AUTHORIZATION, 4, _NEVER_INDEXED), _string(authorization))
        self._announcement = b""
        self._tabled = self._indexing
        return b"".join(parts)

    def _prepare_references(self) -> None:
        """The bytes that stand for the tabled headers. The entry made last has the lowest index (§2.3.3)."""
        newest = _STATIC_ENTRIES + 1
        first_constant = newest + len(self._varying) + len(self._constant) - 1
        constant = [_integer(first_constant - age, 7, _INDEXED) for age in range(len(self._constant))]
        self._before_path = b"".join([_METHOD_POST_SCHEME_HTTPS, constant[0], _integer(_PATH, 4, _WITHOUT_INDEXING)])
        self._after_path = b"".join([*constant[1:], _integer(_AUTHORIZATION, 4, _NEVER_INDEXED)])
        last_varying = newest + len(self._varying) - 1
        self._names = [_integer(last_varying - age, 4, _WITHOUT_INDEXING) for age in range(len(self._varying))]


class ResponseHeaders:
    """Reads header blocks of responses. Once the peer has taken our table size of 0, a 200 is told by one byte."""

    def __init__(self) -> None:
        self._decoder = Decoder(max_header_list_size=_MAX_BLOCK_BYTES)
        self.stateless = False  # does no block depend on an earlier one?

    def table_is_gone(self) -> None:
        """The peer acknowledged HEADER_TABLE_SIZE = 0: no block depends on another one from now on."""
        self._decoder = Decoder(max_header_list_size=_MAX_BLOCK_BYTES)
        self._decoder.header_table_size = 0
        self._decoder.max_allowed_table_size = 0
        self.stateless = True

    def status(self, block: bytes) -> int | None:
        """`:status`, or None for trailers. Raises WireError for a block that cannot be decoded."""
        if self.stateless and block[:1] == b"\x88":
            return 200
        try:
            headers = dict(self._decoder.decode(block, raw=True))
        except HPACKError as error:
            raise WireError(ErrorCode.COMPRESSION_ERROR, "header block") from error
        status = headers.get(b":status")
        if status is None:
            return None
        if len(status) != 3 or not status.isdigit():
            raise WireError(ErrorCode.PROTOCOL_ERROR, ":status")
        return int(status)
