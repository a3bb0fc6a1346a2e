"""Whose items a visitor may see and decide on in the queue."""

from content_models.intake.board.board import Scope
from content_models.intake.documents import IntakeItem
from content_models.kit.errors import NotFound
from server.console.visit import Visit


def scope_of(visit: Visit) -> Scope:
    """None: the items of every organ."""
    return None


def require_in_scope(visit: Visit, item: IntakeItem) -> None:
    """Raises NotFound: whoever guesses another organ's ids learns nothing, not even that they exist."""
    scope = scope_of(visit)
    if scope is not None and item.organ_id not in scope:
        raise NotFound("没有找到这条来稿，它可能已被合并，请回到分拣列表。", item_id=item.id)
