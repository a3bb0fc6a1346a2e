"""Batches: whatever many fields of one request ask for by id is read from the store in one go.

A feed of twenty cards with publishers, topics and interpretations costs the same number of store round trips as a feed
of one (tests/mobile_api/feed/test_round_trips.py counts them). What the process has kept of this edition
(`keeping.py`) is answered without a round trip, and without giving up the turn.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Generic, TypeVar

from strawberry.dataloader import DataLoader

from content_models.intake.clusters import repository as clusters
from content_models.intake.clusters.repository import RawSource
from content_models.intake.documents import Attachment
from content_models.organs import repository as organs
from content_models.organs.documents import Organ, Region
from content_models.releases import repository as releases
from content_models.releases.cards import repository as cards
from content_models.releases.cards.records import IncomingLink, PublishedVersion, ReleaseCard, RevisionText
from content_models.releases.documents import Release
from content_models.residents import repository as residents
from content_models.residents.documents import Resident
from content_models.topics import repository as topics
from content_models.topics.documents import Topic
from mobile_api.keeping import Records

T = TypeVar("T")
LoadMany = Callable[[Iterable[str]], Awaitable[Mapping[str, T]]]


class Loader(Generic[T]):
    """Loads by id; None for what does not exist or is not public."""

    def __init__(self, kind: str, load_many: LoadMany[T], records: Records | None) -> None:
        self._kind, self._load_many, self._records = kind, load_many, records
        self._kept: dict[str, T | None] = records.of(kind) if records else {}
        self._batches: DataLoader[str, T | None] = DataLoader(load_fn=self._batch)

    async def load(self, wanted: str) -> T | None:
        if wanted in self._kept:
            return self._kept[wanted]
        return await self._batches.load(wanted)

    async def load_many(self, ids: Iterable[str]) -> list[T | None]:
        wanted = list(ids)
        if all(one in self._kept for one in wanted):
            return [self._kept[one] for one in wanted]
        return await self._batches.load_many(wanted)

    def prime(self, key: str, value: T | None) -> None:
        """For this request only: the value is known already."""
        self._batches.prime(key, value)

    async def _batch(self, ids: list[str]) -> list[T | None]:
        found = await self._load_many(ids)
        complete = {wanted: found.get(wanted) for wanted in ids}
        if self._records:
            self._records.put(self._kind, complete)
        return list(complete.values()) if len(complete) == len(ids) else [complete[wanted] for wanted in ids]


class Loaders:
    """One set a request."""

    def __init__(self, records: Records | None = None) -> None:
        """`records` is what the process has kept of this edition. Residents are nobody else's, and texts are too large
        to be kept beside the cards that show them."""
        self.residents: Loader[Resident] = Loader("residents", residents.load_many, None)
        self.records: Loader[Release] = Loader("records", releases.load_many, records)
        self.releases: Loader[ReleaseCard] = Loader("releases", self._cards, records)
        self.texts: Loader[RevisionText] = Loader("texts", cards.texts, None)  # by revision
        self.incoming: Loader[list[IncomingLink]] = Loader("incoming", cards.incoming, records)
        self.versions: Loader[list[PublishedVersion]] = Loader("versions", cards.published_versions, records)
        self.siblings: Loader[list[RawSource]] = Loader("siblings", clusters.siblings, records)  # by intake item
        self.files: Loader[list[Attachment]] = Loader("files", clusters.attachments_of, None)  # by fetched version
        self.organs: Loader[Organ] = Loader("organs", organs.load_many, records)
        self.predecessors: Loader[list[Organ]] = Loader("predecessors", organs.predecessors_of, records)
        self.regions: Loader[Region] = Loader("regions", organs.load_regions, records)
        self.topics: Loader[Topic] = Loader("topics", topics.load_many, records)
        self.subtopics: Loader[list[Topic]] = Loader("subtopics", topics.children_of, records)

    async def live(self, release_ids: Iterable[str]) -> list[ReleaseCard]:
        """Public releases in the order of their ids; the others are left out."""
        return [found for found in await self.releases.load_many(release_ids) if found is not None]

    async def _cards(self, release_ids: Iterable[str]) -> Mapping[str, ReleaseCard]:
        """A withdrawn release is asked for twice, as a card and as what is left of it, and read once."""
        found = [one for one in await self.records.load_many(release_ids) if one is not None]
        return await cards.cards_of(found)
