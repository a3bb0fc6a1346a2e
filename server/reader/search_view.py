"""What the search page's template sees."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from content_models.organs import repository as organs
from content_models.releases import repository as releases
from content_models.releases.repository import LiveRelease
from content_models.search.live import Answer
from content_models.search.naming import NamedCount, named
from content_models.search.passages import Clause, Excerpt, clause, excerpt, marked
from content_models.search.values import FacetCount, FacetName
from server.pages.labels import SHORT_KIND_NAMES

FACETS: dict[FacetName, str] = {
    FacetName.kind: "体裁",
    FacetName.topic: "主题",
    FacetName.organ: "机构",
    FacetName.region: "地区",
    FacetName.year: "年份",
}
_LONGEST_QUERY = 400  # characters kept in addresses; fewer are looked at
_SHOWN_VALUES = 8


@dataclass(frozen=True, slots=True)
class Choices:
    """What the address says: the question, one value a facet, and whether the ended are shown."""

    query: str
    values: dict[str, str] = field(default_factory=dict)
    shows_ended: bool = False

    @classmethod
    def of(cls, parameters: QueryParams) -> "Choices":
        values = {name: parameters.get(name, "") for name in FACETS}
        query = " ".join(parameters.get("q", "")[:_LONGEST_QUERY].split())
        return cls(query, {str(name): value for name, value in values.items()}, parameters.get("all") == "1")

    def href(self, **changes: str) -> str:
        """The address of the same choices with some changed; "" leaves one out."""
        asked = {"q": self.query, **self.values, "all": "1" if self.shows_ended else "", **changes}
        chosen = {name: value for name, value in asked.items() if value}
        return f"/search?{urlencode(chosen, errors='replace')}"

    def asking(self, query: str) -> str:
        return f"/search?{urlencode({'q': query})}"

    def with_ended(self) -> str:
        return self.href(all="1")


@dataclass(frozen=True, slots=True)
class ResultCard:
    href: str
    title: Excerpt
    excerpt: Excerpt
    clause: Clause | None
    kind: str
    kind_id: str
    publisher: str
    doc_no: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class FacetLink:
    label: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class FacetLinks:
    """`chosen` = the value that narrows now, with the way to let it go; else the values to choose from."""

    name: str
    chosen: FacetLink | None
    links: list[FacetLink]


async def result_cards(answer: Answer) -> list[ResultCard]:
    """Without what was withdrawn a moment ago: the store knows it before the index does."""
    live = await releases.live(hit.id for hit in answer.found.hits)
    publishers = await organs.load_many(seen.release.publisher_id for seen in live.values())
    names = {organ.id: organ.short_name for organ in publishers.values()}
    shown = [live[hit.id] for hit in answer.found.hits if hit.id in live]
    return await asyncio.to_thread(lambda: [_card(seen, names, answer.wanted) for seen in shown])


def _card(seen: LiveRelease, publishers: Mapping[str, str], wanted: Sequence[str]) -> ResultCard:
    release, content = seen.release, seen.revision.content
    return ResultCard(
        href=f"/a/{release.slug}",
        title=marked(content.title, wanted),
        excerpt=excerpt(content.body_text or content.summary, wanted),
        clause=clause(content.body_text, content.outline, wanted, content.title),
        kind=SHORT_KIND_NAMES[release.kind],
        kind_id=release.kind,
        publisher=publishers.get(release.publisher_id, ""),
        doc_no=str(content.policy.doc_no) if content.policy and content.policy.doc_no else "",
        published_at=release.published_at or release.updated_at,
    )


async def facet_links(facets: Mapping[FacetName, Sequence[FacetCount]], choices: Choices) -> list[FacetLinks]:
    """Facets worth showing: chosen ones, and those with more than one value."""
    counted = await named(facets)
    links = [_facet(facet, counted.get(facet, []), choices) for facet in FACETS]
    return [one for one in links if one.chosen or len(one.links) > 1]


def _facet(facet: FacetName, counts: Sequence[NamedCount], choices: Choices) -> FacetLinks:
    value = choices.values[facet]
    if value:
        label = next((one.label for one in counts if one.value == value), value[:20])
        count = next((one.count for one in counts if one.value == value), 0)
        return FacetLinks(FACETS[facet], FacetLink(label, count, choices.href(**{facet: ""})), [])
    links = [FacetLink(one.label, one.count, choices.href(**{facet: one.value})) for one in counts[:_SHOWN_VALUES]]
    return FacetLinks(FACETS[facet], None, links)
