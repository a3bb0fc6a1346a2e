"""Batches: whatever many fields of one request ask for by id is read from the store in one go.

A feed of twenty cards with publishers, topics and interpretations costs the same number of store round trips as a feed
of one (tests/mobile_api/feed/test_round_trips.py counts them). What the process has kept of this edition
(`keeping.py`) is answered without a round trip, and without giving up the turn.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import cached_property
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

    @cached_property
    def _batches(self) -> DataLoader[str, T | None]:
        return DataLoader(load_fn=self._batch)

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
    """One set a request, each made when it is first asked: most requests need few of them, or none."""

    def __init__(self, records: Records | None = None) -> None:
        """`records` is what the process has kept of this edition. Residents are nobody else's, and texts are too large
        to be kept beside the cards that show them."""
        self._records = records

    @cached_property
    def residents(self) -> Loader[Resident]:
        return Loader("residents", residents.load_many, None)

    @cached_property
    def records(self) -> Loader[Release]:
        return Loader("records", releases.load_many, self._records)

    @cached_property
    def releases(self) -> Loader[ReleaseCard]:
        return Loader("releases", self._cards, self._records)

    @cached_property
    def texts(self) -> Loader[RevisionText]:
        """By revision."""
        return Loader("texts", cards.texts, None)

    @cached_property
    def incoming(self) -> Loader[list[IncomingLink]]:
        return Loader("incoming", cards.incoming, self._records)

    @cached_property
    def versions(self) -> Loader[list[PublishedVersion]]:
        return Loader("versions", cards.published_versions, self._records)

    @cached_property
    def siblings(self) -> Loader[list[RawSource]]:
        """By intake item."""
        return Loader("siblings", clusters.siblings, self._records)

    @cached_property
    def files(self) -> Loader[list[Attachment]]:
        """By fetched version."""
        return Loader("files", clusters.attachments_of, None)

    @cached_property
    def organs(self) -> Loader[Organ]:
        return Loader("organs", organs.load_many, self._records)

    @cached_property
    def predecessors(self) -> Loader[list[Organ]]:
        return Loader("predecessors", organs.predecessors_of, self._records)

    @cached_property
    def regions(self) -> Loader[Region]:
        return Loader("regions", organs.load_regions, self._records)

    @cached_property
    def topics(self) -> Loader[Topic]:
        return Loader("topics", topics.load_many, self._records)

    @cached_property
    def subtopics(self) -> Loader[list[Topic]]:
        return Loader("subtopics", topics.children_of, self._records)

    @cached_property
    def covered_topics(self) -> Loader[list[Topic]]:
        """What a follower of a topic reads besides."""
        return Loader("covered_topics", topics.covered_by, self._records)

    async def live(self, release_ids: Iterable[str]) -> list[ReleaseCard]:
        """Public releases in the order of their ids; the others are left out."""
        return [found for found in await self.releases.load_many(release_ids) if found is not None]

    async def _cards(self, release_ids: Iterable[str]) -> Mapping[str, ReleaseCard]:
        """A withdrawn release is asked for twice, as a card and as what is left of it, and read once."""
        found = [one for one in await self.records.load_many(release_ids) if one is not None]
        return await cards.cards_of(found)
