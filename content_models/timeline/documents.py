"""TimelineEntry: one release's place in the feed."""

from datetime import datetime
from enum import StrEnum

from pymongo import ASCENDING, IndexModel

from content_models.kit.records import Record
from content_models.releases.documents import ReleaseKind


class Gone(StrEnum):
    """Why a release that once was in the feed no longer is."""

    withdrawn = "withdrawn"  # 撤回
    merged = "merged"  # 并入同源的另一条
    removed = "removed"  # 删除


class TimelineEntry(Record):
    """`_id` = release id. `release_version` only rises: an older projection write is ignored and counted.

    `epoch` rises with every change of the timeline, so that a reader can ask for what changed since it last looked.
    Several releases of one cluster make one card: the first published stands for all, in the channels of all.
    """

    kind: ReleaseKind
    channels: list[str]  # where it is shown
    own_channels: list[str] = []  # of this release alone, without those of its cluster
    published_ms: int  # the sort key: first publication, milliseconds since 1970
    visible: bool
    gone: Gone | None = None  # why not, if it is not visible
    merged_into: str | None = None  # the release that stands for it
    cluster_id: str | None = None  # 同源分组
    release_version: int
    epoch: int
    arrived: int = 0  # the epoch in which it last became visible
    changed_at: datetime | None = None

    class Settings:
        name = "timeline_entries"
        indexes = [
            IndexModel([("epoch", ASCENDING), ("_id", ASCENDING)], name="change_log"),
            IndexModel("cluster_id", name="cluster", sparse=True),
        ]


class TimelineEpoch(Record):
    """`_id` = "timeline". The counter that hands out epochs, and how many older writes were turned away."""

    value: int = 0
    outdated_writes: int = 0
    generation: str = ""  # of this counter; another one counts something else
    floor: int = 0  # whoever last looked before this epoch may have missed what was forgotten since

    class Settings:
        name = "timeline_epochs"
