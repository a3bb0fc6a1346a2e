"""What commands on stored sources share: the store at hand, and how a source is named."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Annotated

import typer

from content_models.kit.store import Store
from content_models.sources import repository as sources
from content_models.sources.documents import Source
from server.engines.at_hand import engines_at_hand
from server.settings import Settings
from server.store import open_store

SourceId = Annotated[
    str, typer.Argument(help="来源编号，写开头几位即可；用 zhengwu source list 查看", show_default=False)
]


@asynccontextmanager
async def store_at_hand(settings: Settings) -> AsyncGenerator[Store]:
    """The configured store, or that of a running `zhengwu up`, or an own one."""
    async with engines_at_hand(settings) as complete, open_store(complete) as store:
        yield store


async def load_source(source_id: str, settings: Settings) -> Source:
    async with store_at_hand(settings):
        return await sources.load_by_beginning(source_id)
