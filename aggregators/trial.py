"""Trying a source without keeping anything: what `sniff` and `zhengwu source test` do before there is a record."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from aggregators.article import Article
from aggregators.asking import ask
from aggregators.errors import SourceFailed
from aggregators.families.contract import Row
from aggregators.fetch import Fetcher
from aggregators.normalise import normalise
from aggregators.walk import Step, walk
from aggregators.whole import read_whole
from content_models.intake.documents import NormalisedItem
from content_models.sources.documents import Source, SourceFamily

AT_ONCE = 4  # pages asked for together; the fetcher's pacing per host decides the rest


@dataclass(frozen=True, slots=True)
class Tried:
    """An item as a poll would take it in. `failure` is why its page could not be read; the row's part is there."""

    item: NormalisedItem
    failure: SourceFailed | None = None


def provisional_source(url: str, family: SourceFamily, **fields: Any) -> Source:
    """A source that no store knows: nothing is checked and nothing is kept."""
    source: Source = Source.model_construct(id="provisional", name=url, organ_id="", family=family, url=url, **fields)
    return source


async def first_list_page(fetcher: Fetcher, source: Source) -> Step:
    """Raises a SourceFailed when there is none."""
    async with aclosing(walk(fetcher, source, max_pages=1)) as steps:
        return await anext(steps)


async def try_items(fetcher: Fetcher, source: Source, limit: int) -> AsyncGenerator[Tried]:
    """The first `limit` items of the list, in its order. Raises a SourceFailed when the list itself fails."""
    taken = 0
    async with aclosing(walk(fetcher, source)) as steps:
        async for step in steps:
            for start in range(0, len(step.listing.rows), AT_ONCE):
                some = step.listing.rows[start : start + min(AT_ONCE, limit - taken)]
                for tried in await asyncio.gather(*(try_row(fetcher, step.source, row) for row in some)):
                    yield tried
                taken += len(some)
                if taken >= limit:
                    return


async def try_row(fetcher: Fetcher, source: Source, row: Row) -> Tried:
    if row.body_html:
        return Tried(normalise(source, row, None))
    try:
        return Tried(normalise(source, row, await _article(fetcher, source, row)))
    except SourceFailed as failure:
        item = normalise(source, row, None)
        told = f"{failure.message}（{failure.code}）"
        return Tried(item.model_copy(update={"warnings": [told, *item.warnings]}), failure)


async def try_article(fetcher: Fetcher, source: Source) -> NormalisedItem:
    """The page at the source's own address as an item. Raises a SourceFailed."""
    row = Row(key=source.url, url=source.url, title="")
    return normalise(source, row, await _article(fetcher, source, row))


async def _article(fetcher: Fetcher, source: Source, row: Row) -> Article:
    whole = await read_whole(fetcher, source, row, await ask(fetcher, source, row.url))
    return whole.article
