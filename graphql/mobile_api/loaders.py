"""Batches: whatever many fields of one request ask for by id is read from the store in one go.

A feed of twenty cards with publishers, topics and interpretations costs the same number of store round trips as a feed
of one (tests/mobile_api/feed/test_round_trips.py counts them).
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import TypeVar

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

T = TypeVar("T")


def _by_id(load_many: Callable[[Iterable[str]], Awaitable[Mapping[str, T]]]) -> DataLoader[str, T | None]:
    async def load(ids: list[str]) -> list[T | None]:
        found = await load_many(ids)
        return [found.get(wanted) for wanted in ids]

    return DataLoader(load_fn=load)


class Loaders:
    """One set a request. Ids that do not exist, or are not public, load as None."""

    def __init__(self) -> None:
        self.residents: DataLoader[str, Resident | None] = _by_id(residents.load_many)
        self.records: DataLoader[str, Release | None] = _by_id(releases.load_many)
        self.releases: DataLoader[str, ReleaseCard | None] = _by_id(self._cards)
        self.texts: DataLoader[str, RevisionText | None] = _by_id(cards.texts)  # by revision
        self.incoming: DataLoader[str, list[IncomingLink] | None] = _by_id(cards.incoming)
        self.versions: DataLoader[str, list[PublishedVersion] | None] = _by_id(cards.published_versions)
        self.siblings: DataLoader[str, list[RawSource] | None] = _by_id(clusters.siblings)  # by intake item
        self.files: DataLoader[str, list[Attachment] | None] = _by_id(clusters.attachments_of)  # by fetched version
        self.organs: DataLoader[str, Organ | None] = _by_id(organs.load_many)
        self.predecessors: DataLoader[str, list[Organ] | None] = _by_id(organs.predecessors_of)
        self.regions: DataLoader[str, Region | None] = _by_id(organs.load_regions)
        self.topics: DataLoader[str, Topic | None] = _by_id(topics.load_many)
        self.subtopics: DataLoader[str, list[Topic] | None] = _by_id(topics.children_of)

    async def live(self, release_ids: Iterable[str]) -> list[ReleaseCard]:
        """Public releases in the order of their ids; the others are left out."""
        return [found for found in await self.releases.load_many(release_ids) if found is not None]

    async def _cards(self, release_ids: Iterable[str]) -> Mapping[str, ReleaseCard]:
        """A withdrawn release is asked for twice, as a card and as what is left of it, and read once."""
        found = [one for one in await self.records.load_many(release_ids) if one is not None]
        return await cards.cards_of(found)
