"""Any node by its global id; several of them in as many round trips as there are types among them."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated

import strawberry

from content_models.kit.errors import InvalidInput
from mobile_api.context import Info
from mobile_api.loaders import Loaders
from mobile_api.nodes.types import Node, decode_global_id
from mobile_api.organs.types import Organ
from mobile_api.regions.types import Region
from mobile_api.releases.types import card
from mobile_api.topics.types import Topic

MOST_NODES = 100

GlobalId = Annotated[strawberry.ID, strawberry.argument(description="全局标识 / Global id")]
GlobalIds = Annotated[list[strawberry.ID], strawberry.argument(description="全局标识，最多 100 个 / 100 ids at most")]

Load = Callable[[Loaders, Sequence[str]], Awaitable[Sequence[Node | None]]]


async def node(info: Info, id: GlobalId) -> Node | None:
    return (await nodes(info, [id]))[0]


async def nodes(info: Info, ids: GlobalIds) -> list[Node | None]:
    """In the order asked; null for what does not exist, or is not public. Raises InvalidGlobalId."""
    if len(ids) > MOST_NODES:
        raise InvalidInput(f"一次最多取 {MOST_NODES} 个。", field="ids", largest=MOST_NODES)
    wanted: defaultdict[str, list[str]] = defaultdict(list)
    decoded = [decode_global_id(one) for one in ids]
    for name, key in decoded:
        wanted[name].append(key)
    known = [name for name in wanted if name in _LOADS]
    batches = await asyncio.gather(*(_LOADS[name](info.context.loaders, wanted[name]) for name in known))
    found = {
        (name, key): one
        for name, batch in zip(known, batches, strict=True)
        for key, one in zip(wanted[name], batch, strict=True)
    }
    return [found.get(pair) for pair in decoded]


async def _releases(loaders: Loaders, keys: Sequence[str]) -> list[Node | None]:
    return [card(one) if one else None for one in await loaders.releases.load_many(keys)]


async def _topics(loaders: Loaders, keys: Sequence[str]) -> list[Node | None]:
    return [Topic(topic=one) if one else None for one in await loaders.topics.load_many(keys)]


async def _organs(loaders: Loaders, keys: Sequence[str]) -> list[Node | None]:
    return [Organ(organ=one) if one else None for one in await loaders.organs.load_many(keys)]


async def _regions(loaders: Loaders, keys: Sequence[str]) -> list[Node | None]:
    return [Region(region=one) if one else None for one in await loaders.regions.load_many(keys)]


_LOADS: dict[str, Load] = {"Release": _releases, "Topic": _topics, "Organ": _organs, "Region": _regions}
