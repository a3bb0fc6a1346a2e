"""Live connections hear at once when their viewer's session has ended, instead of at the next look at their token."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from content_models.kit.errors import ZhengwuError
from content_models.residents.changes.followed import ResidentChanges
from content_models.residents.changes.rules import part_of
from mobile_api.context import ViewerClaims


class Endings:
    """One a process."""

    def __init__(self, changes: ResidentChanges) -> None:
        self._changes = changes
        self._watched: defaultdict[str, set[Callable[[], None]]] = defaultdict(set)
        changes.listen(self._look)

    @property
    def watching(self) -> int:
        """Calls that are waited for: one or two a connection of somebody who is known."""
        return sum(map(len, self._watched.values()))

    @contextmanager
    def watched(self, claims: ViewerClaims, end: Callable[[], None]) -> Iterator[None]:
        """`end` is called when this session, or the resident whose it is, is not to be believed any more."""
        identities = (claims.resident_id, claims.session_id)

        def look() -> None:
            try:
                self._changes.require_good(*identities)
            except ZhengwuError:
                end()

        parts = {part_of(one) for one in identities}
        for part in parts:
            self._watched[part].add(look)
        try:
            yield
        finally:
            for part in parts:
                self._watched[part].discard(look)

    def _look(self, part: str) -> None:
        for look in tuple(self._watched.get(part, ())):
            look()
