"""`fold` 更新名册: what changed since is put into the pages. Done before an audience is taken, and now and then."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import takewhile

from content_models.kit.store import Session, Store
from content_models.residents.roster import repository as roster
from content_models.residents.roster.documents import RosterChange, RosterPage, RosterState
from content_models.residents.roster.rules import pages_of, rows_of


async def fold(store: Store) -> int:
    """Returns how many residents were read again: everybody whose change was committed before this was asked.

    A roster that is not built yet has nothing to be changed: who builds it reads everybody.
    """
    after, count = "", 0
    while changes := await roster.pending(after):
        while changes:
            state = await roster.state()
            if state is None or state.generation is None:
                return count
            group = _of_one_page(state.firsts, changes)
            if await _fold_page(store, state, group):
                after, count, changes = group[-1].id, count + len(group), changes[len(group) :]
            # else somebody was faster: the roster is another one now
    return count


def _of_one_page(firsts: Sequence[str], changes: Sequence[RosterChange]) -> list[RosterChange]:
    number = bisect_right(firsts, changes[0].id)
    following = firsts[number] if number < len(firsts) else None
    return list(takewhile(lambda change: following is None or change.id < following, changes))


async def _fold_page(store: Store, state: RosterState, changes: Sequence[RosterChange]) -> bool:
    """False when the roster has moved on meanwhile, and nothing was written."""
    number = bisect_right(state.firsts, changes[0].id) - 1
    page = await roster.page(state.generation or "", state.firsts[number])
    if page is None:
        return False
    parts = await _renewed(page, [change.id for change in changes])
    firsts = [*state.firsts[:number], *(part.first for part in parts), *state.firsts[number + 1 :]]

    async def write(session: Session) -> bool:
        if not await roster.move_on(state, firsts, session):
            return False
        await roster.replace_page(parts[0], session)
        await roster.insert_pages(parts[1:], session)
        if state.building is None:  # else another generation may have read them too early
            await roster.taken_up(changes, session)
        return True

    return await store.transaction(write)


async def _renewed(page: RosterPage, resident_ids: list[str]) -> list[RosterPage]:
    rows = {row.resident_id: row for row in rows_of(page)}
    for one in resident_ids:
        rows.pop(one, None)
    rows |= {row.resident_id: row for row in await roster.facts(resident_ids)}
    ordered = [rows[one] for one in sorted(rows)]
    return pages_of(page.generation, page.first, page.version + 1, ordered)
