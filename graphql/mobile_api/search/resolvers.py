"""search and suggest: places from the index of this node, cards from the store by id, in one batch."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

import strawberry

from content_models.kit.clock import in_shanghai
from content_models.kit.cursor import InvalidCursor
from content_models.kit.errors import InvalidInput
from content_models.releases.cards.records import ReleaseCard, RevisionText
from content_models.search.live import Answer
from content_models.search.naming import NamedCount, named
from content_models.search.passages import clause, excerpt, marked
from content_models.search.values import Asked, FacetName, Filters, Place
from mobile_api.context import Info
from mobile_api.loaders import Loaders
from mobile_api.paging import After, Cursors, First, PageInfo, page_size
from mobile_api.releases.types import card
from mobile_api.search.types import (
    Facet,
    FacetValue,
    SearchConnection,
    SearchEdge,
    SearchFilters,
    SearchHit,
    Suggestion,
    clause_hit,
    text_parts,
)

MOST_VALUES = 50  # of one filter
MOST_SUGGESTIONS = 20
_Texts = tuple[ReleaseCard, RevisionText]

CURSORS = Cursors("search", (str, str, int, float, str))  # question, snapshot, rank, score, release id

Question = Annotated[
    str,
    strawberry.argument(
        description="要找什么，前 100 字有效；可用文号、引号、拼音 / What to look for, of which 100 characters count"
    ),
]
Narrowing = Annotated[SearchFilters | None, strawberry.argument(description="筛选条件 / Filters")]
Prefix = Annotated[str, strawberry.argument(description="已输入的文字，前 40 字有效 / What was typed so far")]
FirstSuggestions = Annotated[int, strawberry.argument(description="最多几条，1 到 20 / How many, 1 to 20")]


async def search(
    info: Info, query: Question, filters: Narrowing = None, first: First = 20, after: After = None
) -> SearchConnection:
    deps = info.context.deps
    today = in_shanghai(deps.store.now()).date()
    asked = Asked(query, today, _filters(filters), page_size(first), with_facets=after is None)
    if after is not None:
        asked = replace(asked, after=_place(after, asked.digest, deps.cursor_secret))
    answer = await deps.search.search(asked)
    found = answer.found
    hits = await _texts(info.context.loaders, [hit.id for hit in found.hits])
    places = [(asked.digest, found.snapshot, hit.rank, hit.score, hit.id) for hit in found.hits]
    cursors = [CURSORS.encode(place, deps.cursor_secret) for place in places]
    return SearchConnection(
        edges=await asyncio.to_thread(_edges, cursors, hits, answer.wanted),  # marking long texts takes its time
        page_info=PageInfo(has_next_page=found.has_next, end_cursor=cursors[-1] if cursors else after),
        total_count=found.total,
        hidden_not_in_force=found.hidden,
        did_you_mean=answer.did_you_mean,
        is_relaxed=found.relaxed,
        facets=await _facets(answer),
    )


async def suggest(info: Info, prefix: Prefix, first: FirstSuggestions = 8) -> list[Suggestion]:
    if not 1 <= first <= MOST_SUGGESTIONS:
        raise InvalidInput(f"提示条数应在 1 到 {MOST_SUGGESTIONS} 之间。", field="first", largest=MOST_SUGGESTIONS)
    return [
        Suggestion(kind=one.kind, text=one.text, target_id=strawberry.ID(one.target_id) if one.target_id else None)
        for one in await info.context.deps.search.suggest(prefix, first)
    ]


def _filters(asked: SearchFilters | None) -> Filters:
    """Raises InvalidInput for a filter with more values than anybody chooses. Unknown values match nothing."""
    if asked is None:
        return Filters()
    chosen = (asked.kinds, asked.topics, asked.organs, asked.regions, asked.years, asked.validities)
    if any(len(one) > MOST_VALUES for one in chosen):
        raise InvalidInput(f"每项筛选最多选 {MOST_VALUES} 个值。", field="filters", largest=MOST_VALUES)
    return Filters(
        kinds=frozenset(asked.kinds),
        topics=frozenset(asked.topics),
        organs=frozenset(asked.organs),
        regions=frozenset(asked.regions),
        years=frozenset(asked.years),
        validities=frozenset(asked.validities),
        any_validity=asked.include_not_in_force,
    )


def _place(after: str, digest: str, secret: bytes) -> Place:
    question, snapshot, rank, score, release_id = CURSORS.decode(after, secret)
    if question != digest:
        raise InvalidCursor("翻页位置属于另一次搜索，请从第一页重新加载。")
    return Place(snapshot, rank, score, release_id)


async def _texts(loaders: Loaders, release_ids: Sequence[str]) -> list[_Texts | None]:
    """Cards with the texts that passages are cut from; None for what was withdrawn a moment ago: the store knows it
    before the index does."""
    cards = await loaders.releases.load_many(release_ids)
    texts = await loaders.texts.load_many([live.revision.id for live in cards if live])
    by_id = {live.revision.id: text for live, text in zip(filter(None, cards), texts, strict=True)}
    return [(live, by_id[live.revision.id] or RevisionText()) if live else None for live in cards]


def _edges(cursors: Sequence[str], hits: Sequence[_Texts | None], wanted: tuple[str, ...]) -> list[SearchEdge]:
    return [
        SearchEdge(cursor=cursor, node=_hit(*hit, wanted)) for cursor, hit in zip(cursors, hits, strict=True) if hit
    ]


def _hit(live: ReleaseCard, text: RevisionText, wanted: tuple[str, ...]) -> SearchHit:
    content, release = live.revision.content, card(live)
    found = clause(text.body_text, text.outline, wanted, content.title)
    return SearchHit(
        release=release,
        title=text_parts(marked(content.title, wanted)),
        excerpt=text_parts(excerpt(text.body_text or content.summary, wanted)),
        clause=clause_hit(found, release.web_path()) if found else None,
    )


async def _facets(answer: Answer) -> list[Facet]:
    counts = await named(answer.found.facets)
    return [
        Facet(name=name, values=[_value(name, one) for one in counts[name]]) for name in FacetName if counts.get(name)
    ]


def _value(name: FacetName, one: NamedCount) -> FacetValue:
    """Values of enums are written as the schema writes them."""
    is_enum = name in (FacetName.kind, FacetName.validity)
    return FacetValue(value=one.value.upper() if is_enum else one.value, label=one.label, count=one.count)
