"""Finished pieces of answers that many pages share: a card is written out once, whoever's feed it stands in.

Kept for one edition, like whole pages (`transport/kept.py`), and for pieces that do not depend on who asks.
"""

from collections.abc import Hashable
from typing import Any

import orjson

MOST_BYTES = 32_000_000


class Cards:
    """Of one edition; the next one starts with none."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._room = most_bytes
        self._pieces: dict[Hashable, orjson.Fragment] = {}
        self.get = self._pieces.get

    def put(self, key: Hashable, piece: dict[str, Any]) -> None:
        if self._room <= 0 or key in self._pieces:
            return
        written = orjson.dumps(piece)
        self._room -= len(written)
        self._pieces[key] = orjson.Fragment(written)

    def __len__(self) -> int:
        return len(self._pieces)
