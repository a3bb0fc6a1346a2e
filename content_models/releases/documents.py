"""Release (发布件), Revision (版本), Link (关联) and ReleaseEvent (事件)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, Field
from pymongo import ASCENDING, DESCENDING, IndexModel

from content_models.kit.actors import Actor
from content_models.kit.hash_chain import DEFAULT
from content_models.kit.records import Record
from content_models.official_text.doc_no import DocNo
from content_models.official_text.outline import Section
from content_models.releases.elements import ClauseReading, ElementKind, ReadingElement
from content_models.releases.facts import AlertFacts, GuideFacts, NewsFacts
from content_models.releases.marks import ValidityMark


class ReleaseKind(StrEnum):
    """体裁: policy 政策文件, interpretation 政策解读, notice 通知公告, news 工作动态, service_alert 便民提示,
    guide 办事指南, emergency 应急信息."""

    policy = "policy"
    interpretation = "interpretation"
    notice = "notice"
    news = "news"
    service_alert = "service_alert"
    guide = "guide"
    emergency = "emergency"


class ReleaseState(StrEnum):
    """Where the current edition stands. Whether residents see the release is `Release.is_live`."""

    draft = "draft"  # 起草
    in_review = "in_review"  # 审核中
    approved = "approved"  # 三审通过
    scheduled = "scheduled"  # 已定时
    failed_to_publish = "failed_to_publish"  # 定时发布失败
    published = "published"  # 已发布
    withdrawn = "withdrawn"  # 已撤回: the address says why (410)
    merged = "merged"  # 已合并: the address leads to another release
    removed = "removed"  # 误发已删: the address says nothing (404)
    discarded = "discarded"  # 已作废: an adoption was undone before anybody had written in the draft; never public


GONE = frozenset({ReleaseState.withdrawn, ReleaseState.merged, ReleaseState.removed, ReleaseState.discarded})


class LinkType(StrEnum):
    """关联类型 (domain table 1.2)."""

    interprets = "interprets"  # 解读
    amends = "amends"  # 修改
    repeals = "repeals"  # 废止
    replaces = "replaces"  # 替代
    revises = "revises"  # 修订: a whole new text
    lapses = "lapses"  # 宣布失效 (清理目录)
    forwards = "forwards"  # 转发
    implements = "implements"  # 贯彻实施
    cites = "cites"  # 引用
    corrects = "corrects"  # 更正


class Link(BaseModel):
    """关联, edited with the revision and resolved on read."""

    type: LinkType
    target_id: str  # Release id
    effective_on: date | None = None  # 生效日 of a change of validity; None: when the linking document takes effect
    clauses: list[str] = []  # 涉及条款: node ids of the target; empty: all of it


class Provenance(BaseModel):
    """来源凭据: which fetched version this text came from."""

    source_id: str
    item_id: str
    raw_id: str
    raw_sha256: str
    url: str
    source_name: str | None = None


class Issuer(BaseModel):
    """发文机关 as the document names it, and the organ it is if the directory knows one."""

    name: str
    organ_id: str | None = None


class PolicyFacts(BaseModel):
    """政策要素 (条例 art. 12, GB/T 9704-2012). 发文字号 is shown, never used as a key by itself."""

    doc_no: DocNo | None = None
    doc_no_raw: str | None = None
    issuers: list[Issuer] = []  # 发文机关, the lead first
    genre: str | None = None  # 文种
    theme: str | None = None  # 主题分类, 「综合政务\\政务公开」
    index_no: str | None = None  # 索引号
    signed_date: date | None = None  # 成文日期
    effective_date: date | None = None  # 施行日期
    expiry_date: date | None = None  # 失效日期

    @property
    def issuer_ids(self) -> list[str]:
        """The issuing organs that the directory knows."""
        return [issuer.organ_id for issuer in self.issuers if issuer.organ_id]


class InterpretationFacts(BaseModel):
    """解读要素."""

    form: str | None = None  # 文字 图解 视频 答记者问 新闻发布会 …
    interpreter: str | None = None  # 解读主体
    elements: Annotated[list[ReadingElement], Field(max_length=len(ElementKind))] = []
    clauses: Annotated[list[ClauseReading], Field(max_length=200)] = []  # 条款对应


class ContentHead(BaseModel):
    """What a card shows of a text: everything but the text itself. Cards are read by projection to these fields."""

    title: str = Field(min_length=2, max_length=300)
    summary: str = Field(default="", max_length=600)
    topics: list[str] = []
    region_code: str | None = None  # 适用区域
    policy: PolicyFacts | None = None
    interpretation: InterpretationFacts | None = None
    alert: AlertFacts | None = None
    guide: GuideFacts | None = None
    news: NewsFacts | None = None
    links: list[Link] = []


class Content(ContentHead):
    """What a revision says: everything that a reviewer signs. HTML is sanitised before it gets here."""

    body_html: str = ""
    body_text: str = ""
    outline: list[Section] = []
    attachments: list[dict[str, Any]] = []


class Revision(Record):
    """版本: immutable. `sha256` covers `content`; sign-offs are bound to it."""

    release_id: str
    number: int
    content: Content
    sha256: str
    provenance: list[Provenance] = []
    author: Actor
    note: str = ""  # 更新说明
    at: datetime

    class Settings:
        name = "revisions"
        indexes = [
            IndexModel([("release_id", ASCENDING), ("number", ASCENDING)], name="number", unique=True),
            IndexModel([("content.links.target_id", ASCENDING)], name="link_target"),
        ]


class ReviewStage(BaseModel):
    """审级: one step of the reviews as the desk has set it up; local 三审三校 rules differ in names and number."""

    id: str = Field(pattern="^[a-z_]{2,20}$")
    name: str = Field(min_length=2, max_length=20)  # 初审一校 …
    role: str  # whose signature it is
    signers: int = Field(default=1, ge=1, le=9)  # how many people must sign
    urgent: bool = False  # is asked for even where a release goes out first and is reviewed afterwards


class Review(BaseModel):
    """审校规则 of one round, as they stood when it was submitted: a later change of settings does not move it."""

    stages: list[ReviewStage]
    urgent_reason: str = ""  # 应急先发的理由; empty: everything is signed before publication

    @property
    def before_publication(self) -> list[ReviewStage]:
        """What must be signed before the text may go public; an urgent release waits at least for the last stage."""
        if not self.urgent_reason:
            return self.stages
        return [stage for stage in self.stages if stage.urgent] or self.stages[-1:]

    def stage(self, id: str) -> ReviewStage | None:
        return next((stage for stage in self.stages if stage.id == id), None)


class Release(Record):
    """发布件: identity, state and lock. The text is in its revisions."""

    kind: ReleaseKind
    state: ReleaseState = ReleaseState.draft
    version: int = 1  # the optimistic lock; every change raises it by one
    slug: str
    publisher_id: str  # 发布机构 (organ)
    name_keys: list[str] = []  # folded names a policy goes by: how an interpretation finds it
    current_revision_id: str
    current_revision_no: int = 1
    review_round: int = 0  # how often it was submitted; sign-offs count within a round
    review: Review | None = None  # of the present round; None before there was one
    review_owed: bool = False  # 待补审: public by the urgent path, some signatures still to come
    live_revision_id: str | None = None
    channels: list[str] = []  # of the live revision
    published_at: datetime | None = None  # first time public; never moves afterwards
    updated_at: datetime
    withdrawn_at: datetime | None = None
    withdrawal_reason: str | None = None
    merged_into: str | None = None  # Release id
    validity_marks: list[ValidityMark] = []  # 效力事件登记
    created_at: datetime

    class Settings:
        name = "releases"
        indexes = [
            IndexModel("slug", name="slug", unique=True),
            IndexModel([("state", ASCENDING), ("updated_at", DESCENDING)], name="desk"),
            IndexModel([("updated_at", DESCENDING)], name="touched"),
            IndexModel([("publisher_id", ASCENDING), ("updated_at", DESCENDING)], name="desk_of_publisher"),
            IndexModel([("publisher_id", ASCENDING), ("state", ASCENDING)], name="counted_of_publisher"),
            IndexModel([("kind", ASCENDING), ("created_at", DESCENDING)], name="newest_of_kind"),
            IndexModel("name_keys", name="name_keys"),
            IndexModel("channels", name="channels"),
            IndexModel("review_owed", name="review_owed"),
        ]

    @property
    def is_live(self) -> bool:
        return self.live_revision_id is not None and self.state not in GONE

    @property
    def cited_revision_id(self) -> str:
        """The text that others refer to: the public one; before there is one, the draft."""
        return self.live_revision_id or self.current_revision_id


class EventKind(StrEnum):
    adopted = "adopted"
    composed = "composed"
    edited = "edited"
    submitted = "submitted"
    signed_off = "signed_off"
    returned = "returned"
    scheduled = "scheduled"
    unscheduled = "unscheduled"
    publish_failed = "publish_failed"
    published = "published"
    corrected = "corrected"
    corrected_silently = "corrected_silently"
    withdrawn = "withdrawn"
    merged = "merged"
    removed = "removed"
    discarded = "discarded"
    validity_recorded = "validity_recorded"
    validity_retracted = "validity_retracted"


# The events with which a text of a release goes public; the first of them is its publication.
MAKES_PUBLIC = (EventKind.published, EventKind.corrected, EventKind.corrected_silently)


class ReleaseEvent(Record):
    """事件: who did what to which revision, when. Append-only; each row carries the digest of the one before."""

    release_id: str
    version: int  # the release version this act produced
    kind: EventKind
    actor: Actor
    at: datetime
    revision: str  # Revision id
    revision_sha256: str | None = None  # of its content, so that a text changed together with its own digest shows
    published_at: datetime | None = None  # of the release: a first date that was moved shows
    details: dict[str, Any] = {}
    algorithm: str = DEFAULT
    previous_digest: str
    digest: str

    class Settings:
        name = "release_events"
        indexes = [
            IndexModel([("release_id", ASCENDING), ("version", ASCENDING)], name="version", unique=True),
            IndexModel([("at", DESCENDING)], name="newest"),
        ]
