"""`move_topic` 调整次序: one place up or down among those beside it."""

from pydantic import BaseModel

from content_models.audit.actions.note_change import note_change
from content_models.kit.commands import Command, perform
from content_models.kit.store import Session, Store
from content_models.staff.rights import Right, require
from content_models.topics import repository as topics
from content_models.topics.actions.add_topic import ONLY_KEEPERS
from content_models.topics.documents import Topic


class MoveTopic(Command):
    """One step; whoever clicks twice on one page has moved it once."""

    topic_id: str
    up: bool


class TopicMoved(BaseModel):
    place: int  # from 1, among those beside it


async def move_topic(store: Store, command: MoveTopic) -> TopicMoved:
    """Nothing moves beyond either end. Raises NotAllowed, NotFound, IdempotencyKeyReused."""
    return await perform(store, command, _move, TopicMoved)


async def _move(store: Store, session: Session, command: MoveTopic) -> TopicMoved:
    require(command.actor, Right.keep_reference, ONLY_KEEPERS)
    topic = await topics.load(command.topic_id, session)
    known = await topics.every_topic(session)
    beside = [one for one in known if _shelf(one) == _shelf(topic)]
    old = next(place for place, one in enumerate(beside) if one.id == topic.id)
    new = min(max(old + (-1 if command.up else 1), 0), len(beside) - 1)
    if new != old:
        beside.insert(new, beside.pop(old))
        await topics.put_in_order(_order(known, beside), session)
        said = {"position": f"{old + 1} → {new + 1}"}
        await note_change(store, session, command.actor, "topic moved", f"topic.{topic.id}", said)
    return TopicMoved(place=new + 1)


def _shelf(topic: Topic) -> tuple[bool, str | None]:
    return topic.official, topic.parent_id


def _order(known: list[Topic], beside: list[Topic]) -> list[str]:
    """All of them as they stood, with these in their new order on the places that were theirs."""
    moved = {one.id for one in beside}
    following = iter(beside)
    return [next(following).id if one.id in moved else one.id for one in known]
