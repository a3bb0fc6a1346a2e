"""RosterPage (名册页), RosterChange (名册待更新), RosterState (名册)."""

from datetime import datetime

from pymongo import ASCENDING, IndexModel

from content_models.kit.packed import PACKED_ENCODERS, Packed
from content_models.kit.records import Record

THE_ROSTER = "roster"


class RosterPage(Record):
    """名册页: residents next to each other in the order of their ids, with where they live, what they follow and their
    devices in use. `_id` is derived from (generation, `first`).

    Columns, so that a page is read for a microsecond a device. `labels` are the channels anybody here follows, a line
    each; label n is followed by the residents at those `places` (two bytes each) that end at the n-th of `label_ends`
    (four bytes each). Resident n has the devices that end at the n-th of `device_ends`. Numbers are little-endian.
    """

    generation: str
    first: str  # from this id up to the next page's
    version: int = 1  # rises with every change
    resident_ids: Packed
    districts: Packed  # codes; NOWHERE for whoever named none
    labels: bytes
    label_ends: bytes
    places: bytes
    device_ids: Packed
    tokens: Packed
    platforms: Packed
    device_ends: bytes

    class Settings:
        name = "roster_pages"
        bson_encoders = PACKED_ENCODERS
        indexes = [IndexModel([("generation", ASCENDING)], name="generation")]


class RosterChange(Record):
    """名册待更新. `_id` = resident id. Says that the resident has to be read again, not what has become of them."""

    version: int  # rises with every change, so that one that comes while another is taken up is not lost

    class Settings:
        name = "roster_changes"


class RosterState(Record):
    """名册. `_id` = THE_ROSTER. `firsts` are the pages of the generation in use, rising; the first of all is "".

    Whoever builds another generation says so in `building`, and until when it is to be taken for alive: meanwhile no
    change is forgotten.
    """

    version: int = 1
    generation: str | None = None
    firsts: list[str] = []
    building: str | None = None
    building_until: datetime | None = None

    class Settings:
        name = "roster_states"
