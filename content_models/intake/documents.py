"""RawItem (every fetched version), IntakeItem (its place in the triage queue), Cluster (同源分组), and what editors
said about clusters: KeptApart and Suggestion."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, Field
from pymongo import ASCENDING, DESCENDING, IndexModel

from content_models.intake.signature import bands_of_today
from content_models.kit.actors import Actor
from content_models.kit.records import Record
from content_models.official_text.doc_no import DocNo
from content_models.official_text.outline import Section
from content_models.sources.documents import Validators


class ItemKind(StrEnum):
    """What the item seems to be; the editor decides. Values equal those of ReleaseKind."""

    policy = "policy"
    interpretation = "interpretation"
    notice = "notice"
    news = "news"
    service_alert = "service_alert"
    guide = "guide"


class Attachment(BaseModel):
    """附件. Name, address and `media_type` are what the source states; the rest is what we found in the file itself,
    later than the item and no part of what "changed" means."""

    name: str
    url: str
    media_type: str | None = None
    sha256: str | None = None  # None: not fetched yet, or `problem`
    size: int | None = None  # bytes
    found_type: str | None = None  # media type by its bytes
    text: str | None = None  # None where no library of ours reads the format
    attempts: int = 0
    problem: str | None = None  # why the last attempt failed, for editors


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


class NormalisedItem(BaseModel):
    """An item after normalise: the fields every family agrees on. HTML is already sanitised."""

    url: str
    title: str
    published_at: Annotated[AwareDatetime, AfterValidator(_in_utc)] | None = None
    signed_date: date | None = None
    effective_date: date | None = None
    source_name: str | None = None  # 信息来源, as printed
    column: str | None = None
    doc_no: DocNo | None = None
    doc_no_raw: str | None = None
    cited_doc_nos: list[DocNo] = []
    issuer_names: list[str] = []
    kind: ItemKind = ItemKind.news
    kind_evidence: str = ""
    summary: str = ""
    body_html: str = ""
    body_text: str = ""
    outline: list[Section] = []
    attachments: list[Attachment] = []
    keywords: list[str] = []
    window_start: AwareDatetime | None = None  # 便民提示: from when to when, in UTC …
    window_end: AwareDatetime | None = None
    places: list[str] = []  # … and where, as printed
    # Item keys or URLs of the policy, when the source states them; few do, and a default value is copied each time.
    interprets: list[str] = Field(default_factory=list)
    warnings: list[str] = []


class RawItem(Record):
    """原始版本: one fetched version. What the source said is never edited; only its attachments are completed by what
    was found in the files. `_id` is derived from (source, item key, version number)."""

    source_id: str
    item_key: str
    version_no: int
    sha256: str  # of the normalised content: what "changed" means
    raw: str  # the page or entry as decoded, before sanitising; shown to nobody, kept as evidence
    item: NormalisedItem
    changed_fields: list[str] = []  # against the version before; empty for the first
    fetched_at: datetime

    class Settings:
        name = "raw_items"


class TriageState(StrEnum):
    """分拣状态."""

    pending = "pending"  # 待处理
    adopted = "adopted"  # 已采用
    changed = "changed"  # 源文已变更: adopted, then its source moved on
    spiked = "spiked"  # 不采用
    merged = "merged"  # 并入同源分组, shown under its head
    snoozed = "snoozed"  # 暂缓: out of the way until `snoozed_until`, then pending again by itself


class Reading(BaseModel):
    """抓取状态 of one item: what a poll needs to know to leave an unchanged page alone."""

    row_sha256: str  # of the row in the list
    attachments_due: bool = False  # files of the latest version are still to be fetched
    gone_sightings: int = 0  # polls in a row to which the page answered 404 or 410
    read_at: datetime | None = None  # when the item's own page was last asked for; None: the list has the whole text
    validators: Validators = Validators()


class IntakeItem(Record):
    """收稿条目: the queue's row for one item of one source. `_id` is derived from (source, item key)."""

    source_id: str
    item_key: str
    organ_id: str
    latest_raw_id: str
    latest_version_no: int
    sha256: str
    title: str
    title_key: str  # folded, for comparing only
    kind: ItemKind
    doc_no_key: str | None = None
    issuer_names: list[str] = []
    published_at: datetime | None = None
    url_key: str | None = None  # the address without scheme, tracking and fragment, for comparing only
    # MinHash bands of the text: items that share one are candidates for a group.
    bands: Annotated[list[int], BeforeValidator(bands_of_today)] = []
    reading: Reading | None = None  # none for items that were sent to us
    state: TriageState = TriageState.pending
    cluster_id: str | None = None
    release_id: str | None = None
    adopted_version_no: int | None = None
    dismissed_version_no: int | None = None  # up to here an editor has said that a change does not matter
    dismissed_because: str | None = None
    dismissed_by: Actor | None = None
    spiked_because: str | None = None
    spiked_by: Actor | None = None
    snoozed_until: datetime | None = None  # kept when the time has come: when it re-entered the queue
    snoozed_by: Actor | None = None
    policy_ids: list[str] = []  # releases an editor says this interpretation reads; linked when it is adopted
    gone_at_source: bool = False
    first_seen_at: datetime
    updated_at: datetime
    version: int = 1

    class Settings:
        name = "intake_items"
        indexes = [
            IndexModel([("state", ASCENDING), ("first_seen_at", DESCENDING)], name="queue"),
            IndexModel([("state", ASCENDING), ("updated_at", DESCENDING)], name="handled"),
            IndexModel([("source_id", ASCENDING), ("first_seen_at", DESCENDING)], name="of_source"),
            IndexModel("title_key", name="title_key"),
            IndexModel("doc_no_key", name="doc_no_key", sparse=True),
            IndexModel("url_key", name="url_key", sparse=True),
            IndexModel("bands", name="bands"),
            IndexModel("cluster_id", name="cluster", sparse=True),
            IndexModel("updated_at", name="changes"),
            IndexModel("snoozed_until", name="snoozed", sparse=True),
        ]


class ClusterMember(BaseModel):
    item_id: str
    score: float
    reason: str  # shown to editors: 「文号相同」「标题与日期相同」


class Cluster(Record):
    """同源分组: near-duplicates across sources. The head is shown; every member stays listed."""

    head_id: str
    chosen_head_id: str | None = None  # an editor's choice, which later arrivals do not change
    members: list[ClusterMember]
    updated_at: datetime
    version: int = 1

    class Settings:
        name = "clusters"
        indexes = [IndexModel("members.item_id", name="member")]


class Ungrouped(Record):
    """待归并: the item whose `_id` this is has come, or changed, and no clusterer has looked at it since.

    Written in the transaction that stores the item and removed when it has been compared, so that whoever dies in
    between leaves behind what a scan finds. A row of its own: an item stands in twenty index entries, which some
    engines write anew with every change of it.
    """

    at: datetime

    class Settings:
        name = "ungrouped_items"
        indexes = [IndexModel("at", name="age")]


class KeptApart(Record):
    """拆分记忆: an editor took these two items apart. `_id` is derived from the pair, so it is said once, and while
    it stands no clusterer puts the two into one group; only an editor's merge takes it back."""

    item_ids: list[str]  # two, sorted
    actor: Actor
    at: datetime

    class Settings:
        name = "kept_apart"
        indexes = [IndexModel("item_ids", name="item")]


class SuggestionState(StrEnum):
    """同源建议的处理状态."""

    open = "open"  # 待确认
    accepted = "accepted"  # 已合并
    declined = "declined"  # 不是同源


class Suggestion(Record):
    """同源建议: two items that may be one, for an editor to decide. `_id` is derived from the pair: asked once."""

    item_ids: list[str]  # two, sorted
    score: float
    reason: str  # shown to editors: 「正文相似 0.93，但时间不同（08:00／09:00）」
    state: SuggestionState = SuggestionState.open
    made_at: datetime
    decided_by: Actor | None = None
    decided_at: datetime | None = None
    version: int = 1

    class Settings:
        name = "grouping_suggestions"
        indexes = [IndexModel([("item_ids", ASCENDING), ("state", ASCENDING)], name="of_item")]
