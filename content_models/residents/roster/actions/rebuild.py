"""`rebuild` 重建名册: derive every page again from residents, devices and follows, beside the pages in use."""

from collections.abc import AsyncIterator
from datetime import timedelta

from pydantic import BaseModel

from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.residents.roster import repository as roster
from content_models.residents.roster.rules import PAGE_BYTES, PAGE_RESIDENTS, Row, pages_of

ALIVE = timedelta(minutes=1)  # without a word for so long, whoever builds is taken for dead


class RosterBuilt(BaseModel):
    residents: int
    pages: int


async def ensure(store: Store) -> bool:
    """Have a roster. False when another process is just building the first one."""
    state = await roster.state()
    return (state is not None and state.generation is not None) or await rebuild(store) is not None


async def rebuild(store: Store) -> RosterBuilt | None:
    """Readers keep the old pages until the new ones are whole, and no change made meanwhile is lost: it stays noted.

    None when another process builds already.
    """
    seen, generation = await roster.state(), new_id()
    if seen and seen.building_until and seen.building_until > store.now():
        return None
    if not await roster.claim_building(seen, generation, store.now() + ALIVE):
        return None
    built = RosterBuilt(residents=0, pages=0)
    firsts: list[str] = []
    async for rows in _stretches():
        first = rows[0].resident_id if firsts else ""
        pages = pages_of(generation, first, 1, rows)
        await roster.insert_pages(pages)
        firsts += [page.first for page in pages]
        built = RosterBuilt(residents=built.residents + len(rows), pages=len(firsts))
        if not await roster.go_on_building(generation, store.now() + ALIVE):
            break
    if not firsts:  # of a city where nobody has come yet
        await roster.insert_pages(pages_of(generation, "", 1, []))
    if not await roster.end_building(generation, firsts or [""]):
        await roster.drop_generation(generation)
        return None
    for old in (seen.generation, seen.building) if seen else ():
        await roster.drop_generation(old) if old else None
    return built


async def _stretches() -> AsyncIterator[list[Row]]:
    """Half a page of residents at a time: there is room for newcomers between them."""
    rows: list[Row] = []
    after = ""
    while ids := await roster.residents_behind(after):
        after = ids[-1]
        rows += await roster.facts(ids)
        if len(rows) >= PAGE_RESIDENTS // 2 or sum(one.size for row in rows for one in row.devices) > PAGE_BYTES // 2:
            yield rows
            rows = []
    if rows:
        yield rows
