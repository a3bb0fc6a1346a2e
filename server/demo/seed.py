"""What a city has before its first day: regions, organs, topics, sources, staff. Repeating it changes nothing."""

from content_models.kit.store import Store
from content_models.organs import repository as organ_records
from content_models.organs.actions.save import save_organ
from content_models.sources import repository as source_records
from content_models.topics import repository as topic_records
from server.demo import sources


async def seed(store: Store, city: str) -> None:
    """`city` is the address of the city's server."""
    await topic_records.seed()
    for region in sources.regions():
        await organ_records.save_region(region)
    for organ in sources.organs():
        await save_organ(store, organ)
    await _add_sources(city)


async def _add_sources(city: str) -> None:
    wanted = {source.id: source for source in sources.sources(city)}
    known = await source_records.load_many(wanted)
    for source in wanted.values():
        if source.id not in known:
            await source_records.add(source)
