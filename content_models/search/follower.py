"""SearchFollower: keeps what this process searches true. One process of a node writes; the others take up its commits.

Which one writes is decided by a lock that dies with its holder. Nothing depends on who it is: any of them builds the
index where there is none, and rebuilds it where it is damaged.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import structlog

from content_models.kit.store import Store
from content_models.organs import repository as organs
from content_models.search.actions.rebuild import SearchRebuildRunning, rebuild
from content_models.search.actions.take_up import take_up
from content_models.search.engine.health import damaged_files
from content_models.search.engine.schema import RECIPE
from content_models.search.engine.tantivy_index import TantivyIndex
from content_models.search.home import SearchHome
from content_models.search.index import SearchIndexDamaged, SearchIndexHeld
from content_models.search.live import LiveSearch
from content_models.search.suggesting import Directory
from content_models.search.vocabulary import vocabulary
from content_models.topics import repository as topics

DOUBTS = 3  # steps in a row that whole files may be unreadable, before all is built anew

TakenUp = Callable[[Sequence[datetime]], None]

log = structlog.get_logger()


def nobody_counts(happened_at: Sequence[datetime]) -> None:
    """The default listener for what became searchable."""


class SearchFollower:
    """`taken_up` hears when what has just become searchable had happened: that is the lag."""

    def __init__(self, store: Store, home: SearchHome, live: LiveSearch, taken_up: TakenUp = nobody_counts) -> None:
        self._store = store
        self._home = home
        self._live = live
        self._taken_up = taken_up
        self._index: TantivyIndex | None = None
        self._doubts = 0

    async def step(self) -> None:
        """Once: open, build or rebuild what is needed, and take up all that has changed."""
        self._report_damage()
        writes, doubts = self._home.writer.try_hold(), self._doubts
        await self._open_current(checking=writes)
        if not writes:
            await self._refresh()
            return
        if self._index is None:
            if self._doubts > doubts:
                return
            await self._build()
        while await self._take_up():
            pass
        await asyncio.to_thread(self._home.forget_others)

    async def renew_directory(self) -> None:
        """The names offered while somebody types."""
        self._live.directory = Directory(vocabulary().popular, await organs.every_organ(), await topics.every_topic())

    def close(self) -> None:
        self._let_go()
        self._home.writer.release()

    def _report_damage(self) -> None:
        if self._live.is_damaged and self._index is not None:
            self._home.mark_damaged(self._index.folder)
            self._let_go()
        self._live.is_damaged = False

    async def _open_current(self, *, checking: bool) -> None:
        folder = await asyncio.to_thread(self._home.current)
        if folder is None or self._home.is_damaged(folder):
            self._let_go()
        elif self._index is None or folder != self._index.folder:
            self._let_go(keep_searching=True)
            await self._open(folder, checking=checking)

    async def _open(self, folder: Path, *, checking: bool) -> None:
        """Whoever writes checks every byte first; a damaged index, or one of another recipe, is not searched."""
        try:
            if checking and (damaged := await asyncio.to_thread(damaged_files, folder)):
                raise SearchIndexDamaged(folder=folder.name, files=damaged)
            index = await asyncio.to_thread(TantivyIndex.open, folder)
        except SearchIndexDamaged as error:
            await self._note_damage(folder, error)
            return
        if index.recipe != RECIPE:
            log.info("search_index_outdated", folder=folder.name, recipe=index.recipe)
            index.close()
            return
        self._index = self._live.index = index

    async def _build(self) -> None:
        self._doubts = 0
        log.info("search_index_building")
        try:
            built = await rebuild(self._home)
        except SearchRebuildRunning:
            return
        log.info("search_index_built", documents=built.documents)
        await self._open(self._home.path / built.generation, checking=False)

    async def _take_up(self) -> bool:
        if self._index is None:
            return False
        try:
            _, happened = await take_up(self._index, self._index.epoch)
        except SearchIndexDamaged as error:
            if self._home.current() == self._index.folder:  # else another process has put a new one in its place
                await self._note_damage(self._index.folder, error)
            return False
        except SearchIndexHeld:
            return False  # the next step asks again
        self._doubts = 0
        self._taken_up(happened)
        return bool(happened)

    async def _refresh(self) -> None:
        if self._index is None:
            return
        try:
            await asyncio.to_thread(self._index.refresh)
            self._doubts = 0
        except SearchIndexDamaged as error:
            if self._home.current() == self._index.folder:
                await self._note_damage(self._index.folder, error)

    async def _note_damage(self, folder: Path, error: SearchIndexDamaged) -> None:
        """What cannot be read though every file is whole was not to be had at that moment (a writer that was killed is
        still dying, the disk is full): the next steps look again, as building anew takes minutes."""
        if self._doubts < DOUBTS and not error.details.get("files") and not await _is_broken(folder):
            self._doubts += 1
            log.warning("search_index_doubted", **error.details)
            self._let_go()
            return
        self._doubts = 0
        log.error("search_index_damaged", **error.details)
        self._home.mark_damaged(folder)
        self._let_go()

    def _let_go(self, *, keep_searching: bool = False) -> None:
        if self._index is not None:
            self._index.close()
        self._index = None
        if not keep_searching:
            self._live.index = None


async def _is_broken(folder: Path) -> bool:
    return bool(await asyncio.to_thread(damaged_files, folder))
