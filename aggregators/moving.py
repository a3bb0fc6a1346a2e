"""A column that moves to another host keeps its items: their keys go on being those of the first address."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from aggregators.families.contract import Row
from content_models.sources.documents import Source


def with_first_keys(rows: Iterable[Row], source: Source, moved_to: str | None = None) -> Iterator[Row]:
    """Rows whose keys lie on the column's present origin, keyed as on its first one. `moved_to` is the present address
    where that is not yet the source's own. Only when the path stayed: a column rebuilt elsewhere has other items."""
    first = source.former_urls[0].url if source.former_urls else source.url
    present = moved_to or source.url
    old, new = _origin(first), _origin(present)
    moved = old != new and urlsplit(first).path == urlsplit(present).path
    for row in rows:
        yield replace(row, key=old + row.key.removeprefix(new)) if moved and row.key.startswith(new) else row


def _origin(url: str) -> str:
    """With the slash, so that `http://a.cn` is no prefix of `http://a.cn.example/`."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"
