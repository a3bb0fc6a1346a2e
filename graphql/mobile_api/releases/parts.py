"""What a release consists of besides its text: sections and sources."""

import strawberry

from content_models.official_text import outline
from content_models.releases import documents
from mobile_api.fields import field


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


@strawberry.type(description="来源 / Where the text was taken from")
class SourceRef:
    provenance: strawberry.Private[documents.Provenance]

    @field("信息来源名称 / Name of the source, as printed")
    def name(self) -> str | None:
        return self.provenance.source_name

    @field("原文网址 / Address of the original")
    def url(self) -> str:
        return self.provenance.url
