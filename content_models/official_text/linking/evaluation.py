"""How well linking does on records whose answer is known: precision of what is linked, recall of what is shown."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from content_models.official_text.linking.index import PolicyIndex
from content_models.official_text.linking.rank import MOST_SUGGESTED, rank
from content_models.official_text.linking.records import Linking, LinkQuery
from content_models.official_text.linking.sample_file import ReadingRecord, SampleFile

Linker = Callable[[LinkQuery, PolicyIndex], Linking]


@dataclass(frozen=True, slots=True)
class Judged:
    """One record and what linking made of it."""

    record: ReadingRecord
    reads: frozenset[str]  # the policies of the file that it reads; what the file lacks nobody can find
    linking: Linking

    @property
    def linked(self) -> set[str]:
        return {one.policy_id for one in self.linking.auto}

    @property
    def wrong(self) -> set[str]:
        return self.linked - self.reads

    @property
    def missed(self) -> frozenset[str]:
        return self.reads - self.linked

    @property
    def not_shown(self) -> frozenset[str]:
        """Targets among neither the links nor the first five shown."""
        return self.reads - set(self.linking.ranked[:MOST_SUGGESTED])


@dataclass(frozen=True, slots=True)
class Score:
    """`precision` and `recall` are those of automatic links; `recall_at_5` counts what is shown, links first."""

    targets: int
    links: int
    wrong: int
    missed: int
    not_shown: int
    negatives: int
    suggested_for_negatives: int

    @property
    def precision(self) -> float:
        return (self.links - self.wrong) / self.links if self.links else 1.0

    @property
    def recall(self) -> float:
        return (self.targets - self.missed) / self.targets if self.targets else 1.0

    @property
    def recall_at_5(self) -> float:
        return (self.targets - self.not_shown) / self.targets if self.targets else 1.0

    def __str__(self) -> str:
        return (
            f"P={self.precision:.3f} R={self.recall:.3f} R@5={self.recall_at_5:.3f}"
            f" (targets {self.targets}, links {self.links}, wrong {self.wrong}, negatives {self.negatives},"
            f" shown for negatives {self.suggested_for_negatives})"
        )


def judge(samples: SampleFile, linker: Linker = rank) -> list[Judged]:
    """Every interpretation and negative of the file, in its order."""
    policies = samples.index()
    known = {record.id for record in samples.policies}
    return [Judged(record, record.reads & known, linker(record.query(), policies)) for record in samples.readings]


def score_of(judged: Sequence[Judged]) -> Score:
    def total(sets: Iterable[frozenset[str] | set[str]]) -> int:
        return sum(map(len, sets))

    negatives = [one for one in judged if not one.reads]
    return Score(
        targets=total(one.reads for one in judged),
        links=total(one.linked for one in judged),
        wrong=total(one.wrong for one in judged),
        missed=total(one.missed for one in judged),
        not_shown=total(one.not_shown for one in judged),
        negatives=len(negatives),
        suggested_for_negatives=sum(len(one.linking.suggested) for one in negatives),
    )
