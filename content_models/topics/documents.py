"""Topic (主题): what residents follow and policies are filed under."""

from pymongo import ASCENDING, IndexModel

from content_models.kit.records import Record


class Topic(Record):
    """`_id` is a stable slug. `parent_id` gives the two levels of the 国务院主题分类."""

    name: str
    parent_id: str | None = None
    position: int = 0
    official: bool = False  # of the 国务院主题分类; else a topic of daily life

    class Settings:
        name = "topics"
        indexes = [IndexModel([("position", ASCENDING)], name="position")]
