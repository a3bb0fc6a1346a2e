"""迁址: when a column's address may be replaced by the one it redirects to. Pure."""

from datetime import datetime
from urllib.parse import urlsplit

from content_models.sources.documents import Move

SIGHTINGS_TO_MOVE = 3  # a single wrong redirect must not lose a source


def seen_at(url: str, moved_to: str | None, before: Move | None, now: datetime) -> Move | None:
    """What is known of a move after a poll that read the list. `moved_to` is where permanent redirects alone led;
    another target, or none, begins the count anew."""
    if moved_to is None or not _plausible(url, moved_to):
        return None
    if before is not None and before.url == moved_to:
        return before.model_copy(update={"sightings": before.sightings + 1})
    return Move(url=moved_to, sightings=1, since=now)


def is_settled(move: Move | None) -> bool:
    """Whether the new address may be taken for the column's own."""
    return move is not None and move.sightings >= SIGHTINGS_TO_MOVE


def _plausible(url: str, target: str) -> bool:
    """Not to a home page, where sites send everything they have removed; and never from https back to http."""
    old, new = urlsplit(url), urlsplit(target)
    sent_home = new.path in ("", "/") and old.path not in ("", "/")
    return url != target and not sent_home and not (old.scheme == "https" and new.scheme == "http")
