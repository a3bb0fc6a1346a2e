"""A brake on guessing passwords: after a few wrong ones, this name from this address has to wait.

Kept in the process: it slows a guesser down and costs nobody else anything. Another name or another address is not
affected, so nobody can lock a colleague out from afar.
"""

import time
from collections import OrderedDict
from collections.abc import Callable

from server.auth.errors import TooManyAttempts

ALLOWED = 8  # wrong passwords in a row
PAUSE = 300.0  # seconds from the last of them
_REMEMBERED = 10_000  # pairs; the oldest is forgotten first, so that a flood of names costs no memory


class LogInBrake:
    """`now` in seconds, rising."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._failures: OrderedDict[tuple[str, str], tuple[int, float]] = OrderedDict()

    def check(self, username: str, address: str) -> None:
        """Raises TooManyAttempts while the pair has to wait."""
        count, last = self._failures.get((username, address), (0, 0.0))
        remaining = last + PAUSE - self._now()
        if count >= ALLOWED and remaining > 0:
            raise TooManyAttempts(retry_after=int(remaining) + 1)
        if remaining <= 0:
            self._failures.pop((username, address), None)

    def failed(self, username: str, address: str) -> None:
        count, _ = self._failures.pop((username, address), (0, 0.0))
        self._failures[username, address] = (count + 1, self._now())
        if len(self._failures) > _REMEMBERED:
            self._failures.popitem(last=False)

    def succeeded(self, username: str, address: str) -> None:
        self._failures.pop((username, address), None)
