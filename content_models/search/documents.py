"""SearchChange: which releases a search index has yet to look at again."""

from datetime import datetime

from pymongo import ASCENDING, IndexModel

from content_models.kit.records import Record


class SearchChange(Record):
    """`_id` = release id. Says that the release has to be read again, not what has become of it.

    `epoch` rises with every change: an index that has taken up epoch n needs only what lies above n.
    """

    release_version: int  # only rises; an older projection is ignored and counted
    epoch: int
    at: datetime  # of the fact itself, so that the lag of an index counts from the publication

    class Settings:
        name = "search_changes"
        indexes = [IndexModel([("epoch", ASCENDING)], name="epoch")]


class SearchEpoch(Record):
    """`_id` = "search". The counter that hands out epochs, and how many older writes were turned away."""

    value: int = 0
    outdated_writes: int = 0

    class Settings:
        name = "search_epochs"
