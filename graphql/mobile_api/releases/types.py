"""发布件 in the schema: one interface, a type for each kind, and what is left of a withdrawn one."""

from datetime import date, datetime
from typing import Annotated

import strawberry

from content_models.releases import documents
from content_models.releases.documents import Content, InterpretationFacts, PolicyFacts, ReleaseKind
from content_models.releases.repository import LiveRelease, interpreted_by
from mobile_api.context import Info
from mobile_api.enums import expose
from mobile_api.fields import batched, field
from mobile_api.organs.types import Organ
from mobile_api.releases.parts import Section, SourceRef
from mobile_api.topics.types import Topic

expose(
    ReleaseKind,
    "发布件体裁 / Kind of release",
    {
        ReleaseKind.policy: "政策文件 / Policy document",
        ReleaseKind.interpretation: "政策解读 / Policy interpretation",
        ReleaseKind.notice: "通知公告 / Notice",
        ReleaseKind.news: "工作动态 / News",
        ReleaseKind.service_alert: "便民提示 / Service alert",
        ReleaseKind.guide: "办事指南 / Service guide",
        ReleaseKind.emergency: "应急信息 / Emergency information",
    },
)


@strawberry.interface(description="发布件，各体裁共有的部分 / A release: what all kinds have in common")
class Release:
    live: strawberry.Private[LiveRelease]

    @property
    def _content(self) -> Content:
        return self.live.revision.content

    @field("标识 / Identifier")
    def id(self) -> strawberry.ID:
        return strawberry.ID(self.live.release.id)

    @field("短地址，长期不变 / Short public address, never changes")
    def slug(self) -> str:
        return self.live.release.slug

    @field("体裁 / Kind")
    def kind(self) -> ReleaseKind:
        return self.live.release.kind

    @field("标题 / Title")
    def title(self) -> str:
        return self._content.title

    @field("内容概述 / Summary")
    def summary(self) -> str:
        return self._content.summary

    @field("首次发布时刻，不再改变 / First published; never moves afterwards")
    def published_at(self) -> datetime:
        return self.live.release.published_at or self.live.revision.at

    @field("现行文本的时刻，更正后变新 / Moment of the present text; newer after a correction")
    def updated_at(self) -> datetime:
        return max(self.published_at(), self.live.revision.at)

    @field("发布机构 / Publishing organ")
    @batched
    async def publisher(self, info: Info) -> Organ | None:
        organ = await info.context.loaders.organs.load(self.live.release.publisher_id)
        return Organ(organ=organ) if organ else None

    @field("主题 / Topics")
    @batched
    async def topics(self, info: Info) -> list[Topic]:
        found = await info.context.loaders.topics.load_many(self._content.topics)
        return [Topic(topic=topic) for topic in found if topic]

    @field("正文，已净化的 HTML / Body as sanitised HTML")
    def body_html(self) -> str:
        return self._content.body_html

    @field("正文，纯文本 / Body as plain text")
    def body_text(self) -> str:
        return self._content.body_text

    @field("章节目录 / Outline of the sections")
    def outline(self) -> list[Section]:
        return [Section(section=section) for section in self._content.outline]

    @field("信息来源 / Sources of the text")
    def sources(self) -> list[SourceRef]:
        return [SourceRef(provenance=provenance) for provenance in self.live.revision.provenance]

    @field("网页地址，站内路径 / Path of its web page")
    def web_path(self) -> str:
        return f"/a/{self.live.release.slug}"


@strawberry.type(description="政策文件 / A policy document")
class Policy(Release):
    @property
    def _facts(self) -> PolicyFacts:
        return self._content.policy or PolicyFacts()

    @field("发文字号 / Document number")
    def doc_no(self) -> str | None:
        return str(self._facts.doc_no) if self._facts.doc_no else self._facts.doc_no_raw

    @field("发文机关名称，按文件所印，牵头单位在前 / Issuers as the document names them, the lead first")
    def issuer_names(self) -> list[str]:
        return [issuer.name for issuer in self._facts.issuers]

    @field("发文机关中已收录的机构，牵头单位在前 / Issuing organs that the directory knows, the lead first")
    @batched
    async def issuers(self, info: Info) -> list[Organ]:
        found = await info.context.loaders.organs.load_many(self._facts.issuer_ids)
        return [Organ(organ=organ) for organ in found if organ]

    @field("主题分类 / Theme in the State Council's classification")
    def theme(self) -> str | None:
        return self._facts.theme

    @field("文种 / Genre of official document")
    def genre(self) -> str | None:
        return self._facts.genre

    @field("成文日期 / Date of signing")
    def signed_date(self) -> date | None:
        return self._facts.signed_date

    @field("施行日期 / Effective date")
    def effective_date(self) -> date | None:
        return self._facts.effective_date

    @field("失效日期 / Expiry date")
    def expiry_date(self) -> date | None:
        return self._facts.expiry_date

    @field("对本文件的解读，先发布的在前 / Interpretations of this document, oldest first")
    @batched
    async def interpretations(self, info: Info) -> list["Interpretation"]:
        loaders = info.context.loaders
        ids = await loaders.interpretations.load(self.live.release.id) or []
        return [Interpretation(live=found) for found in await loaders.live(ids)]


@strawberry.type(description="政策解读 / An interpretation of policy documents")
class Interpretation(Release):
    @property
    def _facts(self) -> InterpretationFacts:
        return self._content.interpretation or InterpretationFacts()

    @field("解读形式，如图解、视频 / Form, such as infographic or video")
    def form(self) -> str | None:
        return self._facts.form

    @field("解读主体 / Who interprets")
    def interpreter(self) -> str | None:
        return self._facts.interpreter

    @field("所解读的政策文件 / The documents it interprets")
    @batched
    async def policies(self, info: Info) -> list[Policy]:
        found = await info.context.loaders.live(sorted(interpreted_by(self._content.links)))
        return [Policy(live=policy) for policy in found if policy.release.kind is ReleaseKind.policy]


@strawberry.type(description="通知公告 / A notice")
class Notice(Release):
    pass


@strawberry.type(description="工作动态 / News")
class News(Release):
    pass


@strawberry.type(description="便民提示，如停水停电 / A service alert, such as a water cut")
class ServiceAlert(Release):
    pass


@strawberry.type(description="办事指南 / A service guide")
class Guide(Release):
    pass


@strawberry.type(description="应急信息 / Emergency information")
class Emergency(Release):
    pass


KINDS: dict[ReleaseKind, type[Release]] = {
    ReleaseKind.policy: Policy,
    ReleaseKind.interpretation: Interpretation,
    ReleaseKind.notice: Notice,
    ReleaseKind.news: News,
    ReleaseKind.service_alert: ServiceAlert,
    ReleaseKind.guide: Guide,
    ReleaseKind.emergency: Emergency,
}


def card(live: LiveRelease) -> Release:
    return KINDS[live.release.kind](live=live)


@strawberry.type(description="已撤回的发布件，正文不再提供 / A withdrawn release; its text is no longer served")
class Withdrawn:
    release: strawberry.Private[documents.Release]

    @field("标识 / Identifier")
    def id(self) -> strawberry.ID:
        return strawberry.ID(self.release.id)

    @field("短地址 / Short public address")
    def slug(self) -> str:
        return self.release.slug

    @field("撤回时刻 / When it was withdrawn")
    def withdrawn_at(self) -> datetime:
        return self.release.withdrawn_at or self.release.updated_at

    @field("撤回原因 / Why it was withdrawn")
    def reason(self) -> str:
        return self.release.withdrawal_reason or ""


ReleaseResult = Annotated[
    Policy | Interpretation | Notice | News | ServiceAlert | Guide | Emergency | Withdrawn,
    strawberry.union(
        "ReleaseResult",
        description="发布件，或已撤回的说明 / A release, or word of its withdrawal",
    ),
]
