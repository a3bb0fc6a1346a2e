"""TimelineEntry: one release's place in the feed."""

from pymongo import ASCENDING, IndexModel

from content_models.kit.records import Record
from content_models.releases.documents import ReleaseKind


class TimelineEntry(Record):
    """`_id` = release id. `release_version` only rises: an older projection write is ignored and counted.

    `epoch` rises with every change of the timeline, so that a reader can ask for what changed since it last looked.
    """

    kind: ReleaseKind
    channels: list[str]
    published_ms: int  # the sort key: first publication, milliseconds since 1970
    visible: bool
    release_version: int
    epoch: int

    class Settings:
        name = "timeline_entries"
        indexes = [IndexModel([("epoch", ASCENDING)], name="epoch")]


class TimelineEpoch(Record):
    """`_id` = "timeline". The counter that hands out epochs, and how many older writes were turned away."""

    value: int = 0
    outdated_writes: int = 0

    class Settings:
        name = "timeline_epochs"
