"""Whose items a visitor may see and decide on in the queue."""

from content_models.intake.board.board import Scope
from content_models.intake.documents import IntakeItem
from content_models.staff import rights
from server.console.visit import Visit


def scope_of(visit: Visit) -> Scope:
    """None: the items of every organ."""
    return rights.scope_of(visit.actor)


def require_in_scope(visit: Visit, item: IntakeItem) -> None:
    """Raises NotFound: whoever guesses another organ's ids learns nothing, not even that they exist."""
    rights.require_sight(visit.actor, item.organ_id)
