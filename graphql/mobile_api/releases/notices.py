"""通知公告 and 工作动态 in the schema."""

from datetime import date

import strawberry

from content_models.releases.documents import PolicyFacts, ReleaseKind
from mobile_api.fields import field
from mobile_api.releases.base import Release, of_kind
from mobile_api.releases.parts import DocNumber


@of_kind(ReleaseKind.notice)
@strawberry.type(description="通知公告 / A notice")
class Notice(Release):
    @property
    def _facts(self) -> PolicyFacts:
        return self._content.policy or PolicyFacts()

    @field("发文字号，多数通知没有 / Document number; most notices have none")
    def doc_number(self) -> DocNumber | None:
        return DocNumber(number=self._facts.doc_no) if self._facts.doc_no else None

    @field("发文机关名称，按原文 / Issuers as the notice names them")
    def issuer_names(self) -> list[str]:
        return [issuer.name for issuer in self._facts.issuers]

    @field("成文日期 / Date of signing")
    def signed_date(self) -> date | None:
        return self._facts.signed_date


@of_kind(ReleaseKind.news)
@strawberry.type(description="工作动态 / News")
class News(Release):
    @field("来源署名，按原文 / Whom the text credits, as printed")
    def byline(self) -> str | None:
        if self._content.news and self._content.news.byline:
            return self._content.news.byline
        own = self.live.revision.provenance[:1]
        return own[0].source_name if own else None
