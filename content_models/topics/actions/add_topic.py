"""`add_topic` 新增主题: one of the city's own, for residents to follow or for policies to be filed under."""

import secrets

from pydantic import BaseModel, Field

from content_models.audit.actions.note_change import differences, note_change
from content_models.kit.commands import Command, perform
from content_models.kit.store import Session, Store
from content_models.staff.rights import Right, require
from content_models.topics import repository as topics
from content_models.topics.documents import Topic
from content_models.topics.errors import TopicRefused

LONGEST_NAME = 40  # characters
MOST_TOPICS = 500
ONLY_KEEPERS = "只有管理员可以管理主题。"
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


class AddTopic(Command):
    """`parent_id` only in the 国务院主题分类, which has two levels."""

    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    official: bool
    parent_id: str | None = None


class TopicKept(BaseModel):
    topic_id: str
    version: int


async def add_topic(store: Store, command: AddTopic) -> TopicKept:
    """Raises NotAllowed, TopicRefused, IdempotencyKeyReused."""
    return await perform(store, command, _add, TopicKept)


async def _add(store: Store, session: Session, command: AddTopic) -> TopicKept:
    require(command.actor, Right.keep_reference, ONLY_KEEPERS)
    known = await topics.every_topic(session)
    _check(known, command)
    topic = Topic(
        id=new_slug(command.official, command.parent_id),
        name=command.name,
        official=command.official,
        parent_id=command.parent_id,
        position=_place(known, command.parent_id),
        version=2,  # no shipped vocabulary has it, so none may take it back
    )
    await topics.insert(topic, session)
    above = next((one.name for one in known if one.id == topic.parent_id), None)
    said = differences({}, {"name": topic.name, "parent_id": above})
    await note_change(store, session, command.actor, "topic added", f"topic.{topic.id}", said)
    return TopicKept(topic_id=topic.id, version=topic.version)


def new_slug(official: bool, parent_id: str | None) -> str:
    """A sub-class begins with its class, as the shipped ones do: search files it under both by its name alone."""
    own = "".join(secrets.choice(_LETTERS) for _ in range(8))
    if parent_id is not None:
        return f"{parent_id}.{own}"
    return f"theme.{own}" if official else f"city-{own}"


def fault_of_name(
    known: list[Topic], name: str, parent_id: str | None, official: bool, own: str = ""
) -> dict[str, str]:
    beside = [one for one in known if (one.parent_id, one.official) == (parent_id, official) and one.id != own]
    if any(one.name == name for one in beside):
        return {"name": "同一级里已有这个名称，请换一个。"}
    return {"name": "名称里不能有斜线，它用来隔开两级主题。"} if set(name) & {"/", "\\"} else {}


def _check(known: list[Topic], command: AddTopic) -> None:
    """Raises TopicRefused."""
    problems = fault_of_name(known, command.name, command.parent_id, command.official)
    parent = next((one for one in known if one.id == command.parent_id), None)
    if command.parent_id and (parent is None or not parent.official or parent.parent_id or not command.official):
        problems["parent_id"] = "上级应是国务院主题分类里的一个大类，请重新选择。"
    if len(known) >= MOST_TOPICS:
        problems["name"] = f"主题已有 {MOST_TOPICS} 个，太多了没有人找得到；请先停用不用的。"
    if problems:
        raise TopicRefused(problems=problems)


def _place(known: list[Topic], parent_id: str | None) -> int:
    """Behind its neighbours."""
    beside = [one.position for one in known if one.parent_id == parent_id]
    return max(beside, default=0)
