"""What goes into a search index and what comes out of it. Plain values: no engine, no store."""

import hashlib
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum

from content_models.releases.documents import ReleaseKind
from content_models.search.validity import ALWAYS, Term, Validity


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """One public release as the index holds it. Texts are as shown; the index folds them itself."""

    id: str
    version: int  # only rises; the index ignores an older one
    kind: ReleaseKind
    title: str
    published_ms: int  # milliseconds since 1970
    doc_nos: tuple[str, ...] = ()  # its own, in normal form
    cited: tuple[str, ...] = ()  # those it mentions
    names: tuple[str, ...] = ()  # organs, topics, theme and region by name
    summary: str = ""
    headings: tuple[str, ...] = ()
    body: str = ""
    attachments: str = ""
    topics: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()  # the region and those around it
    year: int = 0  # of signing, else of publication
    term: Term = ALWAYS
    weight: float = 1.0  # by which the score of its text is multiplied: authority and age


class FacetName(StrEnum):
    """筛选维度."""

    kind = "kind"  # 体裁
    topic = "topic"  # 主题
    organ = "organ"  # 机构
    region = "region"  # 区划
    year = "year"  # 年份
    validity = "validity"  # 效力


@dataclass(frozen=True, slots=True)
class Filters:
    """Each set narrows; an empty one does not. What has ended is left out unless `validities` or `any_validity` ask
    for it; the first decides where both are given."""

    kinds: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    organs: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()
    validities: frozenset[Validity] = frozenset()
    any_validity: bool = False

    @property
    def shows_ended(self) -> bool:
        return Validity.ended in self.validities if self.validities else self.any_validity


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended. `snapshot` names the state of the index that its first page was read from; the keyset
    (`id`, else `score`) takes over where that state is no longer kept."""

    snapshot: str
    rank: int  # of the last row shown, from 1
    score: float
    id: str


@dataclass(frozen=True, slots=True)
class Hit:
    id: str
    score: float
    rank: int  # from 1


@dataclass(frozen=True, slots=True)
class FacetCount:
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits. `hidden` = how many more there are that are not in force; `relaxed` = nothing had all that was
    asked for, these come close."""

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    hidden: int = 0
    has_next: bool = False
    relaxed: bool = False
    snapshot: str = ""
    facets: dict[FacetName, list[FacetCount]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to an index. `today` decides what is in force."""

    text: str
    today: date
    filters: Filters = Filters()
    first: int = 20
    after: Place | None = None
    with_facets: bool = True

    @property
    def digest(self) -> str:
        """The same for the same question: a place in one list of hits means nothing in another."""
        chosen = (getattr(self.filters, field.name) for field in fields(self.filters))
        parts = [self.text, *(sorted(map(str, one)) if isinstance(one, frozenset) else one for one in chosen)]
        return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class TitleFound:
    """A title offered while somebody types."""

    id: str
    title: str
