"""What a release consists of besides its text: sections, sources, attachments, versions."""

from collections.abc import Sequence
from datetime import datetime

import strawberry

from content_models.intake.clusters.repository import RawSource
from content_models.intake.documents import Attachment as FoundFile
from content_models.official_text import doc_no, outline
from content_models.releases import documents
from content_models.releases.cards.records import PublishedVersion
from mobile_api.context import Info
from mobile_api.fields import field
from mobile_api.organs.types import Organ


@strawberry.type(description="章节 / A heading of the text, with an address")
class Section:
    section: strawberry.Private[outline.Section]

    @field("章节地址，如 s2.1、art-33 / Address of the section, such as s2.1 or art-33")
    def node_id(self) -> str:
        return self.section.node_id

    @field("层级，从 1 起 / Level, from 1")
    def level(self) -> int:
        return self.section.level

    @field("序号，如「（一）」 / Label, such as 「（一）」")
    def label(self) -> str:
        return self.section.label

    @field("标题文字，不含序号 / Heading without its label")
    def heading(self) -> str:
        return self.section.heading

    @field("标题在纯文本中的起始字符 / First character of the heading in the plain text")
    def offset(self) -> int:
        return self.section.offset


@strawberry.type(description="章节及其下级 / A section with the sections below it")
class SectionNode:
    section: strawberry.Private[outline.Section]
    text_after: strawberry.Private[str]
    below: strawberry.Private[list["SectionNode"]]

    @field("章节地址，如 s2.1、art-33 / Address of the section, such as s2.1 or art-33")
    def node_id(self) -> str:
        return self.section.node_id

    @field("序号，如「（一）」 / Label, such as 「（一）」")
    def label(self) -> str:
        return self.section.label

    @field("标题文字，不含序号 / Heading without its label")
    def heading(self) -> str:
        return self.section.heading

    @field("本节自己的文字，不含下级 / The section's own words, without those below it")
    def text(self) -> str:
        return self.text_after

    @field("下级章节 / The sections below it")
    def children(self) -> list["SectionNode"]:
        return self.below


def section_tree(sections: Sequence[outline.Section], text: str) -> list[SectionNode]:
    """Sections nested by level; each carries the text up to the next heading, its own heading included."""
    roots: list[SectionNode] = []
    path: list[SectionNode] = []
    ends = [*(section.offset for section in sections[1:]), len(text)]
    for section, end in zip(sections, ends, strict=False):
        node = SectionNode(section=section, text_after=text[section.offset : end].strip(), below=[])
        while path and path[-1].section.level >= section.level:
            path.pop()
        (path[-1].below if path else roots).append(node)
        path.append(node)
    return roots


@strawberry.type(description="来源 / Where the text was taken from")
class SourceRef:
    provenance: strawberry.Private[documents.Provenance]

    @field("信息来源名称 / Name of the source, as printed")
    def name(self) -> str | None:
        return self.provenance.source_name

    @field("原文网址 / Address of the original")
    def url(self) -> str:
        return self.provenance.url


@strawberry.type(description="同一信息的另一处发布 / Another place where the same was published")
class AlsoPublished:
    source: strawberry.Private[RawSource]

    @field("发布单位 / Who published it")
    async def organ(self, info: Info) -> Organ | None:
        found = await info.context.loaders.organs.load(self.source.organ_id)
        return Organ(organ=found) if found else None

    @field("信息来源名称 / Name of the source, as printed")
    def name(self) -> str | None:
        return self.source.source_name

    @field("该处的标题 / The title it has there")
    def title(self) -> str:
        return self.source.title

    @field("原文网址 / Address of the original")
    def url(self) -> str:
        return self.source.url

    @field("该处的发布时刻 / When it was published there")
    def published_at(self) -> datetime | None:
        return self.source.published_at


@strawberry.type(description="附件 / An attachment")
class Attachment:
    stated: strawberry.Private[dict[str, object]]
    found: strawberry.Private[FoundFile | None]

    @field("名称 / Name")
    def name(self) -> str:
        return str(self.stated.get("name") or "附件")

    @field("下载网址 / Address to download it from")
    def url(self) -> str:
        return str(self.stated.get("url") or "")

    @field("媒体类型，以文件内容为准 / Media type, by the file's bytes where we have them")
    def media_type(self) -> str | None:
        found = self.found.found_type if self.found else None
        return found or (str(self.stated["media_type"]) if self.stated.get("media_type") else None)

    @field("大小，字节 / Size in bytes")
    def size(self) -> int | None:
        stated = self.stated.get("size")
        return self.found.size if self.found else stated if isinstance(stated, int) else None

    @field("文件的 SHA-256，供核对 / SHA-256 of the file, to check it by")
    def sha256(self) -> str | None:
        stated = self.stated.get("sha256")
        return self.found.sha256 if self.found else str(stated) if stated else None

    @field("附件文字，未能读取则为空 / Its text; null where it could not be read")
    def text(self) -> str | None:
        stated = self.stated.get("text")
        return self.found.text if self.found else str(stated) if stated else None


@strawberry.type(description="发文字号 / A document number in its parts")
class DocNumber:
    number: strawberry.Private[doc_no.DocNo]

    @field("机关代字，如「国办发」；令、公告为其名称 / The organ's letters, or the series' name")
    def code(self) -> str:
        return self.number.code

    @field("年份，不按年编号的令为空 / Year; null for series that do not restart every year")
    def year(self) -> int | None:
        return self.number.year

    @field("序号 / Sequence number")
    def sequence(self) -> int:
        return self.number.seq

    @field("规范写法 / Written in full")
    def text(self) -> str:
        return str(self.number)


@strawberry.type(description="公开过的一个版本 / A text that was public")
class Version:
    version: strawberry.Private[PublishedVersion]

    @field("版本号 / Number of the version")
    def number(self) -> int:
        return self.version.number

    @field("公开时刻 / When it became public")
    def published_at(self) -> datetime:
        return self.version.published_at

    @field("更新说明 / What the editors say about it")
    def note(self) -> str:
        return self.version.note
