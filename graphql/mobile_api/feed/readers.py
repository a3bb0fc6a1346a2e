"""What decides a resident's feed, kept in this process for as long as nothing of it changes.

A page of somebody's own feed then costs no round trip. Kept only while the process follows residents' changes: what
was followed or switched off through another process is true here with its next look, within a second.
"""

import asyncio
from collections import OrderedDict, defaultdict
from dataclasses import dataclass

from content_models.residents import repository as residents
from content_models.residents.changes.followed import ResidentChanges
from content_models.residents.changes.rules import part_of
from content_models.residents.documents import ConsentPurpose, Follow, FollowTarget, Resident

MOST = 20_000  # residents, at some 2 kB each


@dataclass(frozen=True, slots=True)
class Reader:
    """`wants_own`: neither switched off nor refused. `channels` are those followed; `districts` those followed, and
    `district` where they live."""

    wants_own: bool
    channels: tuple[str, ...]
    districts: tuple[str, ...]
    district: str | None


class Readers:
    def __init__(self, changes: ResidentChanges, most: int = MOST) -> None:
        self._changes, self._most = changes, most
        self._kept: OrderedDict[str, Reader] = OrderedDict()
        self._parts: defaultdict[str, set[str]] = defaultdict(set)  # whom of each part is kept
        changes.listen(self._drop)

    async def of(self, resident_id: str) -> Reader | None:
        """None for nobody: one who was merged or forgotten, or never was."""
        if (kept := self._kept.get(resident_id)) is not None and self._changes.is_current:
            self._kept.move_to_end(resident_id)
            return kept
        seen = self._changes.seen(resident_id)
        found, follows = await asyncio.gather(residents.load_many([resident_id]), residents.follows_of(resident_id))
        if resident_id not in found:
            return None
        reader = _reader(found[resident_id], follows)
        if self._changes.is_current and self._changes.seen(resident_id) == seen:
            self._keep(resident_id, reader)
        return reader

    def _keep(self, resident_id: str, reader: Reader) -> None:
        self._kept[resident_id] = reader
        self._parts[part_of(resident_id)].add(resident_id)
        if len(self._kept) > self._most:
            oldest, _ = self._kept.popitem(last=False)
            self._parts[part_of(oldest)].discard(oldest)

    def _drop(self, part: str) -> None:
        for resident_id in self._parts.pop(part, ()):
            del self._kept[resident_id]

    def __len__(self) -> int:
        return len(self._kept)


def _reader(resident: Resident, follows: list[Follow]) -> Reader:
    chosen = resident.preferences
    return Reader(
        wants_own=chosen.personal_feed and not resident.refuses(ConsentPurpose.personalisation),
        channels=tuple(follow.channel for follow in follows),
        districts=tuple(follow.target_id for follow in follows if follow.target is FollowTarget.region),
        district=chosen.district_id or None,
    )
