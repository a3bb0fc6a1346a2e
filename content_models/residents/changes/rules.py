"""Pure rules of following residents' changes."""

from functools import lru_cache
from zlib import crc32

from content_models.residents.sessions.rules import TOKEN_LASTS

WAKES = "residents"  # the topic that wakes whoever follows them
PARTS = 256  # one change makes a process forget what it has kept of a 256th of the residents
ENDED_FOR = 2 * TOKEN_LASTS  # clocks differ, and a token may have been given while its session was being ended


EVERY_PART = tuple(f"{number:02x}" for number in range(PARTS))


@lru_cache(maxsize=20_000)
def part_of(identity: str) -> str:
    """The part that a resident, or a session, belongs to: "00" to "ff"."""
    return EVERY_PART[crc32(identity.encode()) % PARTS]
