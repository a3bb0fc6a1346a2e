"""What the clusterer finds an item by, without the item: the keys that an index knows, and whose the item is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol


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
    def bands(self) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Signature:
    """A fiftieth of an item's text: thousands of candidates may be looked at for one poll."""

    id: str
    source_id: str
    title_key: str
    url_key: str | None
    doc_no_key: str | None
    bands: list[str]
    is_grouped: bool


def keys_of(item: Findable) -> Iterator[tuple[str, int]]:
    """What the item can be found by and what finding it that way is worth: an address, a number or a title more
    than all bands together."""
    exact = (("u", item.url_key), ("n", item.doc_no_key), ("t", item.title_key))
    yield from ((f"{kind}:{key}", 100) for kind, key in exact if key)
    yield from ((band, 1) for band in item.bands)


def wanted_keys(items: Iterable[Findable]) -> dict[str, list[str]]:
    """By indexed field, the values under which something like `items` would be found."""
    found: dict[str, set[str | None]] = {"url_key": set(), "doc_no_key": set(), "title_key": set(), "bands": set()}
    for item in items:
        found["url_key"].add(item.url_key)
        found["doc_no_key"].add(item.doc_no_key)
        found["title_key"].add(item.title_key)
        found["bands"].update(item.bands)
    return {field: sorted(value for value in values if value) for field, values in found.items()}


def only_source(items: Sequence[Findable]) -> str | None:
    """The one source that all of `items` come from; None when they come from several."""
    sources = {item.source_id for item in items}
    return sources.pop() if len(sources) == 1 else None
