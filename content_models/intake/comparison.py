"""The fact guard: whether two alike texts are one notice, or one wording used twice.

Shared wording proves nothing: a water-cut notice re-used for another street shares nine tenths of its text. So the
two texts are laid side by side clause by clause, and where the same place in the text says two different things the
facts said there are compared. What a copy adds around the text or cuts off its end is no contradiction.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import islice

from content_models.intake.fingerprint import LONGEST, SHORTEST, folded_body, jaccard, shingles
from content_models.official_text.facts import Fact, FactKind, find_facts, told_by, unanswered
from content_models.official_text.folding import align, fold_key
from content_models.official_text.reflow import reflow
from content_models.official_text.reposting import without_furniture, without_repost_mark

ALIKE = 0.6  # Jaccard of 4-character shingles from which two texts share their wording

_Told = tuple[Fact, Fact]  # what the one says and what the other says in its place

_CLAUSE_END = re.compile(r"[，。；！？\n;!?]|,(?!\d)")
# Laying texts side by side is quadratic at worst; these bounds keep a hostile page below a second.
_LONGEST_CLAUSE, _MOST_CLAUSES, _MOST_PAIRS = 300, 1000, 1600

_MISSING = 0.2  # a fact that one side leaves out weighs a fifth of one that the sides tell differently
_CONTRADICTED = 0.94  # the best score that a contradiction leaves: never grouped without an editor
_UNPROVEN = 0.9  # alike, but nothing in the text says which of several notices it is
_DIGITS = re.compile(r"[0-9一二三四五六七八九十]+")

# Words that make a title another step of the same business. Said by one title only, the two are two documents.
_STEPS = re.compile(
    r"征求.{0,6}意见|公开征集|草案|送审稿|讨论稿|更正|勘误|补充|延期|推迟|取消|终止|中止|解除|预告|结果|中标|成交|失效|废止|"
    r"(?<![年月])第[一二三四五六七八九十\d]+(?:批|期|次|轮|号)"
)


class ComparableText:
    """Title and body of one item, prepared for comparing; parts are made when first asked for."""

    def __init__(self, title: str, body_text: str) -> None:
        self.title = without_repost_mark(title)
        self.body = without_furniture(body_text)[:LONGEST]

    @cached_property
    def folded(self) -> str:
        return folded_body(self.body)

    @cached_property
    def shingles(self) -> frozenset[str]:
        return shingles(self.folded)

    @cached_property
    def clauses(self) -> list[str]:
        """Printed lines that a PDF broke are joined first; text without any stops is cut into pieces."""
        folded = (fold_key(align(clause)) for clause in _CLAUSE_END.split(reflow(self.body)))
        pieces = (
            clause[at : at + _LONGEST_CLAUSE] for clause in folded for at in range(0, len(clause), _LONGEST_CLAUSE)
        )
        return list(islice(pieces, _MOST_CLAUSES))

    @cached_property
    def title_facts(self) -> frozenset[Fact]:
        return find_facts(self.title)

    @cached_property
    def facts(self) -> frozenset[Fact]:
        return self.title_facts | _facts_of(self.clauses)

    @cached_property
    def steps(self) -> frozenset[str]:
        """Words of the title that make it one step of a business: 征求意见稿, 更正, 第二批."""
        return frozenset(_STEPS.findall(fold_key(self.title)))

    def knows(self, words: str) -> bool:
        """Whether title or text say these words somewhere; media titles leave much to the text."""
        return words in self.folded or words in fold_key(self.title)

    def similarity(self, other: "ComparableText") -> float:
        """Jaccard of the two texts' shingles."""
        return jaccard(self.shingles, other.shingles)

    @property
    def is_telling(self) -> bool:
        """Whether there is enough text to say anything about likeness."""
        return len(self.folded) >= SHORTEST


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing two texts found. `similarity` is the Jaccard of their shingles."""

    similarity: float
    shared: frozenset[Fact]
    contradicted: tuple[tuple[Fact, Fact], ...]  # the same place says two things
    missing: int  # facts that one side leaves out in the middle of what it repeats
    other_step: bool  # draft against final, result against announcement

    @property
    def speaks_against(self) -> bool:
        """Whether something said in both places keeps the two apart, however alike their wording."""
        return self.other_step or bool(self.contradicted)

    @property
    def score(self) -> float:
        """Agreement of the facts, from 0 to 1."""
        if self.other_step:
            return 0.0
        told = len(self.shared)
        if not self.contradicted and not self.shared:
            return 1.0 if self.similarity >= _UNPROVEN else _UNPROVEN
        agreement = told / (told + len(self.contradicted) + _MISSING * self.missing) if told else 0.0
        return min(agreement, _CONTRADICTED) if self.contradicted else max(agreement, 0.8)

    @property
    def is_dated(self) -> bool:
        """Whether the two name the same full day or 文号, which no other year's notice does."""
        return any(fact.kind is FactKind.doc_no or _is_full_day(fact) for fact in self.shared)


def compare(one: ComparableText, other: ComparableText) -> Comparison:
    """Symmetric: which of the two came first does not matter."""
    first, second = sorted((one, other), key=lambda text: (text.body, text.title))
    is_same_text = first.folded == second.folded  # however their lines are broken
    contradicted, missing = ([], 0) if is_same_text else _told_differently(first.clauses, second.clauses)
    # A title may say what the other title leaves to the text.
    in_titles = _side_by_side(unanswered(first.title_facts, second.facts), unanswered(second.title_facts, first.facts))
    return Comparison(
        similarity=first.similarity(second),
        shared=_facts_of(first.clauses) if is_same_text else _shared(first, second),
        contradicted=(*in_titles, *contradicted),
        missing=missing,
        other_step=not all(second.knows(step) for step in first.steps)
        or not all(first.knows(step) for step in second.steps),
    )


def _is_full_day(fact: Fact) -> bool:
    return fact.kind is FactKind.date and all(fact.value.split("-"))


def _shared(one: ComparableText, other: ComparableText) -> frozenset[Fact]:
    common = set(one.clauses) & set(other.clauses)
    return _facts_of(common) | (one.title_facts & other.title_facts)


def _facts_of(clauses: Iterable[str]) -> frozenset[Fact]:
    return frozenset[Fact]().union(*map(find_facts, clauses))


def _told_differently(one: Sequence[str], other: Sequence[str]) -> tuple[list[_Told], int]:
    contradicted: list[_Told] = []
    missing = 0
    for block in _differences(one, other):
        sentences = list(_corresponding(block.one, block.other))
        if block.at_edge:
            contradicted += [pair for here, there in sentences for pair in _pairs(find_facts(here), find_facts(there))]
        else:
            here, there = _facts_of(block.one), _facts_of(block.other)
            contradicted += _pairs(here, there)
            missing += abs(len(unanswered(here, there)) - len(unanswered(there, here)))
        contradicted += [pair for sentence in sentences for pair in _named_differently(*sentence)]
    return list(dict.fromkeys(contradicted)), missing


def _named_differently(one: str, other: str) -> Iterator[_Told]:
    """Names in whose place the other copy of the sentence has another: no list of names could know them all."""
    for tag, from_one, to_one, from_other, to_other in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "replace":
            here, there = one[from_one:to_one], other[from_other:to_other]
            kind, kind_there = told_by(here, one[to_one:]), told_by(there, other[to_other:])
            if kind and kind is kind_there:
                yield Fact(kind, here), Fact(kind, there)


@dataclass(frozen=True, slots=True)
class _Difference:
    one: Sequence[str]
    other: Sequence[str]
    at_edge: bool


def _differences(one: Sequence[str], other: Sequence[str]) -> Iterator[_Difference]:
    """Where the two differ. A clause that the other has elsewhere has moved, and differs in nothing."""
    in_one, in_other = set(one), set(other)
    for tag, from_one, to_one, from_other, to_other in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag != "equal":
            at_head = from_one == 0 and from_other == 0
            at_end = to_one == len(one) and to_other == len(other)
            yield _Difference(
                one=[clause for clause in one[from_one:to_one] if clause not in in_other],
                other=[clause for clause in other[from_other:to_other] if clause not in in_one],
                at_edge=at_head or at_end,
            )


def _pairs(here: Iterable[Fact], there: Iterable[Fact]) -> list[_Told]:
    """Facts of one kind that each side states and the other does not, side by side."""
    here, there = list(here), list(there)
    return _side_by_side(unanswered(here, there), unanswered(there, here))


def _side_by_side(ours: Sequence[Fact], theirs: Sequence[Fact]) -> list[_Told]:
    of_kind = (([fact for fact in side if fact.kind is kind] for side in (ours, theirs)) for kind in FactKind)
    return [told for here, there in of_kind for told in zip(here, there, strict=False)]


def _corresponding(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Clauses that say the same with other facts. Not those of which one is the other cut short, and none of long
    stretches that have nothing to do with each other."""
    if len(one) * len(other) > _MOST_PAIRS:
        return
    for clause in one:
        if any(clause.startswith(counterpart) or counterpart.startswith(clause) for counterpart in other):
            continue
        for counterpart in other:
            if _is_same_sentence(_DIGITS.sub("#", clause), _DIGITS.sub("#", counterpart)):
                yield clause, counterpart
                break


def _is_same_sentence(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE
