"""The base of every stored document: a string id of our own making, never an ObjectId."""

from beanie import Document
from pydantic import ConfigDict, Field

from content_models.kit.ids import new_id


class Record(Document):
    """A document whose `_id` is a UUID string (or a key that means something, where a class says so)."""

    model_config = ConfigDict(extra="ignore")  # an older process may read what a newer one wrote

    id: str = Field(default_factory=new_id)  # type: ignore[assignment]

    # Beanie's own, in Python, is for documents that are parsed lazily, which ours never are. It made every read of a
    # field six times as slow, 600 times a page of twenty cards.
    __getattribute__ = object.__getattribute__
