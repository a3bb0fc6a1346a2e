"""Source (来源), FetchRecord (抓取记录) and SourceAlarm (来源预警)."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
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
    trs_was5 = "trs_was5"  # TRS WAS5 /was5/web/search
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
    """抓取节奏. `interval` is the pause between two polls of a healthy source whose own rhythm is not known, and always
    when it is not `adaptive`; a rhythm keeps between `shortest` and `longest`. `retry_after_cap`: how long a
    Retry-After of its host is obeyed at most; zero = never."""

    interval: timedelta = timedelta(minutes=30)
    adaptive: bool = True
    shortest: timedelta = timedelta(minutes=5)
    longest: timedelta = timedelta(hours=24)
    retry_after_cap: timedelta = timedelta(hours=6)


class DueBecause(StrEnum):
    """下次抓取时间的由来."""

    interval = "interval"  # 按设定间隔
    rhythm = "rhythm"  # 按栏目更新节奏
    backlog = "backlog"  # 上次没有取完
    failures = "failures"  # 出错退避
    retry_after = "retry_after"  # 对方要求 Retry-After


class Duties(BaseModel):
    """更新职责: a column must have news at least every `days` natural days; None = no duty known."""

    days: int | None = None


class FetchError(BaseModel):
    """The last failure, in the words shown to editors."""

    code: str
    message: str
    at: datetime
    subject: str | None = None  # the URL that failed


class FetchOutcome(StrEnum):
    news = "news"
    nothing_new = "nothing_new"
    not_modified = "not_modified"
    failed = "failed"
    held_back = "held_back"  # not asked: its host wants to be left alone for now


class PollMark(BaseModel):
    """One poll in short, for the status strip."""

    at: datetime
    outcome: FetchOutcome
    milliseconds: int


class Health(BaseModel):
    """健康: asked, answered and had news are three different times (a quiet source shows in the third).

    `rhythm` is the median pause between the column's own items, `recent` its last polls, oldest first.
    """

    last_asked_at: datetime | None = None
    last_answered_at: datetime | None = None
    last_news_at: datetime | None = None
    consecutive_failures: int = 0
    last_error: FetchError | None = None
    newest_item_at: datetime | None = None  # the latest date in the list when it was last read
    rhythm: timedelta | None = None
    recent: list[PollMark] = []


class Move(BaseModel):
    """迁址迹象: permanent redirects alone lead from the column's address to `url`, in `sightings` polls in a row."""

    url: str
    sightings: int
    since: datetime


class FormerUrl(BaseModel):
    """曾用网址, replaced after enough sightings of a move."""

    url: str
    until: datetime


class AlarmKind(StrEnum):
    """预警种类."""

    silent = "silent"  # 久未更新
    no_rows = "no_rows"  # 列表为空
    no_titles = "no_titles"  # 标题为空
    thin_bodies = "thin_bodies"  # 正文骤减
    new_shape = "new_shape"  # 疑似改版
    going_back = "going_back"  # 日期倒退
    failing = "failing"  # 连续失败


class AlarmLevel(StrEnum):
    """预警级别."""

    amber = "amber"  # 黄
    red = "red"  # 红


class Validators(BaseModel):
    """HTTP validators of the list page as last answered (RFC 9110 §8.8)."""

    model_config = ConfigDict(frozen=True)

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
    private_hosts: list[str] = []  # further extranet hosts that its pages and files may lie on
    state: SourceState = SourceState.active
    schedule: Schedule = Field(default_factory=Schedule)
    duties: Duties = Field(default_factory=Duties)
    validators: Validators = Field(default_factory=Validators)
    health: Health = Field(default_factory=Health)
    next_due_at: datetime | None = None
    due_because: DueBecause | None = None
    pages_due_at: datetime | None = None  # no known page is to be read again before; None: look
    move: Move | None = None
    former_urls: list[FormerUrl] = []  # oldest first
    alarms: list[AlarmKind] = []  # those open now; their rows are SourceAlarms
    version: int = 1

    class Settings:
        name = "sources"
        indexes = [
            IndexModel([("state", ASCENDING), ("next_due_at", ASCENDING)], name="due"),
            IndexModel([("url", ASCENDING)], name="url", unique=True),
            IndexModel([("organ_id", ASCENDING)], name="organ"),
        ]


class FetchRecord(Record):
    """One poll of one source, kept for 90 days.

    `newest_at`, `untitled` and `shapes` (the commonest patterns of the rows' addresses) describe the list, `articles`
    and `body_chars` (their median length) the pages that were read: what alarms compare with earlier polls.
    """

    source_id: str
    at: datetime
    outcome: FetchOutcome
    status: int | None = None
    milliseconds: int = 0
    rows: int = 0
    new: int = 0
    changed: int = 0
    gone: int = 0  # known items found deleted at the source
    error: FetchError | None = None
    item_errors: list[FetchError] = []
    newest_at: datetime | None = None
    untitled: int = 0
    shapes: list[str] = []
    articles: int = 0
    body_chars: int | None = None

    class Settings:
        name = "fetch_records"
        indexes = [
            IndexModel([("source_id", ASCENDING), ("at", DESCENDING)], name="history"),
            IndexModel("at", name="age"),
        ]


class SourceAlarm(Record):
    """来源预警. The open one of a kind has the `_id` `source:kind`, so there is never a second; a closed one is kept
    under an id of its own."""

    source_id: str
    kind: AlarmKind
    level: AlarmLevel
    evidence: str  # shown to editors: 「最近一条发布于 12 天前，本栏目应 10 天内更新」
    opened_at: datetime
    closed_at: datetime | None = None

    class Settings:
        name = "source_alarms"
        indexes = [
            IndexModel([("source_id", ASCENDING), ("opened_at", DESCENDING)], name="of_source"),
            IndexModel([("closed_at", ASCENDING), ("opened_at", DESCENDING)], name="open"),
        ]
