"""发布件 in the schema: the interface that every kind implements."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import strawberry

from content_models.official_text.anchoring import with_anchors
from content_models.releases.cards.records import ReleaseCard, RevisionText
from content_models.releases.documents import ContentHead, LinkType, ReleaseKind
from mobile_api.context import Info
from mobile_api.enums import expose
from mobile_api.fields import batched, field, lasting
from mobile_api.nodes.types import Node
from mobile_api.organs.types import Organ
from mobile_api.regions.types import Region
from mobile_api.releases.parts import (
    AlsoPublished,
    Attachment,
    Section,
    SectionNode,
    SourceRef,
    Version,
    section_tree,
)
from mobile_api.releases.versions import Diff, FromVersion, ToVersion, diff_of
from mobile_api.topics.types import Topic

R = TypeVar("R", bound="type[Release]")

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
expose(
    LinkType,
    "发布件之间的关系 / How one release relates to another",
    {
        LinkType.interprets: "解读 / Interprets",
        LinkType.amends: "修改 / Amends",
        LinkType.repeals: "废止 / Repeals",
        LinkType.replaces: "替代 / Replaces",
        LinkType.revises: "修订 / Revises with a whole new text",
        LinkType.lapses: "宣布失效 / Declares lapsed",
        LinkType.forwards: "转发 / Forwards",
        LinkType.implements: "贯彻实施 / Implements",
        LinkType.cites: "引用 / Cites",
        LinkType.corrects: "更正 / Corrects",
    },
)


@strawberry.interface(description="发布件，各体裁共有的部分 / A release: what all kinds have in common")
class Release(Node):
    live: strawberry.Private[ReleaseCard]

    def node_key(self) -> tuple[str, str]:
        return "Release", self.live.release.id

    @property
    def _content(self) -> ContentHead:
        return self.live.revision.content

    async def _text(self, info: Info) -> RevisionText:
        return await info.context.loaders.texts.load(self.live.revision.id) or RevisionText()

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
        return self.live.published_at

    @field("现行文本的时刻，更正后变新 / Moment of the present text; newer after a correction")
    def updated_at(self) -> datetime:
        return max(self.live.published_at, self.live.revision.at)

    @field("发布机构 / Publishing organ")
    @lasting
    async def publisher(self, info: Info) -> Organ | None:
        organ = await info.context.loaders.organs.load(self.live.release.publisher_id)
        return Organ(organ=organ) if organ else None

    @field("适用区域 / The region it applies to")
    @lasting
    async def region(self, info: Info) -> Region | None:
        code = self._content.region_code
        found = await info.context.loaders.regions.load(code) if code else None
        return Region(region=found) if found else None

    @field("主题 / Topics")
    @lasting
    async def topics(self, info: Info) -> list[Topic]:
        found = await info.context.loaders.topics.load_many(self._content.topics)
        return [Topic(topic=topic) for topic in found if topic]

    @field("正文，已净化的 HTML，id 即各节地址（如 art-3） / Body as sanitised HTML; ids address sections")
    @batched
    async def body_html(self, info: Info) -> str:
        text = await self._text(info)
        return with_anchors(text.body_html, text.outline)[0]

    @field("正文，纯文本 / Body as plain text")
    @batched
    async def body_text(self, info: Info) -> str:
        return (await self._text(info)).body_text

    @field("章节目录 / Outline of the sections")
    @batched
    async def outline(self, info: Info) -> list[Section]:
        return [Section(section=section) for section in (await self._text(info)).outline]

    @field("章节树，带各节文字 / The sections as a tree, with their words")
    @batched
    async def sections(self, info: Info) -> list[SectionNode]:
        text = await self._text(info)
        return section_tree(text.outline, text.body_text)

    @field("附件 / Attachments")
    @batched
    async def attachments(self, info: Info) -> list[Attachment]:
        stated = (await self._text(info)).attachments
        files = await info.context.loaders.files.load_many([one.raw_id for one in self.live.revision.provenance])
        found = {file.url: file for batch in files for file in reversed(batch or ())}
        return [Attachment(stated=one, found=found.get(str(one.get("url")))) for one in stated]

    @field("信息来源 / Sources of the text")
    def sources(self) -> list[SourceRef]:
        return [SourceRef(provenance=provenance) for provenance in self.live.revision.provenance]

    @field("同一信息的其他发布处 / Where else the same was published")
    @lasting
    async def also_published_by(self, info: Info) -> list[AlsoPublished]:
        own = self.live.revision.provenance[:1]
        siblings = await info.context.loaders.siblings.load_many([one.item_id for one in own])
        return [AlsoPublished(source=source) for batch in siblings for source in batch or ()]

    @field("公开过的版本，新的在前 / Texts that were public, the newest first")
    @lasting
    async def versions(self, info: Info) -> list[Version]:
        found = await info.context.loaders.versions.load(self.live.release.id)
        return [Version(version=one) for one in found or ()]

    @field("两个版本的逐字对照，只有一版时为空 / Two versions compared; null while there is only one")
    async def diff(self, info: Info, older: FromVersion = None, newer: ToVersion = None) -> Diff | None:
        loaders = info.context.loaders
        return await diff_of(loaders, await loaders.versions.load(self.live.release.id) or [], older, newer)

    @field("相关发布件，解读关系除外 / Related releases, other than interpretations")
    @lasting
    async def related(self, info: Info) -> list["RelatedRelease"]:
        loaders = info.context.loaders
        incoming = await loaders.incoming.load(self.live.release.id) or ()
        pairs = [(link.type, True, link.target_id) for link in self._content.links]
        pairs += [(one.link.type, False, one.source_id) for one in incoming]
        pairs = [pair for pair in pairs if pair[0] is not LinkType.interprets]
        found = await loaders.releases.load_many([release_id for _, _, release_id in pairs])
        return [
            RelatedRelease(relation=type, outgoing=outgoing, release=shown(info, live))
            for (type, outgoing, _), live in zip(pairs, found, strict=True)
            if live
        ]

    @field("网页地址，站内路径 / Path of its web page")
    def web_path(self) -> str:
        return f"/a/{self.live.release.slug}"


@strawberry.type(description="一项关系与另一端的发布件 / A relation and the release at its other end")
class RelatedRelease:
    relation: LinkType = strawberry.field(description="关系 / The relation")
    outgoing: bool = strawberry.field(
        description="真：本件指向对方；假：对方指向本件 / True: from this release to that one; false: the other way"
    )
    release: Release = strawberry.field(description="另一端 / The release at the other end")


KINDS: dict[ReleaseKind, type[Release]] = {}


def of_kind(kind: ReleaseKind) -> Callable[[R], R]:
    """Marks the schema's type of one kind of release."""

    def marked(type: R) -> R:
        KINDS[kind] = type
        return type

    return marked


def card(live: ReleaseCard) -> Release:
    return KINDS[live.release.kind](live=live)


def shown(info: Info, live: ReleaseCard) -> Release:
    """The same, as the process keeps it for this edition if it keeps anything: it remembers what its fields are."""
    keeps = info.context.shown
    if keeps is None:
        return card(live)
    found: Release = keeps.get(live.release.id, live, card)
    return found
