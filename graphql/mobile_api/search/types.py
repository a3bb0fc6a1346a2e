"""搜索 in the schema: hits with marked texts and clauses, facets, suggestions."""

import strawberry

from content_models.releases.documents import ReleaseKind
from content_models.search import passages
from content_models.search.passages import Excerpt
from content_models.search.suggesting import SuggestionKind
from content_models.search.validity import Validity
from content_models.search.values import FacetName
from mobile_api.enums import expose
from mobile_api.paging import PageInfo
from mobile_api.releases.types import Release

expose(
    SuggestionKind,
    "提示的种类 / Kind of suggestion",
    {
        SuggestionKind.phrase: "常用说法 / A popular phrase",
        SuggestionKind.release: "发布件的标题 / Title of a release",
        SuggestionKind.doc_no: "发文字号 / A document number",
        SuggestionKind.organ: "机构 / An organ",
        SuggestionKind.topic: "主题 / A topic",
    },
)
expose(
    FacetName,
    "筛选维度 / A way to narrow a search",
    {
        FacetName.kind: "体裁 / Kind",
        FacetName.topic: "主题 / Topic",
        FacetName.organ: "机构 / Organ",
        FacetName.region: "行政区划 / Region",
        FacetName.year: "年份 / Year",
        FacetName.validity: "效力 / Validity",
    },
)
expose(
    Validity,
    "搜索所分的效力 / Validity as search tells it apart",
    {
        Validity.in_force: "有效，或没有注明期限 / In force, or without a date that says otherwise",
        Validity.pending: "尚未施行 / Not yet in force",
        Validity.ended: "已废止或失效 / Repealed or lapsed",
    },
    name="SearchValidity",
)


@strawberry.input(
    description="筛选条件：同一项内任一，各项之间并且 / Filters: any within one of them, all of them together"
)
class SearchFilters:
    kinds: list[ReleaseKind] = strawberry.field(default_factory=list, description="体裁 / Kinds of release")
    topics: list[strawberry.ID] = strawberry.field(default_factory=list, description="主题标识 / Topic ids")
    organs: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="机构标识，发文或发布 / Ids of issuing or publishing organs"
    )
    regions: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="行政区划代码，含下级 / Region codes, with what lies in them"
    )
    years: list[int] = strawberry.field(
        default_factory=list, description="成文或发布的年份 / Years of signing or publication"
    )
    validities: list[Validity] = strawberry.field(
        default_factory=list,
        description="效力；不选时不列已废止或失效的 / Validity; unless chosen, what is no longer in force is left out",
    )
    include_not_in_force: bool = strawberry.field(
        default=False, description="也列出已废止或失效的 / Also list what is no longer in force"
    )


@strawberry.type(description="文字的一段，命中或未命中 / A piece of text, marked or not")
class TextPart:
    text: str = strawberry.field(description="文字 / The text")
    is_hit: bool = strawberry.field(description="是否命中，命中的要突出显示 / Whether to highlight it")


@strawberry.type(description="命中的条款 / The clause in which it was found")
class ClauseHit:
    node_id: strawberry.ID = strawberry.field(description="章节地址，如 s2.1、art-33 / Address of the section")
    label: str = strawberry.field(description="序号，如「（一）」 / Label, such as 「（一）」")
    heading: str = strawberry.field(description="标题文字，不含序号 / Heading without its label")
    excerpt: list[TextPart] = strawberry.field(description="条款摘录 / Excerpt of the clause")
    web_path: str = strawberry.field(description="网页中此条的路径 / Path of the clause in the web page")


@strawberry.type(description="一条搜索结果 / A search hit")
class SearchHit:
    release: Release = strawberry.field(description="发布件 / The release")
    title: list[TextPart] = strawberry.field(description="标题，标出命中 / The title, with what was found marked")
    excerpt: list[TextPart] = strawberry.field(description="正文摘录，标出命中 / Excerpt of the text, marked")
    clause: ClauseHit | None = strawberry.field(
        description="最相关的条款，正文不分条或未命中时为空 / The most relevant clause; null when there is none"
    )


@strawberry.type(description="搜索结果中的一条 / One entry of a result")
class SearchEdge:
    cursor: str = strawberry.field(description="此条的位置 / Position of this entry")
    node: SearchHit = strawberry.field(description="结果 / The hit")


@strawberry.type(description="筛选项的一个值 / A value of a facet")
class FacetValue:
    value: str = strawberry.field(description="填入筛选条件的值 / Value to put into the filters")
    label: str = strawberry.field(description="显示的名称 / Name to show")
    count: int = strawberry.field(description="有多少条 / How many there are")


@strawberry.type(description="一个筛选维度 / A facet")
class Facet:
    name: FacetName = strawberry.field(description="维度 / Which one")
    values: list[FacetValue] = strawberry.field(description="各个值，多的在前 / Values, the most frequent first")


@strawberry.type(description="搜索结果的一页，最相关的在前 / A page of search results, the most relevant first")
class SearchConnection:
    edges: list[SearchEdge] = strawberry.field(description="条目 / Entries")
    page_info: PageInfo = strawberry.field(description="分页信息 / About the page")
    total_count: int = strawberry.field(description="共有多少条 / How many there are in all")
    hidden_not_in_force: int = strawberry.field(
        description="因已废止或失效而没有列出的条数 / How many are left out because they are no longer in force"
    )
    did_you_mean: str | None = strawberry.field(description="您是不是要找 / What was probably meant")
    is_relaxed: bool = strawberry.field(
        description="没有完全符合的，这些最接近 / Nothing had all of it; these come closest"
    )
    facets: list[Facet] = strawberry.field(description="筛选项，翻页后为空 / Facets; empty on later pages")


@strawberry.type(description="输入提示 / A suggestion while typing")
class Suggestion:
    kind: SuggestionKind = strawberry.field(description="种类 / Kind")
    text: str = strawberry.field(description="文字，可直接搜索 / Text, to be searched for as it is")
    target_id: strawberry.ID | None = strawberry.field(
        description="发布件、机构或主题的标识 / Id of the release, organ or topic"
    )


def text_parts(excerpt: Excerpt) -> list[TextPart]:
    return [TextPart(text=part.text, is_hit=part.is_hit) for part in excerpt]


def clause_hit(found: passages.Clause, web_path: str) -> ClauseHit:
    return ClauseHit(
        node_id=strawberry.ID(found.node_id),
        label=found.label,
        heading=found.heading,
        excerpt=text_parts(found.excerpt),
        web_path=f"{web_path}#{found.node_id}",
    )
