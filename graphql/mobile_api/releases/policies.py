"""政策文件 and 政策解读 in the schema: the two halves that belong together."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import strawberry

from content_models.kit.clock import in_shanghai
from content_models.releases import validity
from content_models.releases.cards.records import ReleaseCard
from content_models.releases.documents import InterpretationFacts, LinkType, PolicyFacts, ReleaseKind
from content_models.releases.repository import interpreted_by
from content_models.releases.validity import events_of
from mobile_api.context import Info
from mobile_api.fields import batched, field, lasting
from mobile_api.organs.types import Organ
from mobile_api.paging import LARGEST_PAGE, After, Cursors, First, PageInfo, page_size
from mobile_api.releases.base import Release, of_kind, shown
from mobile_api.releases.clauses import ClauseAnchor, anchors_of
from mobile_api.releases.earlier import PolicyChange, changes_since
from mobile_api.releases.elements import ReadingElement
from mobile_api.releases.parts import DocNumber
from mobile_api.releases.validity import OnDate, Validity, validity_of

CURSORS = Cursors("interpretations", (str,))  # the release id of the last one shown

ListFirst = Annotated[int, strawberry.argument(description="最多条数，1 到 100 / How many at most, 1 to 100")]
AfterRelease = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="从这一条之后开始 / Begin behind the interpretation of this id"),
]


@of_kind(ReleaseKind.policy)
@strawberry.type(description="政策文件 / A policy document")
class Policy(Release):
    @property
    def _facts(self) -> PolicyFacts:
        return self._content.policy or PolicyFacts()

    @field("发文字号 / Document number")
    def doc_no(self) -> str | None:
        return str(self._facts.doc_no) if self._facts.doc_no else self._facts.doc_no_raw

    @field("发文字号的各部分，写法不规范时为空 / The number in its parts; null where it follows no rule")
    def doc_number(self) -> DocNumber | None:
        return DocNumber(number=self._facts.doc_no) if self._facts.doc_no else None

    @field("索引号 / Index number")
    def index_no(self) -> str | None:
        return self._facts.index_no

    @field("发文机关名称，按文件所印，牵头单位在前 / Issuers as the document names them, the lead first")
    def issuer_names(self) -> list[str]:
        return [issuer.name for issuer in self._facts.issuers]

    @field("发文机关中已收录的机构，牵头单位在前 / Issuing organs that the directory knows, the lead first")
    @lasting
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

    @field("失效日期，当日仍有效 / Expiry date, the last day in force")
    def expiry_date(self) -> date | None:
        return self._facts.expiry_date

    async def _events(self, info: Info) -> Sequence[validity.ValidityEvent]:
        release = self.live.release
        incoming = await info.context.loaders.incoming.load(release.id) or ()
        return events_of(self._facts, incoming, release.validity_marks)

    @field("今天的效力 / How it stands today")
    @batched
    async def validity(self, info: Info) -> Validity:
        return validity_of(await self._events(info), in_shanghai(info.context.store.now()).date())

    @field("某一天的效力 / How it stood, or will stand, on a day")
    @batched
    async def in_force_on(self, info: Info, day: OnDate) -> Validity:
        return validity_of(await self._events(info), day)

    async def _readings(self, info: Info) -> list[ReleaseCard]:
        incoming = await info.context.loaders.incoming.load(self.live.release.id) or ()
        return await info.context.loaders.live(
            dict.fromkeys(one.source_id for one in incoming if one.link.type is LinkType.interprets)
        )

    @field("对本文件的解读，先发布的在前 / Interpretations of this document, oldest first")
    @lasting
    async def interpretations(
        self, info: Info, first: ListFirst = LARGEST_PAGE, after: AfterRelease = None
    ) -> list["Interpretation"]:
        found = _behind(await self._readings(info), after)
        return [_interpretation(info, one) for one in found[: page_size(first)]]

    @field("对本文件的解读，分页 / Interpretations of this document, page by page")
    @batched
    async def interpreted_by(self, info: Info, first: First = 20, after: After = None) -> "InterpretationConnection":
        return _page(await self._readings(info), page_size(first), after, info.context.deps.cursor_secret)

    @field("解读中提到的本文件条款 / Clauses of this document that its interpretations speak of")
    async def clause_anchors(self, info: Info) -> list[ClauseAnchor]:
        found = await anchors_of(info.context.loaders, await self._readings(info))
        return [one for one in found if one.citation.document_id == self.live.release.id]


@of_kind(ReleaseKind.interpretation)
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

    @field("解读要素，按阅读次序 / Its elements, in the order they are read")
    def elements(self) -> list[ReadingElement]:
        return [ReadingElement(element=one) for one in self._facts.elements]

    @field("所解读的政策文件 / The documents it interprets")
    @lasting
    async def interprets(self, info: Info) -> list[Policy]:
        found = await info.context.loaders.live(sorted(interpreted_by(self._content.links)))
        return [Policy(live=policy) for policy in found if policy.release.kind is ReleaseKind.policy]

    @field("所解读的政策文件 / The documents it interprets", deprecated="请用 interprets / Use interprets")
    @lasting
    async def policies(self, info: Info) -> list[Policy]:
        return await self.interprets(info)

    @field("发布之后，所解读政策的变化，先发生的在前 / What happened to its policies since, the earliest first")
    @batched
    async def later_changes(self, info: Info) -> list[PolicyChange]:
        return await changes_since(info, self.live)

    @field("解读的是否旧版本：真则须在卡片和正文上标明 / Whether it explains an earlier version: cards must say so")
    @batched
    async def explains_earlier_version(self, info: Info) -> bool:
        return bool(await changes_since(info, self.live))

    @field("提到的政策条款，按阅读顺序 / Clauses of those documents that it speaks of, in reading order")
    async def clause_anchors(self, info: Info) -> list[ClauseAnchor]:
        return await anchors_of(info.context.loaders, [self.live])


def _interpretation(info: Info, live: ReleaseCard) -> Interpretation:
    found = shown(info, live)
    return found if isinstance(found, Interpretation) else Interpretation(live=live)  # whatever kind it has now


@strawberry.type(description="一条解读 / One interpretation of the page")
class InterpretationEdge:
    cursor: str = strawberry.field(description="此条的位置 / Position of this entry")
    node: Interpretation = strawberry.field(description="解读 / The interpretation")


@strawberry.type(description="解读的一页，先发布的在前 / A page of interpretations, oldest first")
class InterpretationConnection:
    edges: list[InterpretationEdge] = strawberry.field(description="条目 / Entries")
    page_info: PageInfo = strawberry.field(description="分页信息 / About the page")
    total_count: int = strawberry.field(description="解读总数 / How many there are in all")


def _behind(readings: list[ReleaseCard], release_id: str | None) -> list[ReleaseCard]:
    """Those after the one of this id; one that was withdrawn meanwhile stands nowhere, so nothing is cut off."""
    places = [place for place, one in enumerate(readings) if one.release.id == release_id]
    return readings[places[0] + 1 :] if places else readings


def _page(readings: list[ReleaseCard], size: int, after: str | None, secret: bytes) -> InterpretationConnection:
    left = _behind(readings, CURSORS.decode(after, secret)[0] if after else None)
    edges = [
        InterpretationEdge(cursor=CURSORS.encode((one.release.id,), secret), node=Interpretation(live=one))
        for one in left[:size]
    ]
    return InterpretationConnection(
        edges=edges,
        page_info=PageInfo(has_next_page=len(left) > size, end_cursor=edges[-1].cursor if edges else after),
        total_count=len(readings),
    )
