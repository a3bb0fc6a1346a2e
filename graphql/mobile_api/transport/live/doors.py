"""Who may open how many live connections here."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from mobile_api.transport.errors import RateLimited
from mobile_api.transport.live.limits import LiveLimits


class Doors:
    def __init__(self, limits: LiveLimits) -> None:
        self._limits = limits
        self._open: Counter[str] = Counter()

    @property
    def open(self) -> int:
        return self._open.total()

    @contextmanager
    def entered(self, payer: str) -> Iterator[None]:
        """Raises RateLimited when all are taken."""
        if self.open >= self._limits.connections or self._open[payer] >= self._limits.per_payer:
            raise RateLimited(retry_after=int(self._limits.ping))
        self._open[payer] += 1
        try:
            yield
        finally:
            self._open[payer] -= 1
            if not self._open[payer]:
                del self._open[payer]
