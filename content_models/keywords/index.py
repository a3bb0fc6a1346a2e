"""The followed words of one store as an automaton in memory, brought up to date before each use."""

from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from content_models.keywords import repository as keywords
from content_models.keywords.rules import Words
from content_models.kit.store import Store

MARGIN = timedelta(seconds=60)  # a follow gets its time before it is committed
WHOLE_EVERY = timedelta(minutes=10)  # then also words nobody follows any more are dropped

_INDEXES: WeakKeyDictionary[Store, "KeywordIndex"] = WeakKeyDictionary()


class KeywordIndex:
    def __init__(self) -> None:
        self._words = Words(())
        self._looked_at: datetime | None = None
        self._whole_at: datetime | None = None

    async def words(self, now: datetime) -> Words:
        """Compiled anew only when a word is new: 100,000 words take a third of a second."""
        whole = self._whole_at is None or now - self._whole_at > WHOLE_EVERY
        since = None if whole or self._looked_at is None else self._looked_at - MARGIN
        found = {one.id for one in await keywords.followed_since(since)}
        wanted = found if whole else self._words.words | found
        if wanted != self._words.words:
            self._words = Words(wanted)
        self._looked_at = now
        self._whole_at = now if whole else self._whole_at
        return self._words


def index_of(store: Store) -> KeywordIndex:
    """One per open store, so that a process compiles the words once."""
    return _INDEXES.setdefault(store, KeywordIndex())
