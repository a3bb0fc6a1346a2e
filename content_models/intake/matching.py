"""Which two items of different sources are one and the same notice. Pure rules, symmetric, in the order of trust:

    one address → one 文号 of one organ → one title within a week → one text whose facts agree

The first key that holds answers, unless a fact speaks against it. A match of `AUTOMATIC` or more is acted on; from
`WORTH_ASKING` an editor is asked; below that the two have nothing to do with each other. Within one source nothing
is ever matched: a column that repeats an address or a title means another notice.
"""

from datetime import timedelta
from functools import cached_property

from pydantic import BaseModel, ConfigDict

from content_models.intake.comparison import ALIKE, ComparableText, Comparison, compare
from content_models.intake.documents import IntakeItem, ItemKind
from content_models.official_text.facts import FactKind

AUTOMATIC = 0.95
WORTH_ASKING = 0.8
TITLE_WINDOW = timedelta(days=7)
CORRECTION_WINDOW = timedelta(days=2)  # a slip is put right at once; a template is used again later
_NAMES = frozenset({FactKind.place, FactKind.name, FactKind.doc_no})
_TEXT_ALONE = 0.99  # a key of its own, confirmed by the text, goes before it
SEASON = timedelta(days=60)  # an undated text that comes again later is next year's, not a late copy
TITLE_KEY_MIN = 10  # 「关于停水的通知」 is said by everyone about different things


class Match(BaseModel):
    """Why two items are one: `score` from 0 to 1, `reason` for editors."""

    model_config = ConfigDict(frozen=True)

    score: float
    reason: str

    def confirmed(self) -> "Match":
        return self.model_copy(update={"score": 1.0})

    @property
    def is_automatic(self) -> bool:
        return self.score >= AUTOMATIC


SAME_URL = Match(score=1.0, reason="网址相同")
SAME_DOC_NO = Match(score=1.0, reason="文号与发文机关相同")
SAME_TITLE = Match(score=0.97, reason="标题相同，发布日期相差不超过 7 天")


class Entry:
    """A stored item and its text. Without a text (`None`) only the stored keys can speak."""

    def __init__(self, item: IntakeItem, text: ComparableText | None = None) -> None:
        self.item = item
        self.text = text or ComparableText(item.title, "")

    @property
    def id(self) -> str:
        return self.item.id


class Pair:
    """Two entries held against each other. Comparing their texts is the expensive part and done at most once."""

    def __init__(self, one: Entry, other: Entry) -> None:
        self.one, self.other = one.item, other.item
        self._texts = one.text, other.text

    @cached_property
    def comparison(self) -> Comparison:
        return compare(*self._texts)

    @cached_property
    def match(self) -> Match | None:
        """The strongest reason to hold the two for one; None when there is none or a fact speaks against it."""
        if self.one.source_id == self.other.source_id or not self._same_genre():
            return None
        if self.one.doc_no_key and self.other.doc_no_key:
            same_number = self.one.doc_no_key == self.other.doc_no_key
            return SAME_DOC_NO if same_number and self._issuers_agree() else None
        by_key = SAME_URL if self._same_url() else SAME_TITLE if self._same_title() else None
        if by_key and not self.comparison.speaks_against:
            return by_key.confirmed() if self._is_alike() else by_key
        return self._by_text()

    @cached_property
    def is_barred(self) -> bool:
        """Whether the two must not stand in one group, whoever else holds them together."""
        if self.one.source_id == self.other.source_id or not self._same_genre():
            return True
        return self.is_contradicted

    @cached_property
    def is_contradicted(self) -> bool:
        """Whether a fact says that these are two notices."""
        if self.one.doc_no_key and self.other.doc_no_key:
            return self.match is None
        return self.comparison.speaks_against

    def _same_genre(self) -> bool:
        """An interpretation bears its policy's number and often its title, and is another text."""
        return (self.one.kind is ItemKind.interpretation) == (self.other.kind is ItemKind.interpretation)

    def _issuers_agree(self) -> bool:
        """Two organs may use one code (宁政发 is Nanjing's and Ningxia's); a side that names nobody does not object."""
        named_by_both = self.one.issuer_names and self.other.issuer_names
        return not named_by_both or bool(set(self.one.issuer_names) & set(self.other.issuer_names))

    def _same_url(self) -> bool:
        """An address names a notice only with its text: careless lists give one landing page to all their rows."""
        is_same = self.one.url_key is not None and self.one.url_key == self.other.url_key
        return is_same and self._is_alike()

    def _same_title(self) -> bool:
        is_same = self.one.title_key == self.other.title_key and len(self.one.title_key) >= TITLE_KEY_MIN
        return is_same and self._days_apart() <= TITLE_WINDOW

    def _days_apart(self) -> timedelta:
        one, other = (item.published_at or item.first_seen_at for item in (self.one, self.other))
        return abs(one - other)

    def _is_alike(self) -> bool:
        """The cheap question first: most candidates share no more than the wording of their trade."""
        one, other = self._texts
        return one.is_telling and other.is_telling and one.similarity(other) >= ALIKE

    def _by_text(self) -> Match | None:
        if not self._is_alike():
            return None
        score = self.comparison.score
        if not self.comparison.is_dated and self._days_apart() > SEASON:
            score = min(score, AUTOMATIC - 0.05)
        if score < WORTH_ASKING or (self.comparison.contradicted and not self._may_be_a_slip()):
            return None
        return Match(score=min(round(score, 2), _TEXT_ALONE), reason=_reason(self.comparison))

    def _may_be_a_slip(self) -> bool:
        """One kind of figure told differently within two days; another place or name is another notice."""
        kinds = {fact.kind for fact, _ in self.comparison.contradicted}
        return len(kinds) == 1 and not kinds & _NAMES and self._days_apart() <= CORRECTION_WINDOW


def _reason(comparison: Comparison) -> str:
    """「正文相似 0.93，日期、地点相同」, 「正文相似 0.93，但时间不同（08:00／09:00）」."""
    likeness = f"正文相似 {comparison.similarity:.2f}"
    if comparison.contradicted:
        ours, theirs = comparison.contradicted[0]
        return f"{likeness}，但{ours.kind.value}不同（{ours.value}／{theirs.value}）"
    agreed = "、".join(kind.value for kind in FactKind if any(fact.kind is kind for fact in comparison.shared))
    if not agreed:
        return f"{likeness}，正文没有可核对的日期、数字和地点"
    return f"{likeness}，{agreed}相同" + ("，部分内容只有一方写明" if comparison.missing else "")
