"""What the clusterer finds an item by, without the item: the keys that an index knows, and whose the item is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Key = str | int  # an address, a number, a title; a band

# Bands of each way to sign have a range of their own, in which today's is the highest (see `fingerprint`).
FIRST_BAND = 2**61


class Findable(Protocol):
    """A stored item or its signature."""

    @property
    def id(self) -> str: ...

    @property
    def source_id(self) -> str: ...

    @property
    def title_key(self) -> str: ...

    @property
    def url_key(self) -> str | None: ...

    @property
    def doc_no_key(self) -> str | None: ...

    @property
    def bands(self) -> list[int]: ...


@dataclass(frozen=True, slots=True)
class Signature:
    """A fiftieth of an item's text: thousands of candidates may be looked at for one poll."""

    id: str
    source_id: str
    title_key: str
    url_key: str | None
    doc_no_key: str | None
    bands: list[int]
    is_grouped: bool


def bands_of_today(stored: Any) -> list[int]:
    """An older version's bands, strings or numbers of another range, meet none of ours: `sign_again` replaces them."""
    return [band for band in stored if isinstance(band, int) and band >= FIRST_BAND]


def exact_keys(item: Findable) -> list[str]:
    """The address, 文号 and title the item can be found by, besides its bands."""
    exact = (("u:", item.url_key), ("n:", item.doc_no_key), ("t:", item.title_key))
    return [kind + key for kind, key in exact if key]


def keys_of(item: Findable) -> list[Key]:
    """All that the item can be found by."""
    return [*exact_keys(item), *item.bands]


def wanted_keys(items: Iterable[Findable]) -> dict[str, list[Key]]:
    """By indexed field, the values under which something like `items` would be found."""
    items = list(items)
    found: dict[str, set[Key | None]] = {
        "url_key": {item.url_key for item in items},
        "doc_no_key": {item.doc_no_key for item in items},
        "title_key": {item.title_key for item in items},
        "bands": {band for item in items for band in item.bands},
    }
    return {field: [value for value in values if value] for field, values in found.items()}


def only_source(items: Sequence[Findable]) -> str | None:
    """The one source that all of `items` come from; None when they come from several."""
    sources = {item.source_id for item in items}
    return sources.pop() if len(sources) == 1 else None
