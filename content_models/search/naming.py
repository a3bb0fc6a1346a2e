"""What facet values are called: ids become names, as they are shown beside a count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from content_models.organs import repository as organs
from content_models.releases.rules import KIND_NAMES
from content_models.search.validity import Validity
from content_models.search.values import FacetCount, FacetName
from content_models.topics import repository as topics

VALIDITY_NAMES: dict[str, str] = {
    Validity.in_force: "有效",
    Validity.pending: "尚未施行",
    Validity.ended: "已废止或失效",
}


@dataclass(frozen=True, slots=True)
class NamedCount:
    value: str
    label: str
    count: int


async def named(facets: Mapping[FacetName, Sequence[FacetCount]]) -> dict[FacetName, list[NamedCount]]:
    """Facets with labels. A value without a name of its own (a region nobody entered) is shown as it is."""
    names = {FacetName.kind: KIND_NAMES, FacetName.validity: VALIDITY_NAMES, **await _stored_names(facets)}
    return {
        facet: [NamedCount(one.value, names.get(facet, {}).get(one.value, one.value), one.count) for one in counts]
        for facet, counts in facets.items()
    }


async def _stored_names(facets: Mapping[FacetName, Sequence[FacetCount]]) -> dict[FacetName, dict[str, str]]:
    def values(name: FacetName) -> list[str]:
        return [one.value for one in facets.get(name, ())]

    known = await organs.load_many(values(FacetName.organ))
    filed = await topics.load_many(values(FacetName.topic))
    regions = await organs.every_region() if values(FacetName.region) else []
    return {
        FacetName.organ: {organ.id: organ.short_name for organ in known.values()},
        FacetName.topic: {topic.id: topic.name for topic in filed.values()},
        FacetName.region: {region.id: region.name for region in regions},
    }
