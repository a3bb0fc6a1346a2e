"""Which objects stand on many pages, and what tells one from another within an edition."""

from collections.abc import Callable, Mapping
from typing import Any


def _release_id(release: Any) -> str:
    found: str = release.live.release.id
    return found


IDENTITIES: Mapping[str, Callable[[Any], str]] = {"Release": _release_id}
