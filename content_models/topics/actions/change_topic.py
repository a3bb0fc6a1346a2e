"""`change_topic` 修改主题: another name, or an end with what follows it. What was filed under it stays filed."""

from datetime import date
from typing import Any

from pydantic import Field

from content_models.audit.actions.note_change import differences, note_change
from content_models.kit.commands import Command, perform
from content_models.kit.outbox import enqueue
from content_models.kit.store import Session, Store
from content_models.staff.rights import Right, require
from content_models.topics import repository as topics
from content_models.topics.actions.add_topic import LONGEST_NAME, ONLY_KEEPERS, TopicKept, fault_of_name
from content_models.topics.documents import Topic
from content_models.topics.errors import TopicRefused

CHANGED = "topic.changed"  # of the outbox: what is found by it is found by its new name, and under its successor
LONGEST_CHAIN = 20  # topics that followed each other


class ChangeTopic(Command):
    """`ended_on` None: in use."""

    topic_id: str
    expected_version: int = Field(ge=1)
    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    ended_on: date | None = None
    successor_id: str | None = None


async def change_topic(store: Store, command: ChangeTopic) -> TopicKept:
    """Raises NotAllowed, NotFound, VersionConflict, TopicRefused, IdempotencyKeyReused."""
    return await perform(store, command, _change, TopicKept)


async def _change(store: Store, session: Session, command: ChangeTopic) -> TopicKept:
    require(command.actor, Right.keep_reference, ONLY_KEEPERS)
    topic = await topics.load(command.topic_id, session)
    known = await topics.every_topic(session)
    _check(topic, known, command)
    changes: dict[str, Any] = command.model_dump(include={"name", "ended_on", "successor_id"})
    names = {one.id: one.name for one in known}
    before = topic.model_dump(include=set(changes)) | {"successor_id": names.get(topic.successor_id or "")}
    said = differences(before, changes | {"successor_id": names.get(command.successor_id or "")})
    former = [*topic.former_names, *([topic.name] if command.name != topic.name else [])]
    changes["former_names"] = list(dict.fromkeys(name for name in former if name != command.name))
    version = await topics.change(topic.id, changes, expected_version=command.expected_version, session=session)
    await note_change(store, session, command.actor, "topic changed", f"topic.{topic.id}", said)
    await enqueue(store, session, topic=CHANGED, subject_id=topic.id, subject_version=version)
    return TopicKept(topic_id=topic.id, version=version)


def _check(topic: Topic, known: list[Topic], command: ChangeTopic) -> None:
    """Raises TopicRefused."""
    problems = fault_of_name(known, command.name, topic.parent_id, topic.official, topic.id)
    if command.successor_id and command.ended_on is None:
        problems["ended_on"] = "有承继主题的，请填写本主题用到哪一天为止。"
    if command.successor_id and (fault := _fault_of_successor(topic, known, command.successor_id)):
        problems["successor_id"] = fault
    if command.ended_on and any(one.parent_id == topic.id and one.ended_on is None for one in known):
        problems["ended_on"] = "它下面还有在用的主题，请先停用它们。"
    if problems:
        raise TopicRefused(problems=problems)


def _fault_of_successor(topic: Topic, known: list[Topic], successor_id: str) -> str:
    by_id = {one.id: one for one in known}
    follows = by_id.get(successor_id)
    if follows is None or follows.official != topic.official:
        return "没有这个主题，请在同一套主题里重新选择。"
    for _ in range(LONGEST_CHAIN):
        if follows is None:
            return ""
        if follows.id == topic.id:
            return "承继关系绕回了本主题，请核对。"
        follows = by_id.get(follows.successor_id or "")
    return "承继的主题太多，请直接选最后一个。"
