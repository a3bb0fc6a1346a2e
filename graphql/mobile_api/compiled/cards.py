"""Finished pieces of answers that many pages share: a card is written out once, whoever's feed it stands in.

Kept for one edition, like whole pages (`transport/kept.py`), and for pieces that do not depend on who asks. An object
that remembers (`remembering.py`) bears its pieces itself, so that a page has them by one lookup each.
"""

from collections.abc import Hashable
from typing import Any

import orjson

MOST_BYTES = 32_000_000


class Cards:
    """Of one edition; the next one starts with none."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._room, self._count = most_bytes, 0
        self._pieces: dict[Hashable, orjson.Fragment] = {}
        self.get = self._pieces.get

    def put(self, key: Hashable, piece: dict[str, Any], bearer: dict[Any, Any] | None = None) -> None:
        """`bearer`: the memory of the object that the piece is of; without one it is kept here, by `key`."""
        pieces = self._pieces if bearer is None else bearer
        if self._room <= 0 or key in pieces:
            return
        written = orjson.dumps(piece)
        self._room -= len(written)
        self._count += 1
        pieces[key] = orjson.Fragment(written)

    def __len__(self) -> int:
        return self._count
