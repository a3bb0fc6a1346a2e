"""Source (来源) and FetchRecord (抓取记录)."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field
from pymongo import ASCENDING, DESCENDING, IndexModel

from content_models.kit.records import Record


class SourceFamily(StrEnum):
    """The publishing systems we can read; the adapter of each family lives in `aggregators/families/`."""

    feed = "feed"  # RSS 0.9x/1.0/2.0, Atom, JSON Feed
    hanweb_jpage = "hanweb_jpage"  # 大汉 JPage dataproxy.jsp
    hanweb_xxgk = "hanweb_xxgk"  # 大汉信息公开 search.jsp
    jpaas = "jpaas"  # 大汉 JPaaS page/build/unit
    truecms = "truecms"  # TrueCMS getMessage.do
    epoint_ewb = "epoint_ewb"  # 新点 EWB getgovinfolist
    trs_static = "trs_static"  # TRS WCM and UCAP static lists
    gov_cn_library = "gov_cn_library"  # 国务院政策文件库 search-gov/data
    html_list = "html_list"  # any HTML list, by CSS selectors
    json_api = "json_api"  # any JSON list, by dot paths
    sitemap = "sitemap"  # sitemaps.org, news sitemaps
    push_in = "push_in"  # the department sends items itself


class SourceState(StrEnum):
    active = "active"
    paused = "paused"
    closed = "closed"


class SourceAuthority(StrEnum):
    """Whose word counts when several sources carry the same item."""

    issuing_body = "issuing_body"
    department = "department"
    media = "media"


class Schedule(BaseModel):
    """抓取节奏. `interval` is the pause between two polls of a healthy source."""

    interval: timedelta = timedelta(minutes=30)


class Duties(BaseModel):
    """更新职责: a column must have news at least every `days` natural days; None = no duty known."""

    days: int | None = None


class FetchError(BaseModel):
    """The last failure, in the words shown to editors."""

    code: str
    message: str
    at: datetime
    subject: str | None = None  # the URL that failed


class Health(BaseModel):
    """健康: asked, answered and had news are three different times (a quiet source shows in the third)."""

    last_asked_at: datetime | None = None
    last_answered_at: datetime | None = None
    last_news_at: datetime | None = None
    consecutive_failures: int = 0
    last_error: FetchError | None = None


class Validators(BaseModel):
    """HTTP validators of the list page as last answered (RFC 9110 §8.8)."""

    etag: str | None = None
    last_modified: str | None = None


class Source(Record):
    """来源. Everything an adapter needs stands here, so a new site needs a record and no code."""

    name: str
    organ_id: str
    family: SourceFamily
    url: str
    column_name: str | None = None
    params: dict[str, Any] = {}
    selectors: dict[str, str] = {}
    timezone: str = "Asia/Shanghai"
    charset: str | None = None  # overrides every declaration when set
    topics: list[str] = []  # filed under these unless the editor says otherwise
    authority: SourceAuthority = SourceAuthority.department
    allow_private_network: bool = False  # government extranet or demo city; refused otherwise
    state: SourceState = SourceState.active
    schedule: Schedule = Field(default_factory=Schedule)
    duties: Duties = Field(default_factory=Duties)
    validators: Validators = Field(default_factory=Validators)
    health: Health = Field(default_factory=Health)
    next_due_at: datetime | None = None
    version: int = 1

    class Settings:
        name = "sources"
        indexes = [
            IndexModel([("state", ASCENDING), ("next_due_at", ASCENDING)], name="due"),
            IndexModel([("url", ASCENDING)], name="url", unique=True),
        ]


class FetchOutcome(StrEnum):
    news = "news"
    nothing_new = "nothing_new"
    not_modified = "not_modified"
    failed = "failed"


class FetchRecord(Record):
    """One poll of one source, kept for the health page."""

    source_id: str
    at: datetime
    outcome: FetchOutcome
    status: int | None = None
    milliseconds: int = 0
    rows: int = 0
    new: int = 0
    changed: int = 0
    error: FetchError | None = None
    item_errors: list[FetchError] = []

    class Settings:
        name = "fetch_records"
        indexes = [IndexModel([("source_id", ASCENDING), ("at", DESCENDING)], name="history")]
