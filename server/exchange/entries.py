"""A source as a file states it, and which of its fields are settings and which only the running system's."""

from dataclasses import dataclass
from typing import Any

from content_models.organs.documents import Organ
from content_models.sources.documents import Source

# Written by polling and by editors' saving: another system's figures mean nothing here.
OPERATIONAL = frozenset(
    {
        "id",
        "revision_id",
        "health",
        "validators",
        "next_due_at",
        "due_because",
        "pages_due_at",
        "move",
        "former_urls",
        "alarms",
        "version",
    }
)
SETTINGS = tuple(name for name in Source.model_fields if name not in OPERATIONAL)
ORGAN = "organ"  # the organ's full name beside its id: ids differ between systems


@dataclass(frozen=True)
class Entry:
    """`place` is how the file's reader finds it. `complete`: what is not stated has its default, else it stays."""

    place: str
    values: dict[str, Any]
    complete: bool

    @property
    def url(self) -> str:
        return str(self.values.get("url") or "")

    @property
    def name(self) -> str:
        return str(self.values.get("name") or self.url)


def stated(source: Source, organ: Organ | None) -> dict[str, Any]:
    """The settings of a source that differ from the defaults, with plain values, in the order of the document."""
    values = source.model_dump(mode="json", include=set(SETTINGS), exclude_defaults=True)
    ordered = {name: values[name] for name in SETTINGS if name in values}
    return ordered | ({ORGAN: organ.full_name} if organ else {})
