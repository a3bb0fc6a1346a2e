"""The order in which releases changed, in memory: what an offline copy reads page by page.

Not a sorted query: the embedded engine sorts all that match before it gives the first (3.8 s a page at 8,000 entries),
and a first synchronisation would pay that for every page.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import islice


class ChangeLog:
    """Each release stands once, where it changed last. Epochs only rise, so the log grows at its end."""

    def __init__(self) -> None:
        self._log: list[tuple[int, str]] = []
        self._last: dict[str, int] = {}  # release id → the epoch in which it changed last
        self._added: list[tuple[int, str]] = []

    def note(self, epoch: int, release_id: str) -> None:
        """Shown after the next `settle`."""
        if self._last.get(release_id) != epoch:
            self._last[release_id] = epoch
            self._added.append((epoch, release_id))

    def settle(self) -> None:
        """Everything up to the present epoch has been noted."""
        self._log += sorted(self._added)
        self._added = []

    def after(self, epoch: int, release_id: str, limit: int) -> list[tuple[int, str]]:
        """At most `limit` entries behind the place; without an id, behind the whole epoch."""
        behind = bisect_right(self._log, (epoch, release_id)) if release_id else bisect_left(self._log, (epoch + 1, ""))
        return list(islice(self._present(behind), limit))

    def _present(self, start: int) -> Iterator[tuple[int, str]]:
        """Without places that a later change has left empty."""
        for index in range(start, len(self._log)):
            epoch, release_id = self._log[index]
            if self._last[release_id] == epoch:
                yield epoch, release_id
