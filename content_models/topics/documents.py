"""Topic (主题): what residents follow and policies are filed under."""

from datetime import date

from pymongo import ASCENDING, IndexModel

from content_models.kit.records import Record


class Topic(Record):
    """`_id` is a stable slug: follows and channels bear it, so a topic is renamed or ended and never deleted.

    `parent_id` gives the two levels of the 国务院主题分类. An ended topic keeps what was filed under it, takes nothing
    new and may name what follows it.
    """

    name: str
    former_names: list[str] = []  # documents printed before a change of name still find it
    parent_id: str | None = None
    position: int = 0
    official: bool = False  # of the 国务院主题分类; else a topic of daily life
    ended_on: date | None = None  # the last day on which it is chosen
    successor_id: str | None = None
    version: int = 1  # the optimistic lock; above 1: kept by an administrator, no longer by the shipped vocabulary

    class Settings:
        name = "topics"
        indexes = [
            IndexModel([("position", ASCENDING)], name="position"),
            IndexModel("parent_id", name="parent", sparse=True),
            IndexModel("successor_id", name="successor", sparse=True),
        ]
