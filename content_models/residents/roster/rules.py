"""Pure rules of the roster: rows to columns and back, and who of a page a notice is for."""

import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress, pairwise
from typing import NamedTuple

from content_models.kit.ids import derived_id
from content_models.kit.packed import PackedList
from content_models.residents.documents import Platform
from content_models.residents.roster.documents import RosterPage

PAGE_RESIDENTS = 4000  # places are two bytes
PAGE_BYTES = 2 * 1024 * 1024  # of devices; a stored document may have 16 MB
MOST_DEVICES = 100  # of one resident: those registered last

NOWHERE = "-"  # where those live who named no district; no code begins so

_LINE = b"\n"


class Addressed(NamedTuple):
    """A device in use, as much of it as sending needs."""

    id: str
    resident_id: str
    platform: Platform
    token: str

    @property
    def size(self) -> int:
        """Bytes it takes in a page or a chunk, near enough."""
        return len(self.token) + 80


@dataclass(slots=True)
class Row:
    """What the roster says of one resident."""

    resident_id: str
    district: str = NOWHERE
    channels: list[str] = field(default_factory=list)
    devices: list[Addressed] = field(default_factory=list)


def page_id(generation: str, first: str) -> str:
    return derived_id("roster", generation, first)


def pages_of(generation: str, first: str, version: int, rows: Sequence[Row]) -> list[RosterPage]:
    """The rows, in the order of their residents, as one page, or as half-full ones when they have outgrown it."""
    if len(rows) <= PAGE_RESIDENTS and _bytes(rows) <= PAGE_BYTES:
        return [_page(generation, first, version, rows)]
    parts = list(_halves(rows))
    firsts = [first, *(part[0].resident_id for part in parts[1:])]
    return [_page(generation, begin, version, part) for begin, part in zip(firsts, parts, strict=True)]


def rows_of(page: RosterPage) -> list[Row]:
    """The page as rows, in the order of their residents."""
    rows = [Row(one, district) for one, district in zip(page.resident_ids, page.districts, strict=True)]
    places = _numbers("H", page.places)
    for label, (start, end) in zip(_labels(page), pairwise([0, *_numbers("I", page.label_ends)]), strict=True):
        channel = label.decode()
        for place in places[start:end]:
            rows[place].channels.append(channel)
    for row, (start, end) in zip(rows, pairwise([0, *_numbers("I", page.device_ends)]), strict=True):
        row.devices = list(_devices(page, range(start, end), row.resident_id))
    return rows


def wanted(page: RosterPage, channels: Iterable[str], region: str | None, after: str) -> list[int]:
    """Places of the residents behind `after` who follow one of the channels, each once; with `region` also of those
    whose district's code begins so."""
    mask = bytearray(len(page.resident_ids))
    for place in followers(page, channels):
        mask[place] = 1
    if region is not None:
        for place, district in enumerate(page.districts):
            if district.startswith(region):
                mask[place] = 1
    start = bisect_right(page.resident_ids, after)
    return list(compress(range(start, len(mask)), mask[start:]))


def followers(page: RosterPage, channels: Iterable[str]) -> Iterator[int]:
    """Places of who follows one of the channels, more than once when they follow more than one."""
    labels, ends = _LINE + page.labels + _LINE, _numbers("I", page.label_ends)
    for channel in channels:
        begins = labels.find(_LINE + channel.encode() + _LINE)
        if begins >= 0:
            number = labels.count(_LINE, 0, begins)
            start = ends[number - 1] if number else 0
            yield from _numbers("H", page.places[2 * start : 2 * ends[number]])


def devices_at(page: RosterPage, places: Iterable[int]) -> Iterator[list[Addressed]]:
    """The devices of each of these residents."""
    ends = _numbers("I", page.device_ends)
    for place in places:
        start = ends[place - 1] if place else 0
        yield list(_devices(page, range(start, ends[place]), page.resident_ids[place]))


def _devices(page: RosterPage, indexes: Iterable[int], resident_id: str) -> Iterator[Addressed]:
    ids, platforms, tokens = page.device_ids, page.platforms, page.tokens
    for index in indexes:
        yield Addressed(ids[index], resident_id, _PLATFORMS[platforms[index]], tokens[index])


def _page(generation: str, first: str, version: int, rows: Sequence[Row]) -> RosterPage:
    channels: dict[str, array[int]] = {}
    for place, row in enumerate(rows):
        for channel in row.channels:
            if "\n" not in channel:  # a target id is what an app sent; no release stands in such a channel
                channels.setdefault(channel, array("H")).append(place)
    devices = [device for row in rows for device in row.devices]
    return RosterPage(
        id=page_id(generation, first),
        generation=generation,
        first=first,
        version=version,
        resident_ids=PackedList(row.resident_id for row in rows),
        districts=PackedList(row.district for row in rows),
        labels=_LINE.join(channel.encode() for channel in channels),
        label_ends=_ends(map(len, channels.values())),
        places=b"".join(map(_bytes_of, channels.values())),
        device_ids=PackedList(device.id for device in devices),
        tokens=PackedList(device.token for device in devices),
        platforms=PackedList(device.platform.value for device in devices),
        device_ends=_ends(len(row.devices) for row in rows),
    )


def _halves(rows: Sequence[Row]) -> Iterator[list[Row]]:
    part: list[Row] = []
    for row in rows:
        if part and (len(part) >= PAGE_RESIDENTS // 2 or _bytes([*part, row]) > PAGE_BYTES // 2):
            yield part
            part = []
        part.append(row)
    yield part


def _bytes(rows: Iterable[Row]) -> int:
    return sum(device.size for row in rows for device in row.devices)


def _labels(page: RosterPage) -> list[bytes]:
    return page.labels.split(_LINE) if page.labels else []


def _ends(lengths: Iterable[int]) -> bytes:
    ends, end = array("I"), 0
    for length in lengths:
        end += length
        ends.append(end)
    return _bytes_of(ends)


def _numbers(code: str, stored: bytes) -> "array[int]":
    numbers: array[int] = array(code, stored)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _bytes_of(numbers: "array[int]") -> bytes:
    if sys.byteorder == "big":
        numbers = array(numbers.typecode, numbers)
        numbers.byteswap()
    return numbers.tobytes()


_PLATFORMS = {platform.value: platform for platform in Platform}
