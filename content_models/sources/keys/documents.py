"""SourceKey (报送密钥)."""

from datetime import datetime

from content_models.kit.actors import Actor
from content_models.kit.records import Record
from content_models.sources.documents import FetchError


class SourceKey(Record):
    """报送密钥 of one source. `_id` = source id: a source has one key at a time.

    No secret is stored. It is derived from the server's secret, the source, the key id and the generation
    (`rules.secret_of`), so a stolen copy of the store signs nothing, and rotating needs no hand-over of files.
    """

    key_id: str  # public: names the key in requests, new with every rotation
    generation: int
    created_at: datetime
    created_by: Actor
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None
    refusals: int = 0  # requests in its name that were not believed; counted, so that a flood leaves no rows
    last_refusal: FetchError | None = None
    previous_key_id: str | None = None  # still accepted until `previous_until`, so that a department can change over
    previous_until: datetime | None = None

    class Settings:
        name = "source_keys"
