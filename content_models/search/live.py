"""LiveSearch: what requests of this process search, whatever happens to the index behind it."""

import asyncio
from dataclasses import dataclass

from content_models.search.correcting import did_you_mean
from content_models.search.index import SearchIndex, SearchIndexDamaged, SearchNotReady
from content_models.search.passages import wanted_of
from content_models.search.suggesting import Directory, Suggestion, suggest
from content_models.search.understanding import understand
from content_models.search.values import Asked, Found
from content_models.search.vocabulary import vocabulary

_TITLES_COMPARED = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """`wanted` is what to mark in the texts of the hits (`passages`)."""

    found: Found
    wanted: tuple[str, ...] = ()
    did_you_mean: str | None = None


class LiveSearch:
    """One per process. The follower sets `index` and `directory`; requests only ask."""

    def __init__(self) -> None:
        self.index: SearchIndex | None = None
        self.directory = Directory(vocabulary().popular)
        self.is_damaged = False  # found out by a request; the follower sees to it

    async def search(self, asked: Asked) -> Answer:
        """Raises SearchNotReady while there is no index that can be read."""
        return await asyncio.to_thread(self._search, asked)

    async def suggest(self, prefix: str, limit: int) -> list[Suggestion]:
        """Raises SearchNotReady."""
        return await asyncio.to_thread(self._suggest, prefix, limit)

    @property
    def epoch(self) -> int | None:
        """How far the index has come; None while there is none."""
        return self.index.epoch if self.index else None

    def _search(self, asked: Asked) -> Answer:
        words = vocabulary()
        understood = understand(asked.text, words)
        try:
            found = self._ready().search(asked)
            titles = self._titles(found)
        except SearchIndexDamaged as error:
            raise self._damaged() from error
        meant = did_you_mean(understood, titles, words, relaxed=found.relaxed) if understood.whole else None
        return Answer(found, wanted_of(understood, relaxed=found.relaxed), meant)

    def _suggest(self, prefix: str, limit: int) -> list[Suggestion]:
        try:
            return suggest(prefix, self.directory, self._ready(), limit)
        except SearchIndexDamaged as error:
            raise self._damaged() from error

    def _titles(self, found: Found) -> list[str]:
        """Of the first hits, best first."""
        ids = [hit.id for hit in found.hits[:_TITLES_COMPARED]]
        texts = self._ready().texts_of(ids) if ids else {}
        return [texts[one] for one in ids if one in texts]

    def _ready(self) -> SearchIndex:
        if self.index is None:
            raise SearchNotReady
        return self.index

    def _damaged(self) -> SearchNotReady:
        self.is_damaged = True
        return SearchNotReady()
